package dev.flags.benchmarks;

import dev.flags.benchmarks.Contender.Answers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Refuses to measure what gives wrong answers. */
public final class AnswerCheck {
    /** Of 1 024 users, 50 % are within this of a half in all but one of a million cases. */
    private static final double TOLERANCE = 0.08;

    private AnswerCheck() {}

    /**
     * Opens a contender, looks at its answers and closes it.
     *
     * @param document where its flags are written to; the name ends in .json
     * @throws IllegalStateException if they are not those of the workload
     */
    public static void check(Contender contender, Workload workload, Path document) throws Exception {
        Session session = contender.open(workload, document);
        try {
            check(session.question(), contender, workload);
        } finally {
            session.resources().close();
        }
    }

    /**
     * Asks, and looks at the answers as far as they are to be right.
     *
     * @throws IllegalStateException if they are not those of the workload
     */
    static void check(Question question, Contender contender, Workload workload) {
        if (contender.answers() == Answers.ANY) {
            return;
        }
        Map<Object, Integer> counts = new HashMap<>();
        int turns = workload == Workload.START ? 1 : Math.max(Users.ASKING, workload.flags());
        for (int turn = 0; turn < turns; turn++) {
            Object answer = question.ask(turn);
            counts.merge(answer, 1, Integer::sum);
            if (contender.answers() == Answers.RIGHT && !answer.equals(question.ask(turn))) {
                throw new IllegalStateException(workload + ": not the same answer twice");
            }
        }
        switch (workload) {
            case W1, W6_HIT -> requireAll(workload, counts, true);
            case W5, W6_MISS -> requireAll(workload, counts, false);
            case START -> requireOne(counts);
            case W2, W3, W3B, W8_1K, W8_10K -> {
                requireShare(workload, counts, true, 0.5);
                requireShare(workload, counts, false, 0.5);
            }
            case W4 -> {
                for (String variant : Variants.NAMES) {
                    requireShare(workload, counts, variant, 0.25);
                }
            }
        }
    }

    private static void requireOne(Map<Object, Integer> counts) {
        if (!Set.of(true).equals(counts.keySet()) && !Set.of(false).equals(counts.keySet())) {
            throw new IllegalStateException(Workload.START + ": neither on nor off: " + counts);
        }
    }

    private static void requireAll(Workload workload, Map<Object, Integer> counts, Object wanted) {
        requireShare(workload, counts, wanted, 1);
    }

    private static void requireShare(Workload workload, Map<Object, Integer> counts, Object answer, double share) {
        int turns = counts.values().stream().mapToInt(Integer::intValue).sum();
        double seen = counts.getOrDefault(answer, 0) / (double) turns;
        if (Math.abs(seen - share) > (share == 1 ? 0 : TOLERANCE)) {
            throw new IllegalStateException(workload + ": " + answer + " has a share of " + seen + ", and not " + share
                    + "; all answers: " + counts);
        }
    }
}
