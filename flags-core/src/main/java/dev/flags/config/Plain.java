package dev.flags.config;

import com.google.common.collect.ImmutableMap;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain form: on, for everyone or for a percentage of whoever meets the conditions.
 *
 * @param percentage the share that is on while the status is {@link FlagStatus#PERCENTAGE}; kept while it is not, and
 *     null if it was never given
 * @param conditions as the file has them: {@code {"country": ["de", "fr"], "age": {"gte": 18}}}
 */
public record Plain(@Nullable Percentage percentage, JsonObject conditions) implements Definition {
    static final Map<String, JsonValue> VARIANTS = ImmutableMap.of(ON, JsonBoolean.TRUE, OFF, JsonBoolean.FALSE);

    /** @throws IllegalArgumentException if {@code conditions} are none */
    public Plain {
        Checks checks = new Checks();
        PlainConditions.parse(conditions, checks);
        checks.done();
    }

    /** The conditions, all of which must hold. */
    public List<Clause> clauses() {
        return PlainConditions.parse(conditions, new Checks());
    }

    @Override
    public FlagType type() {
        return FlagType.BOOLEAN;
    }

    @Override
    public Map<String, JsonValue> variants() {
        return VARIANTS;
    }

    @Override
    public String offVariant() {
        return OFF;
    }
}
