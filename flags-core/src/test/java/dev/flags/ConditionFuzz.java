package dev.flags;

import dev.flags.fuzz.FuzzInput;
import java.util.List;

/** Two lines, a context and a condition: the laws of {@link FlagsFuzz} for a flag that has it as its rule, and not. */
public final class ConditionFuzz {
    private static final String FILE = """
            {"flags": [{"name": "f", "status": "enabled", "rules": [{"id": "r", "when": %1$s, "serve": "on"}], "default": "off"},
            {"name": "not", "status": "enabled", "rules": [{"id": "r", "when": {"not": %1$s}, "serve": "on"}], "default": "off"},
            {"name": "g", "status": "percentage", "rollout_percentage": 50}],
            "segments": [{"name": "s", "included": ["a"], "excluded": ["b"], "when": {"attribute": "x", "op": "exists"}}]}
            """;

    private ConditionFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = FuzzInput.lines(data, 2);
        FuzzInput.attributes(lines.get(0))
                .ifPresent(attributes -> FlagsFuzz.check(FILE.formatted(lines.get(1)), attributes));
    }
}
