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

/** Makes the outcomes of one flag. Variants share their value and their counters. */
final class Outcomes {
    private final String flag;
    private final Definition definition;
    private final long revision;
    private final FlagCounters counters;
    private final Map<String, Object> values = new HashMap<>();

    Outcomes(String flag, Definition definition, long revision, FlagCounters counters) {
        this.flag = flag;
        this.definition = definition;
        this.revision = revision;
        this.counters = counters;
        definition.variants().forEach((variant, value) -> values.put(variant, javaValue(definition.type(), value)));
    }

    Outcome of(String variant, Reason reason, @Nullable String rule) {
        return of(variant, reason, null, rule, null);
    }

    /** What a split gives to a unit of one of some attributes. */
    Outcome split(String variant, @Nullable String rule, BucketBy bucketBy) {
        return of(variant, Reason.SPLIT, null, rule, new SplitUnit(flag, variant, rule, bucketBy));
    }

    /** The off variant, because a split decided last and had nothing to hash. */
    Outcome withoutUnit(@Nullable String rule) {
        return of(definition.offVariant(), Reason.SPLIT, ErrorCode.TARGETING_KEY_MISSING, rule, null);
    }

    Outcome off(Reason reason, @Nullable String rule) {
        return of(definition.offVariant(), reason, rule);
    }

    private Outcome of(
            String variant,
            Reason reason,
            @Nullable ErrorCode error,
            @Nullable String rule,
            @Nullable SplitUnit split) {
        Object value = Objects.requireNonNull(values.get(variant), variant);
        Evaluation<Object> evaluation = new Evaluation<>(value, variant, reason, error, rule, revision);
        return new Outcome(variant, evaluation, counters.by(rule), split);
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
