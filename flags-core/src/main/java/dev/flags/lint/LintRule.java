package dev.flags.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a finding is about. Each has a {@link #key}, by which a document can say that it does not want to hear of it. */
public enum LintRule {
    /** What the configuration format does not allow: the document, or the file, is refused. Cannot be ignored. */
    FORMAT_ERROR(Severity.ERROR, false),
    /** What reading warns of, such as a member that nobody knows, or a percentage that is finer than the scale. */
    FORMAT_WARNING(Severity.WARNING, false),
    /** A rule or a rollout that never serves: its condition cannot hold, or what comes before it leaves nobody over. */
    UNREACHABLE_RULE(Severity.WARNING, true),
    /** A rule or a rollout that never serves: rules or lists before it decide everybody whom it is for. */
    SHADOWED_RULE(Severity.WARNING, true),
    /** A condition, or a part of one, that holds for everybody. */
    ALWAYS_TRUE(Severity.WARNING, true),
    /** A condition, or a part of one, that holds for nobody. */
    ALWAYS_FALSE(Severity.WARNING, true),
    /** Conditions that hold together only where an attribute is an array, by different elements of it. */
    ARRAYS_ONLY(Severity.WARNING, true),
    /** A segment that nobody is in. */
    EMPTY_SEGMENT(Severity.WARNING, true),
    /** A segment that no flag and no segment refers to. */
    UNUSED_SEGMENT(Severity.WARNING, false),
    /** A layer that no split is in. */
    UNUSED_LAYER(Severity.WARNING, false),
    /** Slots that a layer keeps for a flag that has no split in it. */
    UNUSED_SLOTS(Severity.WARNING, false),
    /** A split in a layer that has no slots for its flag, so that it serves nobody. */
    LAYER_WITHOUT_SLOTS(Severity.WARNING, true),
    /** Splits, or layers, that are meant to be independent and divide the same units in the same way. */
    SHARED_SALT(Severity.WARNING, true),
    /** A flag that divides units in a layer, and others outside of its slots. */
    ASSIGNED_OUTSIDE_LAYER(Severity.WARNING, true),
    /** A default that is split and leaves units over, which get the off variant. */
    GAP_IN_DEFAULT(Severity.INFORMATION, false),
    /** A rule, or a schedule, whose time is over. */
    ENDED_WINDOW(Severity.WARNING, false),
    /** A flag that was to be gone by now. */
    EXPIRED_FLAG(Severity.WARNING, false),
    /** A flag that a process has known for long and never evaluated. */
    NEVER_EVALUATED(Severity.WARNING, false),
    /** A flag that has been served everybody the same for long. */
    CONSTANT_FLAG(Severity.WARNING, false),
    /** An entry of {@code lint_ignore} that names no rule. */
    UNKNOWN_LINT_RULE(Severity.WARNING, true);

    /** How much a finding matters. */
    public enum Severity {
        /** The document is refused. */
        ERROR,
        /** Most likely a mistake, or something to clear away. */
        WARNING,
        /** May well be meant. */
        INFORMATION
    }

    private final Severity severity;
    private final boolean isLogged;

    LintRule(Severity severity, boolean isLogged) {
        this.severity = severity;
        this.isLogged = isLogged;
    }

    /** The name in {@code lint_ignore} and in messages, such as {@code unreachable-rule}. Never changes. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return severity;
    }

    /**
     * Whether a manager logs findings when it loads a configuration. It does not log what depends on the time or on use, nor
     * what is normal between two changes that belong together, nor what it logs as a problem already.
     */
    public boolean isLogged() {
        return isLogged;
    }

    /** Whether a document, or a linter, may leave this out. */
    boolean isIgnorable() {
        return this != FORMAT_ERROR;
    }

    static List<String> ignorableKeys() {
        return Arrays.stream(values())
                .filter(LintRule::isIgnorable)
                .map(LintRule::key)
                .toList();
    }

    static Optional<LintRule> ofIgnorableKey(String key) {
        return Arrays.stream(values())
                .filter(rule -> rule.isIgnorable() && rule.key().equals(key))
                .findFirst();
    }
}
