package dev.flags.samples;

import dev.flags.config.Percentage;
import dev.flags.samples.digits.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much of the answers a model has given while its share was the same.
 *
 * @param from when the first of them was given
 * @param answers of all models
 * @param ofModel of the model
 */
record ServedShare(Instant from, int answers, int ofModel) {
    /** How far a share of some thousand answers may be from that of the users. */
    private static final double TOLERANCE = 5;

    /** One for each version of the flag that has answered, in order; those without the model at the end are one. */
    static List<ServedShare> of(String model, List<Answer> answers) {
        Map<Long, List<Answer>> byRevision = new LinkedHashMap<>();
        for (Answer answer : answers) {
            byRevision
                    .computeIfAbsent(answer.decision().revision(), revision -> new ArrayList<>())
                    .add(answer);
        }
        List<ServedShare> shares = new ArrayList<>();
        for (List<Answer> ofOne : byRevision.values()) {
            ServedShare share = ofOneVersion(model, ofOne);
            ServedShare last = shares.isEmpty() ? share : shares.get(shares.size() - 1);
            boolean isMore = !shares.isEmpty() && share.ofModel == 0 && last.ofModel == 0;
            if (isMore) {
                shares.set(shares.size() - 1, new ServedShare(last.from, last.answers + share.answers, 0));
            } else {
                shares.add(share);
            }
        }
        return shares;
    }

    private static ServedShare ofOneVersion(String model, List<Answer> answers) {
        int ofModel = (int)
                answers.stream().filter(answer -> answer.model().equals(model)).count();
        return new ServedShare(answers.get(0).at(), answers.size(), ofModel);
    }

    boolean isAbout(Percentage share) {
        return Math.abs(percent() - share.toPercent().doubleValue()) <= TOLERANCE;
    }

    private double percent() {
        return 100.0 * ofModel / answers;
    }

    /** @param start what times are counted from */
    static String table(Instant start, List<ServedShare> shares, String model) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("after", "answers", "of " + model));
        shares.forEach(share -> rows.add(List.of(
                Times.seconds(Duration.between(start, share.from)),
                Integer.toString(share.answers),
                String.format(Locale.ROOT, "%.1f %%", share.percent()))));
        return TextTable.format(0, rows);
    }
}
