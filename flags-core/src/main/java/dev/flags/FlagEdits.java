package dev.flags;

import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Rich;
import dev.flags.config.Split;
import dev.flags.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators do to flags, each as a function from a flag to the flag after it. */
final class FlagEdits {
    private FlagEdits() {}

    /** Exactly what it was before it was disabled. */
    static Flag restore(Flag flag) {
        FlagStatus status = flag.restore();
        if (flag.status() != FlagStatus.DISABLED || status == null) {
            throw new IllegalStateException("flag " + flag.name() + " has nothing to restore: its status is "
                    + flag.status().key()
                    + (flag.status() == FlagStatus.DISABLED
                            ? " and it does not say what it was before; use enableFlag"
                            : ""));
        }
        return flag.toBuilder().status(status).restore(null).build();
    }

    /** On for everyone who is not denied: without conditions, rules and targets, which the audit trail keeps. */
    static Flag enable(Flag flag) {
        requireNoRollout(flag);
        Flag.Builder enabled = flag.toBuilder().status(FlagStatus.ENABLED).restore(null);
        if (flag.definition() instanceof Rich rich) {
            requireBoolean(flag, "enableFlag");
            return enabled.definition(rich.toBuilder()
                            .rules(List.of())
                            .targets(List.of())
                            .defaultVariant(rich.onVariant())
                            .build())
                    .build();
        }
        return enabled.conditions(JsonObject.EMPTY).build();
    }

    /** On for a share of whoever meets the conditions; in the rich form, of whoever no rule decides. */
    static Flag percentage(Flag flag, Percentage share) {
        requireNotKilled(flag);
        if (flag.definition() instanceof Rich rich) {
            requireBoolean(flag, "setRolloutPercentage");
            return flag.toBuilder()
                    .status(FlagStatus.ENABLED)
                    .definition(rich.toBuilder()
                            .defaultServe(defaultSplit(flag, rich, share))
                            .build())
                    .build();
        }
        return flag.toBuilder().percentage(share).build();
    }

    private static Split defaultSplit(Flag flag, Rich rich, Percentage share) {
        return rich.defaultSplit(share)
                .orElseThrow(() -> new IllegalStateException("flag " + flag.name() + " splits among "
                        + ((Split) rich.defaultServe()).variants()
                        + "; setRolloutPercentage needs a default that is a variant or splits \"" + rich.onVariant()
                        + "\" and \"" + rich.offVariant() + "\" only. Use update"));
    }

    /** The share that {@link #percentage} sets, or null if the flag has none. */
    static @Nullable Percentage percentageOf(Flag flag) {
        if (flag.definition() instanceof Plain plain) {
            return flag.status() == FlagStatus.PERCENTAGE ? plain.percentage() : null;
        }
        return flag.type() == FlagType.BOOLEAN
                        && flag.definition() instanceof Rich rich
                        && rich.defaultServe() instanceof Split split
                        && split.weights() != null
                ? split.weights().get(rich.onVariant())
                : null;
    }

    static Flag addUser(Flag flag, String user) {
        requireUnit("user", user);
        return flag.toBuilder().enabledUsers(with(flag.enabledUsers(), user)).build();
    }

    static Flag removeUser(Flag flag, String user) {
        return flag.toBuilder().enabledUsers(without(flag.enabledUsers(), user)).build();
    }

    static Flag addGroup(Flag flag, String group) {
        requireUnit("group", group);
        return flag.toBuilder().enabledGroups(with(flag.enabledGroups(), group)).build();
    }

    static Flag removeGroup(Flag flag, String group) {
        return flag.toBuilder()
                .enabledGroups(without(flag.enabledGroups(), group))
                .build();
    }

    /** Status, percentage and description at once, on a flag in the plain form; lists and conditions stay. */
    static Flag set(Flag flag, boolean enabled, Percentage rollout, String description) {
        if (!(flag.definition() instanceof Plain plain)) {
            throw new IllegalStateException(
                    "flag " + flag.name() + " is in the rich form; use update, or setFlag with a whole flag");
        }
        Flag described = flag.toBuilder()
                .definition(new Plain(rollout, plain.conditions()))
                .description(description)
                .build();
        if (!enabled) {
            return described.disabled();
        }
        requireNotKilled(flag);
        return described.toBuilder()
                .status(rollout.equals(Percentage.ALL) ? FlagStatus.ENABLED : FlagStatus.PERCENTAGE)
                .build();
    }

    private static void requireUnit(String name, @Nullable String unit) {
        if (unit == null || unit.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " is " + (unit == null ? "null" : "empty") + "; a name is required");
        }
    }

    private static List<String> with(List<String> list, String entry) {
        if (list.contains(entry)) {
            return list;
        }
        List<String> longer = new ArrayList<>(list);
        longer.add(entry);
        return longer;
    }

    private static List<String> without(List<String> list, String entry) {
        return list.stream().filter(e -> !e.equals(entry)).toList();
    }

    private static void requireBoolean(Flag flag, String operation) {
        if (flag.type() != FlagType.BOOLEAN) {
            throw new IllegalStateException("flag " + flag.name() + " is of type "
                    + flag.type().key() + "; " + operation + " is for boolean flags. Use update");
        }
    }

    /** What somebody turned off on purpose is turned on only by whoever means to. */
    private static void requireNotKilled(Flag flag) {
        if (flag.status() == FlagStatus.DISABLED && flag.restore() != null) {
            throw new IllegalStateException("flag " + flag.name()
                    + " was disabled on purpose; restoreFlag or enableFlag comes before a percentage");
        }
    }

    static void requireNoRollout(Flag flag) {
        if (flag.rollout() != null) {
            throw new IllegalStateException("rollout " + flag.rollout().id() + " is running on flag " + flag.name()
                    + "; promote or abort it first");
        }
    }
}
