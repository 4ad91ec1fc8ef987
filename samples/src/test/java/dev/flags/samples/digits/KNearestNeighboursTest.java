package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KNearestNeighboursTest {
    private static final Digit ASKED = Digits.plain(8, 0);

    @Test
    void classify_answersTheMajorityOfTheNearest() {
        List<Digit> training =
                List.of(Digits.plain(8, 1), Digits.plain(7, 2), Digits.plain(10, 2), Digits.plain(12, 1));

        assertThat(KNearestNeighbours.train(3, training).classify(ASKED)).isEqualTo(2);
    }

    @Test
    void classify_withEqualVotes_answersTheNearest() {
        List<Digit> training = List.of(Digits.plain(11, 1), Digits.plain(10, 3), Digits.plain(7, 2));

        assertThat(KNearestNeighbours.train(3, training).classify(ASKED)).isEqualTo(2);
    }

    @Test
    void classify_ofEquallyNearImages_answersTheFirstInTraining() {
        List<Digit> training = List.of(Digits.plain(9, 5), Digits.plain(7, 2));

        assertThat(KNearestNeighbours.train(1, training).classify(ASKED)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11})
    void train_withKOutOfRange_isRefused(int k) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KNearestNeighbours.train(k, Digits.oneOfEach()))
                .withMessage("k not in [1, 10]: " + k);
    }

    @Test
    void name_tellsK() {
        assertThat(KNearestNeighbours.train(3, Digits.oneOfEach()).name()).isEqualTo("knn-3");
    }
}
