package dev.flags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A pattern that takes a backtracking engine longer than anybody lives, and the texts on which it does.
 *
 * @param unit what the text repeats
 * @param end what is behind that, so that the pattern just fails, or not
 */
record EvilPattern(String pattern, String unit, String end, boolean isFound) {
    private static final int LENGTH = 20_000;
    private static final int ROUNDS = 20;
    private static final Duration LIMIT = Duration.ofMillis(50);

    private static final String FLAG = """
            {"flags": [{"name": "f", "status": "enabled", "conditions": {"a": {"matches": "%s"}}}]}
            """;

    static List<EvilPattern> all() {
        return List.of(
                new EvilPattern("(a+)+$", "a", "", true),
                new EvilPattern("(a+)+$", "a", "!", false),
                new EvilPattern("(a|aa)+$", "a", "", true),
                new EvilPattern("(a|aa)+$", "a", "!", false),
                new EvilPattern("(.*a){20}", "a", "", true),
                new EvilPattern("(.*a){20}", "b", "a".repeat(20), true),
                new EvilPattern("(.*a){20}", "b", "a".repeat(19), false),
                new EvilPattern("([a-zA-Z]+)*$", "a", "!", true),
                new EvilPattern("^([a-zA-Z]+)*$", "a", "", true),
                new EvilPattern("^([a-zA-Z]+)*$", "a", "!", false),
                new EvilPattern("^(([a-z])+.)+[A-Z]([a-z])+$", "a", "Xyz", true),
                new EvilPattern("^(([a-z])+.)+[A-Z]([a-z])+$", "a", "!", false),
                new EvilPattern("(a|a?)+$", "a", "!", true),
                new EvilPattern("^(a|a?)+$", "a", "", true),
                new EvilPattern("^(a|a?)+$", "a", "!", false));
    }

    /** Prints for each how long one answer takes on 20 000 characters: the first one, and the median of some. */
    public static void main(String[] args) {
        boolean isFast = true;
        for (EvilPattern evil : all()) {
            List<Duration> answers = evil.answers();
            Duration first = answers.get(0);
            Duration median =
                    answers.stream().sorted(Comparator.naturalOrder()).toList().get(ROUNDS / 2);
            isFast &= median.compareTo(LIMIT) < 0;
            System.out.printf(
                    "patterns: %-28s %s…%s of %d characters: %.1f ms at first, %.1f ms as a median of %d%n",
                    evil.pattern, evil.unit, evil.end, LENGTH, millis(first), millis(median), ROUNDS);
        }
        System.exit(isFast ? 0 : 1);
    }

    private List<Duration> answers() {
        Evaluator flags = flags();
        EvaluationContext context = context(LENGTH);
        List<Duration> answers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            boolean isEnabled = flags.isEnabled("f", context);
            answers.add(Duration.ofNanos(System.nanoTime() - start));
            if (isEnabled != isFound) {
                throw new IllegalStateException(this + " was answered with " + isEnabled);
            }
        }
        return answers;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** A flag f that is on where the pattern is found. */
    Evaluator flags() {
        return Configured.evaluator(FLAG.formatted(pattern));
    }

    EvaluationContext context(int length) {
        return EvaluationContext.builder("u").attribute("a", text(length)).build();
    }

    String text(int length) {
        return unit.repeat(length - end.length()) + end;
    }
}
