package dev.flags.store;

import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonObject;
import java.util.Optional;

/**
 * What the newest version is. Replacing its file is what makes a commit happen.
 *
 * @param version its number
 * @param origin who wrote it
 * @param log where the log ends; what follows was never committed
 * @param projection the hash of the configuration file as it belongs to this version, or empty if there is none
 * @param isClean whether every document in that file is also in the version, so that nobody need read it to know
 * @param previous the hash of the file that it replaces, or empty if there was none
 * @param aside the hash of the file that was moved aside last, as it was when its edits were taken in, or empty. That is an
 *     older one than {@code previous} while the replacing is not done, and if somebody deleted that one
 */
record Head(
        String epoch,
        long version,
        Origin origin,
        LogPosition log,
        String projection,
        boolean isClean,
        String previous,
        String aside) {

    static Head start(String epoch) {
        return new Head(epoch, 0, Origin.CURRENT, LogPosition.START, "", true, "", "");
    }

    static Head read(String text) {
        JsonObject json = Json.unsealed(text);
        try {
            return new Head(
                    Json.text(json, "epoch"),
                    Json.integer(json, "version"),
                    new Origin(Json.integer(json, "schema"), Json.text(json, "library")),
                    LogPosition.read(Json.object(json, "log")),
                    Json.text(json, "projection"),
                    json.get("clean").equals(Optional.of(JsonBoolean.TRUE)),
                    Json.text(json, "previous"),
                    Json.text(json, "aside"));
        } catch (IllegalArgumentException e) {
            throw new SpoiledFileException("is no head: " + e.getMessage(), e);
        }
    }

    String write() {
        return Json.sealed(JsonObject.builder()
                .put("epoch", epoch)
                .put("version", version)
                .put("schema", origin.schema())
                .put("library", origin.library())
                .put("log", log.write())
                .put("projection", projection)
                .put("clean", isClean)
                .put("previous", previous)
                .put("aside", aside)
                .build());
    }

    /** After a commit. */
    Head at(long newVersion, LogPosition newLog) {
        return new Head(epoch, newVersion, Origin.CURRENT, newLog, projection, isClean, previous, aside);
    }

    /** With another configuration file, which is yet to replace the one of a hash, while one from before is aside. */
    Head withProjectionOver(String replaced, String hash, boolean clean, String before) {
        return new Head(epoch, version, origin, log, hash, clean, replaced, before);
    }

    /** With the edits of the file that was moved aside taken in. */
    Head withAside(String hash) {
        return new Head(epoch, version, origin, log, projection, isClean, previous, hash);
    }

    boolean knows(String hash) {
        return hash.equals(projection) || hash.equals(previous) || hash.equals(aside);
    }
}
