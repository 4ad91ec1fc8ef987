package dev.flags;

import dev.flags.ExplainedStep.Kind;

/** What a step is called when it is explained. */
record StepName(Kind kind, String name) {
    /** The name of a step that its kind says all about. */
    static StepName of(Kind kind) {
        return new StepName(kind, kind.key());
    }
}
