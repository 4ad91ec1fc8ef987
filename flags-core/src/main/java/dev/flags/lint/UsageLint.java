package dev.flags.lint;

import dev.flags.config.Flag;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.TimeWindow;
import dev.flags.internal.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for flags and rules that have had their day, by the time and by what became of them. */
final class UsageLint {
    private final Flag flag;
    private final Findings findings;
    private final Instant now;

    UsageLint(Flag flag, Findings findings, Instant now) {
        this.flag = flag;
        this.findings = findings;
        this.now = now;
    }

    void checkTime() {
        Instant expiresAt = flag.details().expiresAt();
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            findings.add(
                    LintRule.EXPIRED_FLAG,
                    "/expires_at",
                    "was to be gone by " + expiresAt + "; take it out of the code and delete it, or move the date");
        }
        if (flag.definition() instanceof Rich rich) {
            checkEnd(
                    rich.schedule(), "/schedule/end", "the flag serves the off variant from there on; delete the flag");
            for (int i = 0; i < rich.rules().size(); i++) {
                Rule rule = rich.rules().get(i);
                checkEnd(
                        rule.window(),
                        "/rules/" + i + "/end",
                        "rule " + Quoted.of(rule.id()) + " serves nobody any more; remove it");
            }
        }
    }

    private void checkEnd(TimeWindow window, String pointer, String consequence) {
        Instant end = window.end();
        if (end != null && !now.isBefore(end)) {
            findings.add(
                    LintRule.ENDED_WINDOW, pointer, "is over since " + end + ": " + consequence + ", or move the end");
        }
    }

    /** @param isAsked whether other documents ask the flag, which is not counted */
    void checkEvaluated(Usage usage, Duration after, boolean isAsked) {
        if (!isAsked && usage.total() == 0 && hasLasted(usage.knownSince(), after)) {
            findings.add(
                    LintRule.NEVER_EVALUATED,
                    "",
                    "this process has not evaluated it since " + usage.knownSince() + "; if no other does, delete it");
        }
    }

    /** @param after how long it has to have been the same */
    void checkConstant(Usage usage, Duration after) {
        if (!hasLasted(usage.unchangedSince(), after)) {
            return;
        }
        Instant start = now.minus(after);
        Set<String> possible = ServedVariants.of(flag, start);
        if (possible.size() == 1) {
            constant("serves " + Quoted.of(possible.iterator().next()) + " to every unit, and has since " + start
                    + " or longer");
            return;
        }
        Map<String, Long> served = new HashMap<>(usage.served());
        served.values().removeIf(count -> count == 0);
        if (served.size() == 1 && usage.fallbacks() == 0 && hasLasted(usage.knownSince(), after)) {
            constant("has served " + Quoted.of(served.keySet().iterator().next()) + " at each of " + usage.total()
                    + " evaluations of this process since " + usage.knownSince());
        }
    }

    private void constant(String what) {
        findings.add(
                LintRule.CONSTANT_FLAG,
                "",
                what
                        + "; make that the code and delete the flag, or list this rule in \"lint_ignore\" if it is to stay");
    }

    private boolean hasLasted(@Nullable Instant since, Duration duration) {
        return since != null && !since.isAfter(now.minus(duration));
    }
}
