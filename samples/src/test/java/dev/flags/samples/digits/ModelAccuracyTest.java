package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The story of the sample holds only if the new model is really better, on digits that it has not seen. */
class ModelAccuracyTest {
    private final DigitsData data = DigitsData.load();

    @Test
    void centroid_isRightNineTimesInTen() {
        assertThat(accuracy(NearestCentroid.train(data.training()))).isBetween(0.88, 0.92);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void neighbours_areClearlyBetter(int k) {
        double old = accuracy(NearestCentroid.train(data.training()));

        assertThat(accuracy(KNearestNeighbours.train(k, data.training())))
                .isGreaterThan(0.97)
                .isGreaterThan(old + 0.05);
    }

    private double accuracy(Classifier model) {
        long correct = data.requests().stream()
                .filter(digit -> model.classify(digit) == digit.label())
                .count();
        return (double) correct / data.requests().size();
    }
}
