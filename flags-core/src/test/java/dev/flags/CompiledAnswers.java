package dev.flags;

import dev.flags.config.ConfigFile;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.Commit;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.Write;
import dev.flags.testing.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the compiled evaluator answers, for tests that state what an answer has to be. */
public final class CompiledAnswers {
    private CompiledAnswers() {}

    /** The answer about a flag of a configuration file; its fallback is null as JSON. */
    public static Evaluation<JsonValue> answer(String file, String flag, Map<String, Object> attributes, Instant now) {
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(storeOf(file))
                .clock(VirtualClock.startingAt(now))
                .build()) {
            EvaluationContext context =
                    EvaluationContext.builder().attributes(attributes).build();
            return manager.flags().evaluateJson(flag, context, JsonNull.NULL);
        }
    }

    static MemoryConfigStore storeOf(String text) {
        ConfigFile file = ConfigFile.read(text.getBytes(StandardCharsets.UTF_8)).orThrow();
        List<Write> writes = new ArrayList<>();
        for (Kind kind : List.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER)) {
            for (JsonValue document : file.documents(kind)) {
                String name = ((JsonString) ((JsonObject) document).get("name").orElseThrow()).value();
                writes.add(new Write.Put(new DocumentKey(kind, name), 0, document.toJson()));
            }
        }
        MemoryConfigStore store = new MemoryConfigStore();
        store.commit(new Commit(UUID.randomUUID(), writes, List.of(), List.of()));
        return store;
    }
}
