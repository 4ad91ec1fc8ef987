package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShuffledPixelsTest {
    private final DigitsData data = DigitsData.load();
    private final Classifier good = KNearestNeighbours.train(3, data.training());

    @Test
    void classify_isWrongMostOfTheTime_thoughTheModelIsGood() {
        assertThat(accuracy(good)).isGreaterThan(0.95);
        assertThat(accuracy(ShuffledPixels.before(good))).isLessThan(0.2);
    }

    @Test
    void classify_mixesThePixelsUpInTheSameWayEachTime() {
        Digit digit = data.requests().get(0);

        assertThat(ShuffledPixels.before(good).classify(digit))
                .isEqualTo(ShuffledPixels.before(good).classify(digit));
    }

    private double accuracy(Classifier model) {
        List<Digit> digits = data.requests();
        return (double) digits.stream()
                        .filter(digit -> model.classify(digit) == digit.label())
                        .count()
                / digits.size();
    }
}
