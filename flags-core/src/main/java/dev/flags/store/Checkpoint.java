package dev.flags.store;

import dev.flags.json.JsonObject;

/** All documents at a place in the log, so that nobody has to read the log from its start. */
record Checkpoint(Truth truth, LogPosition position) {
    static Checkpoint read(String text) {
        JsonObject json = Json.unsealed(text);
        return new Checkpoint(Truth.read(json), LogPosition.read(Json.object(json, "log")));
    }

    String write() {
        return Json.sealed(JsonObject.builder()
                .putAll(truth.write())
                .put("log", position.write())
                .build());
    }
}
