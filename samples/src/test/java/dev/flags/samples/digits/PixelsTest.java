package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelsTest {
    @Test
    void of_copiesTheInk() {
        byte[] ink = new byte[Pixels.COUNT];
        Pixels pixels = Pixels.of(ink);

        ink[0] = 5;

        assertThat(pixels.at(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void of_tooFewOrTooManyValues_isRefused(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pixels.of(new byte[count]))
                .withMessage("expected 64 pixels, found " + count);
    }

    @ParameterizedTest
    @ValueSource(bytes = {-1, 17})
    void of_aValueOutOfRange_isRefused(byte value) {
        byte[] ink = new byte[Pixels.COUNT];
        ink[63] = value;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pixels.of(ink))
                .withMessage("pixel 64 not in [0, 16]: " + value);
    }

    @Test
    void squaredDistanceTo_sumsOverAllPlaces() {
        assertThat(plain(2).squaredDistanceTo(plain(5))).isEqualTo(64 * 9);
    }

    @Test
    void equals_comparesTheInk() {
        assertThat(plain(3))
                .isEqualTo(plain(3))
                .hasSameHashCodeAs(plain(3))
                .isNotEqualTo(plain(4))
                .isNotEqualTo("an image");
    }

    @Test
    void toString_listsTheInk() {
        assertThat(plain(3)).asString().startsWith("[3, 3, ").endsWith(", 3]");
    }

    private static Pixels plain(int ink) {
        return Digits.plain(ink, 0).pixels();
    }
}
