package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestCentroidTest {
    @Test
    void classify_answersTheNearestAverage() {
        List<Digit> training = new ArrayList<>(Digits.oneOfEach());
        training.add(Digits.plain(15, 9)); // moves the average of the nines from 9 to 12
        NearestCentroid model = NearestCentroid.train(training);

        assertThat(model.classify(Digits.plain(11, 0))).isEqualTo(9);
        assertThat(model.classify(Digits.plain(9, 0))).isEqualTo(8);
    }

    @Test
    void classify_ofEquallyNearAverages_answersTheSmallerDigit() {
        List<Digit> training = new ArrayList<>(Digits.oneOfEach());
        training.add(Digits.plain(11, 9)); // moves the average of the nines to 10, as far from 9 as the eights
        NearestCentroid model = NearestCentroid.train(training);

        assertThat(model.classify(Digits.plain(9, 0))).isEqualTo(8);
    }

    @Test
    void train_withoutAnImageOfADigit_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestCentroid.train(Digits.oneOfEach().subList(0, 9)))
                .withMessage("training has no image of the digit 9");
    }

    @Test
    void name_isShort() {
        assertThat(NearestCentroid.train(Digits.oneOfEach()).name()).isEqualTo("centroid");
    }
}
