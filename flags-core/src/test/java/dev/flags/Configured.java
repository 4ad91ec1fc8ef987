package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** An evaluator of a configuration that is written down in a test, without a store and without a thread. */
final class Configured {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-06-01T12:00:00Z"));
    private static final Version VERSION = new Version("test", 1);

    private Configured() {}

    static Evaluator evaluator(String json) {
        return new Evaluator(snapshot(json), Observer.NONE);
    }

    static Snapshot snapshot(String json) {
        return snapshot(json, CLOCK);
    }

    static Snapshot snapshot(String json, InstantSource clock) {
        Map<DocumentKey, Document> documents = new HashMap<>();
        JsonObject file = (JsonObject) JsonValue.parse(json);
        add(Kind.FLAG, file, "flags", documents);
        add(Kind.SEGMENT, file, "segments", documents);
        add(Kind.LAYER, file, "layers", documents);
        return snapshot(state(documents), clock);
    }

    static ConfigState state(Map<DocumentKey, Document> documents) {
        return new ConfigLoader(null).load(StoreSnapshot.of(VERSION, documents), ConfigState.NONE);
    }

    static Snapshot snapshot(ConfigState state, InstantSource clock) {
        SnapshotCompiler compiler =
                new SnapshotCompiler(state.segments(), state.layers(), segment -> java.util.Set.of());
        List<CompiledFlag> flags = new ArrayList<>();
        state.flags().values().forEach(flag -> flags.add(compiler.compile(flag, 1, new FlagCounters())));
        state.refused().stream()
                .filter(key -> key.kind().equals(Kind.FLAG))
                .forEach(key -> flags.add(CompiledFlag.refused(key.name(), 1, new LongAdder())));
        return Snapshot.of(VERSION, flags, clock);
    }

    private static void add(Kind kind, JsonObject file, String member, Map<DocumentKey, Document> documents) {
        JsonArray elements = (JsonArray) file.get(member).orElse(JsonArray.EMPTY);
        elements.elements().forEach(element -> {
            String name = ((JsonString) ((JsonObject) element).get("name").orElseThrow()).value();
            DocumentKey key = new DocumentKey(kind, name);
            documents.put(key, new Document(key, 1, element.toJson()));
        });
    }
}
