package dev.flags.store;

import dev.flags.json.JsonObject;

/**
 * A place between two entries of the log.
 *
 * @param segment which part of the log, from 1
 * @param offset how many bytes of it are before
 * @param sequence how many entries are before, in all parts
 * @param hash of the entry before, or {@value #NO_HASH} at the start
 */
record LogPosition(int segment, long offset, long sequence, String hash) {
    static final String NO_HASH = "0000000000000000000000000000000000000000000000000000000000000000";
    static final LogPosition START = new LogPosition(1, 0, 0, NO_HASH);

    static LogPosition read(JsonObject json) {
        return new LogPosition(
                (int) Json.integer(json, "segment"),
                Json.integer(json, "offset"),
                Json.integer(json, "sequence"),
                Json.text(json, "hash"));
    }

    JsonObject write() {
        return JsonObject.builder()
                .put("segment", segment)
                .put("offset", offset)
                .put("sequence", sequence)
                .put("hash", hash)
                .build();
    }

    LogPosition after(byte[] line, String newHash) {
        return new LogPosition(segment, offset + line.length, sequence + 1, newHash);
    }
}
