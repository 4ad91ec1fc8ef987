package dev.flags.testkit;

import dev.flags.EvaluationContext;
import dev.flags.config.Configuration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration, and a context to ask it about.
 *
 * @param attributes of the context, as they are passed to its builder
 */
public record Scenario(Configuration configuration, Map<String, Object> attributes) {
    public Scenario {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    public EvaluationContext context() {
        return EvaluationContext.builder().attributes(attributes).build();
    }

    /** All of both, since without them a failure says nothing. */
    @Override
    public String toString() {
        return attributes + " in " + ConfigurationFormat.text(configuration);
    }
}
