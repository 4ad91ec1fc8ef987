package dev.flags.config;

import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonValue;
import java.util.Map;

/** What a flag serves: a percentage of whoever meets some conditions, or variants by rules. */
public sealed interface Definition permits Plain, Rich {
    /** The variant of a boolean flag that is true, where the flag does not name its variants. */
    String ON = "on";
    /** The variant of a boolean flag that is false, where the flag does not name its variants. */
    String OFF = "off";

    FlagType type();

    /** Every variant with its value, in order of declaration. */
    Map<String, JsonValue> variants();

    /** The variant that is served while the flag is disabled, and to whoever is denied. */
    String offVariant();

    /**
     * The variant that the lists of enabled users and groups serve: {@code on}, else the first that is true.
     *
     * @throws IllegalStateException if this is not boolean, or no variant is true
     */
    default String onVariant() {
        if (JsonBoolean.TRUE.equals(variants().get(ON))) {
            return ON;
        }
        return variants().entrySet().stream()
                .filter(variant -> variant.getValue().equals(JsonBoolean.TRUE))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no variant is true: " + variants()));
    }
}
