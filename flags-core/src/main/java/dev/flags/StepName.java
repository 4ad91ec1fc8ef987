package dev.flags;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.flags.ExplainedStep.Kind;
import java.util.EnumSet;
import java.util.Objects;

/** What a step is called when it is explained. */
record StepName(Kind kind, String name) {
    private static final ImmutableMap<Kind, StepName> OF_KINDS =
            Maps.toMap(EnumSet.allOf(Kind.class), kind -> new StepName(kind, kind.key()));

    /** The name of a step that its kind says all about. */
    static StepName of(Kind kind) {
        return Objects.requireNonNull(OF_KINDS.get(kind));
    }
}
