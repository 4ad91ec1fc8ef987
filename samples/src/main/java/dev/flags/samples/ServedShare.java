package dev.flags.samples;

import dev.flags.config.Percentage;
import dev.flags.samples.text.TextTable;
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
    /** How many points of percent a share of some hundred answers may be from the plan's, which is not half a step. */
    private static final double MAX_POINTS = 12;

    /** One for each version of the flag that has answered, in order; those without the model at the end are one. */
    static List<ServedShare> of(String model, List<Answer> answers) {
        Map<Long, List<Answer>> byVersion = new LinkedHashMap<>();
        for (Answer answer : answers) {
            byVersion
                    .computeIfAbsent(answer.version(), version -> new ArrayList<>())
                    .add(answer);
        }
        List<ServedShare> shares = new ArrayList<>();
        byVersion.values().forEach(ofOne -> add(shares, ofOneVersion(model, ofOne)));
        return shares;
    }

    private static void add(List<ServedShare> shares, ServedShare next) {
        int last = shares.size() - 1;
        if (last >= 0 && next.ofModel == 0 && shares.get(last).ofModel == 0) {
            ServedShare before = shares.get(last);
            shares.set(last, new ServedShare(before.from, before.answers + next.answers, 0));
        } else {
            shares.add(next);
        }
    }

    private static ServedShare ofOneVersion(String model, List<Answer> answers) {
        int ofModel = (int)
                answers.stream().filter(answer -> answer.model().equals(model)).count();
        return new ServedShare(answers.get(0).at(), answers.size(), ofModel);
    }

    boolean isAbout(Percentage share) {
        return Math.abs(percent() - share.toPercent().doubleValue()) <= MAX_POINTS;
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
