package dev.flags;

import dev.flags.config.FlagType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A flag in the form that is evaluated, with everything computed that does not depend on the context. */
final class CompiledFlag {
    private final String name;
    private final FlagType type;
    private final long revision;
    /** The first of the steps, beside the others because it mostly decides; null if the flag was refused. */
    private final @Nullable Step first;

    private final Step[] steps;
    private final boolean hasWindow;
    private final boolean asksFlags;
    private final LongAdder fallbacks;
    private final @Nullable AgeLimit ageLimit;
    private final boolean isTooOld;

    /**
     * How old the configuration may get.
     *
     * @param whenOlder what answers from then on
     */
    record AgeLimit(Duration max, CompiledFlag whenOlder) {}

    /**
     * Makes a flag.
     *
     * @param steps the last of them always decides; none if the flag was refused
     * @param fallbacks counts the callers that got their fallback
     * @param isTooOld whether the configuration is older than this flag puts up with
     */
    CompiledFlag(
            String name,
            FlagType type,
            long revision,
            Step[] steps,
            boolean hasWindow,
            boolean asksFlags,
            LongAdder fallbacks,
            @Nullable AgeLimit ageLimit,
            boolean isTooOld) {
        this.name = name.intern(); // as the constants of the application are, by which it is mostly asked for
        this.type = type;
        this.revision = revision;
        this.first = steps.length == 0 ? null : steps[0];
        this.steps = steps;
        this.hasWindow = hasWindow;
        this.asksFlags = asksFlags;
        this.fallbacks = fallbacks;
        this.ageLimit = ageLimit;
        this.isTooOld = isTooOld;
    }

    /** A flag that is in the configuration, but neither it nor an earlier version of it could be read. */
    static CompiledFlag refused(String name, long revision, LongAdder fallbacks) {
        return new CompiledFlag(name, FlagType.BOOLEAN, revision, new Step[0], false, false, fallbacks, null, false);
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
        return first == null;
    }

    boolean hasWindow() {
        return hasWindow;
    }

    LongAdder fallbacks() {
        return fallbacks;
    }

    @Nullable AgeLimit ageLimit() {
        return ageLimit;
    }

    /** Whether its answers from a snapshot may be out of date. */
    boolean isStaleIn(Snapshot snapshot) {
        return isTooOld || snapshot.isStale();
    }

    /** This flag in a configuration of some age. */
    CompiledFlag atAge(Duration age) {
        AgeLimit limit = ageLimit;
        return limit == null || age.compareTo(limit.max()) <= 0 ? this : limit.whenOlder();
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
        Outcome outcome = first == null ? null : first.decide(snapshot, context, user, now);
        for (int next = 1; outcome == null && next < steps.length; next++) {
            outcome = steps[next].decide(snapshot, context, user, now);
        }
        if (outcome == null) {
            throw new IllegalStateException("no step of flag " + name + " decided");
        }
        return outcome;
    }
}
