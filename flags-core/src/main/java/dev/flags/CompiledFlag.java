package dev.flags;

import dev.flags.config.FlagType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flag in the form that is evaluated, with everything computed that does not depend on the context. */
final class CompiledFlag {
    private final String name;
    private final FlagType type;
    private final long revision;
    private final Step[] steps;
    private final boolean hasWindow;
    private final boolean asksFlags;

    /** @param steps the last of them always decides; none if the flag was refused */
    CompiledFlag(String name, FlagType type, long revision, Step[] steps, boolean hasWindow, boolean asksFlags) {
        this.name = name;
        this.type = type;
        this.revision = revision;
        this.steps = steps;
        this.hasWindow = hasWindow;
        this.asksFlags = asksFlags;
    }

    /** A flag that is in the configuration, but neither it nor an earlier version of it could be read. */
    static CompiledFlag refused(String name, long revision) {
        return new CompiledFlag(name, FlagType.BOOLEAN, revision, new Step[0], false, false);
    }

    String name() {
        return name;
    }

    FlagType type() {
        return type;
    }

    long revision() {
        return revision;
    }

    boolean isRefused() {
        return steps.length == 0;
    }

    boolean hasWindow() {
        return hasWindow;
    }

    List<Step> steps() {
        return List.of(steps);
    }

    /** The outcome of a question from outside: reads the clock, at most once, if anything depends on it. */
    Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user) {
        return decide(snapshot, context, user, now(snapshot));
    }

    /** The time in milliseconds if anything depends on it, else 0. */
    long now(Snapshot snapshot) {
        boolean needsTime = hasWindow || (asksFlags && snapshot.hasWindows());
        return needsTime ? snapshot.millis() : 0;
    }

    Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
        for (Step step : steps) {
            Outcome outcome = step.decide(snapshot, context, user, now);
            if (outcome != null) {
                return outcome;
            }
        }
        throw new IllegalStateException("no step of flag " + name + " decided");
    }
}
