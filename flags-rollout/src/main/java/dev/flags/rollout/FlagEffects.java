package dev.flags.rollout;

import com.google.common.hash.Hashing;
import dev.flags.config.Condition;
import dev.flags.config.ConfigCodec;
import dev.flags.config.Definition;
import dev.flags.config.Details;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rollouts do to their flags. Pure.
 *
 * <p>At a share of c, the candidate has the slots [0, c), and the baseline's concurrent control group [max(c, ½), min(c + ½, 1)),
 * so that nobody changes arm before the ramp reaches them: up to one half, both arms are equally large; above, the control
 * shrinks to the complement, and its units join the candidate, once. Everybody else gets what the flag's last step serves.
 */
final class FlagEffects {
    private static final int HALF = Percentage.SCALE / 2;

    private FlagEffects() {}

    static Flag apply(Flag flag, RolloutDocument document, Effect effect) {
        if (effect instanceof Effect.SetStage set) {
            Stage stage = document.plan().stages().get(set.stage());
            Flag base = lowered(enabled(flag, document), document);
            return withRollout(base, document, stage.share(), condition(document.plan(), set.stage()));
        }
        if (effect instanceof Effect.Revert revert) {
            Flag base = reverted(flag, document, revert.completed());
            return withRollout(base, document, revert.share(), document.plan().scope());
        }
        if (effect instanceof Effect.SetShare set) {
            return withShare(flag, document, set.share());
        }
        if (effect instanceof Effect.Withdraw) {
            return withShare(flag, document, Percentage.NONE);
        }
        Flag without = flag.toBuilder().rollout(null).build();
        return effect instanceof Effect.Complete ? completed(without, document, document.id()) : without;
    }

    /** Whether an effect takes something back, which nothing keeps it from. */
    static boolean takesBack(Effect effect) {
        return effect instanceof Effect.Withdraw
                || effect instanceof Effect.Remove
                || effect instanceof Effect.SetShare
                || effect instanceof Effect.Revert;
    }

    /** What the rollout of a flag gives to its candidate, 0 % if it has none. */
    static Percentage share(Flag flag) {
        Rollout rollout = flag.rollout();
        if (rollout == null) {
            return Percentage.NONE;
        }
        return new Percentage(rollout.serve().effectiveRanges().stream()
                .filter(range -> range.variant().equals(rollout.candidate()))
                .mapToInt(SlotRange::slots)
                .sum());
    }

    /** SHA-256 of everything that changes an answer, 64 hexadecimal digits. */
    static String digest(Flag flag) {
        Flag bare =
                flag.toBuilder().details(Details.NONE).extras(JsonObject.EMPTY).build();
        return Hashing.sha256()
                .hashString(ConfigCodec.write(bare).toJson(), StandardCharsets.UTF_8)
                .toString();
    }

    /** A flag that is off is turned on for those who are to get the baseline, which is what it serves then. */
    private static Flag enabled(Flag flag, RolloutDocument document) {
        if (flag.status() != FlagStatus.DISABLED || !document.plan().enables()) {
            return flag;
        }
        Flag.Builder enabled = flag.toBuilder().restore(null);
        boolean isOffByDefault =
                flag.definition() instanceof Plain && document.baseline().equals(Definition.OFF);
        return (isOffByDefault ? enabled.percentage(Percentage.NONE) : enabled.enabled()).build();
    }

    /** What the last step gives to the candidate already goes, if the plan says that the rollout may begin below it. */
    private static Flag lowered(Flag flag, RolloutDocument document) {
        if (!document.plan().mayLower()) {
            return flag;
        }
        if (flag.definition() instanceof Rich rich) {
            return flag.toBuilder()
                    .definition(
                            rich.toBuilder().defaultVariant(document.baseline()).build())
                    .build();
        }
        return document.baseline().equals(Definition.OFF)
                ? flag.toBuilder().percentage(Percentage.NONE).build()
                : flag;
    }

    /** For those whom the rollout has reached. */
    private static Flag withShare(Flag flag, RolloutDocument document, Percentage share) {
        Rollout running = flag.rollout();
        @Nullable Condition when = running == null ? document.plan().scope() : running.when();
        return withRollout(flag, document, share, when);
    }

    private static Flag withRollout(
            Flag flag, RolloutDocument document, Percentage share, @Nullable Condition condition) {
        Split split = Split.builder()
                .ranges(arms(document, share))
                .bucketBy(document.plan().bucketBy())
                .build();
        return flag.toBuilder()
                .rollout(new Rollout(document.id(), document.baseline(), document.candidate(), condition, split))
                .build();
    }

    private static List<SlotRange> arms(RolloutDocument document, Percentage share) {
        int c = share.slots();
        List<SlotRange> arms = new ArrayList<>();
        arms.add(new SlotRange(document.candidate(), 0, c));
        int from = Math.max(c, HALF);
        int to = Math.min(c + HALF, Percentage.SCALE);
        if (c > 0 && from < to) {
            arms.add(new SlotRange(document.baseline(), from, to));
        }
        return arms;
    }

    /** Who is in at a stage: the scope, and the groups that have come in by then. */
    private static @Nullable Condition condition(RolloutPlan plan, int stage) {
        Condition scope = plan.scope();
        List<Condition> groups = new ArrayList<>();
        for (int i = 0; i <= stage; i++) {
            Condition group = plan.stages().get(i).group();
            if (group == null) {
                return scope;
            }
            groups.add(group);
        }
        Condition anyOfThem = groups.size() == 1 ? groups.get(0) : new Condition.Any(groups);
        return scope == null ? anyOfThem : Condition.all(scope, anyOfThem);
    }

    /** @param id of the rollout that is completed */
    private static Flag completed(Flag flag, RolloutDocument document, String id) {
        Percentage target = document.plan().target();
        if (flag.definition() instanceof Rich rich) {
            return flag.toBuilder().definition(completed(rich, document, id)).build();
        }
        if (target.equals(Percentage.ALL) && document.candidate().equals(Definition.ON)) {
            return flag.toBuilder().enabled().build();
        }
        return flag.toBuilder()
                .percentage(document.candidate().equals(Definition.ON) ? target : Percentage.NONE)
                .build();
    }

    private static Rich completed(Rich rich, RolloutDocument document, String id) {
        Serve served = served(document);
        Condition scope = document.plan().scope();
        if (scope == null) {
            return rich.toBuilder().defaultServe(served).build();
        }
        return rich.toBuilder().rule(Rule.of(id, scope, served)).build();
    }

    private static Serve served(RolloutDocument document) {
        Percentage target = document.plan().target();
        return target.equals(Percentage.ALL)
                ? Serve.variant(document.candidate())
                : Split.builder()
                        .ranges(List.of(
                                new SlotRange(document.candidate(), 0, target.slots()),
                                new SlotRange(document.baseline(), target.slots(), Percentage.SCALE)))
                        .bucketBy(document.plan().bucketBy())
                        .build();
    }

    /**
     * Serves the baseline again, whether it is on or somebody has disabled it.
     *
     * @param id of the rollout that is completed
     * @throws IllegalStateException if the flag is not what that rollout has left, so that another variant would be served
     */
    private static Flag reverted(Flag flag, RolloutDocument document, String id) {
        boolean isDisabled = flag.status() == FlagStatus.DISABLED;
        Flag on = isDisabled ? restored(flag) : flag;
        if (flag.rollout() != null || !isAsCompleted(on, document, id)) {
            throw new IllegalStateException("flag " + flag.name() + " is not what rollout " + id
                    + " has left; take back first what came after it, or disable the flag");
        }
        Flag reverted = reverted(on, document.baseline(), id, document.plan().scope());
        return isDisabled ? reverted.disabled() : reverted;
    }

    private static boolean isAsCompleted(Flag flag, RolloutDocument document, String id) {
        Condition scope = document.plan().scope();
        if (scope != null && flag.definition() instanceof Rich rich) {
            return rich.rules().contains(Rule.of(id, scope, served(document)))
                    && rich.defaultServe().equals(Serve.variant(document.baseline()));
        }
        return completed(flag, document, id).equals(flag);
    }

    private static Flag restored(Flag flag) {
        return flag.toBuilder()
                .status(flag.restore() == null ? FlagStatus.ENABLED : flag.restore())
                .restore(null)
                .build();
    }

    private static Flag reverted(Flag flag, String baseline, String id, @Nullable Condition scope) {
        if (flag.definition() instanceof Rich rich) {
            // A rule would come before the rollout, so that the scope goes on to the last step, which serves the
            // baseline.
            Rich reverted = scope == null
                    ? rich.toBuilder().defaultVariant(baseline).build()
                    : rich.toBuilder()
                            .rules(rich.rules().stream()
                                    .filter(rule -> !rule.id().equals(id))
                                    .toList())
                            .build();
            return flag.toBuilder().definition(reverted).build();
        }
        return baseline.equals(Definition.ON)
                ? flag.toBuilder().enabled().build()
                : flag.toBuilder().percentage(Percentage.NONE).build();
    }
}
