package dev.flags.rollout;

import dev.flags.config.Checks;
import dev.flags.config.Condition;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a rollout in which traffic stays as it is.
 *
 * @param name unique in its plan
 * @param share how much of the group gets the candidate
 * @param group who comes in with this stage, besides those of the stages before it; null for everybody
 * @param bake how long it lasts at least
 * @param minSamples how many answers each arm must have given since it began; empty for {@value #DEFAULT_MIN_SAMPLES} if it
 *     has analyses, and none if it has not
 * @param analyses what has to be right, besides what the plan asks in every stage
 * @param needsApproval whether a person has to agree before the next one
 * @param timeout how long it may last, null for as long as the plan allows
 */
public record Stage(
        String name,
        Percentage share,
        @Nullable Condition group,
        Duration bake,
        OptionalInt minSamples,
        List<Analysis> analyses,
        boolean needsApproval,
        @Nullable Duration timeout) {
    /** Answers of each arm, {@value}, before analyses decide. */
    public static final int DEFAULT_MIN_SAMPLES = 100;

    /** @throws IllegalArgumentException if the parts do not go together; the message names each */
    public Stage {
        Objects.requireNonNull(share, "share");
        analyses = List.copyOf(analyses);
        Checks checks = new Checks().name(name, "/name");
        Spans.notNegative(checks, bake, "/bake");
        Spans.notNegative(checks, timeout, "/timeout");
        checks.require(minSamples.orElse(0) >= 0, "/min_samples", () -> "is negative: " + minSamples.getAsInt())
                .require(
                        timeout == null || timeout.compareTo(bake) > 0,
                        "/timeout",
                        () -> "is not above bake, so that the stage could not end in time: " + timeout + " with bake "
                                + bake);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < analyses.size(); i++) {
            String analysis = analyses.get(i).name();
            checks.require(names.add(analysis), "/analyses/" + i + "/name", () -> "stands twice: \"" + analysis + "\"");
        }
        checks.done();
    }

    /** A stage called by its share, such as {@code 12.5 %}. */
    public static Builder of(Percentage share) {
        return new Builder(share.toString(), share);
    }

    /** A stage with a name of its own, such as that of its group. */
    public static Builder named(String name, Percentage share) {
        return new Builder(name, share);
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the parts of a stage. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Percentage share;
        private @Nullable Condition group;
        private Duration bake = Duration.ZERO;
        private OptionalInt minSamples = OptionalInt.empty();
        private List<Analysis> analyses = List.of();
        private boolean needsApproval;
        private @Nullable Duration timeout;

        private Builder(String name, Percentage share) {
            this.name = name;
            this.share = share;
        }

        private Builder(Stage stage) {
            name = stage.name;
            share = stage.share;
            group = stage.group;
            bake = stage.bake;
            minSamples = stage.minSamples;
            analyses = stage.analyses;
            needsApproval = stage.needsApproval;
            timeout = stage.timeout;
        }

        public Builder group(@Nullable Condition condition) {
            group = condition;
            return this;
        }

        public Builder bake(Duration duration) {
            bake = duration;
            return this;
        }

        public Builder minSamples(int count) {
            minSamples = OptionalInt.of(count);
            return this;
        }

        public Builder analyses(Analysis... asked) {
            return analyses(List.of(asked));
        }

        public Builder analyses(List<Analysis> asked) {
            analyses = asked;
            return this;
        }

        public Builder needsApproval(boolean isNeeded) {
            needsApproval = isNeeded;
            return this;
        }

        public Builder timeout(@Nullable Duration duration) {
            timeout = duration;
            return this;
        }

        /**
         * Makes the stage; may be called again.
         *
         * @throws IllegalArgumentException as the constructor does
         */
        public Stage build() {
            return new Stage(name, share, group, bake, minSamples, analyses, needsApproval, timeout);
        }
    }
}
