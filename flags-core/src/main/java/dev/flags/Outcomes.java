package dev.flags;

import dev.flags.config.Definition;
import dev.flags.config.FlagType;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the outcomes of one flag. Variants share their value and their counter. */
final class Outcomes {
    private final Definition definition;
    private final long revision;
    private final FlagCounters counters;
    private final Map<String, Object> values = new HashMap<>();

    Outcomes(Definition definition, long revision, FlagCounters counters) {
        this.definition = definition;
        this.revision = revision;
        this.counters = counters;
        definition.variants().forEach((variant, value) -> values.put(variant, javaValue(definition.type(), value)));
    }

    Outcome of(String variant, Reason reason, @Nullable String rule) {
        return of(variant, reason, null, rule);
    }

    /** The off variant, because a split decided last and had nothing to hash. */
    Outcome withoutUnit(@Nullable String rule) {
        return of(definition.offVariant(), Reason.SPLIT, ErrorCode.TARGETING_KEY_MISSING, rule);
    }

    Outcome off(Reason reason, @Nullable String rule) {
        return of(definition.offVariant(), reason, rule);
    }

    private Outcome of(String variant, Reason reason, @Nullable ErrorCode error, @Nullable String rule) {
        Object value = Objects.requireNonNull(values.get(variant), variant);
        return new Outcome(
                variant,
                new Evaluation<>(value, variant, reason, error, rule, revision),
                new Evaluation<>(value, variant, Reason.STALE, error, rule, revision),
                value.equals(true),
                value instanceof Boolean,
                counters.of(variant, reason),
                counters.of(variant, Reason.STALE));
    }

    private static Object javaValue(FlagType type, JsonValue value) {
        return switch (type) {
            case BOOLEAN -> JsonBoolean.TRUE.equals(value);
            case STRING -> ((JsonString) value).value();
            case INTEGER -> ((JsonNumber) value).toLong().orElseThrow();
            case DOUBLE -> ((JsonNumber) value).toBigDecimal().doubleValue();
            case JSON -> value;
        };
    }
}
