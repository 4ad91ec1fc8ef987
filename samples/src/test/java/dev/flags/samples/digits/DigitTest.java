package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 10})
    void constructor_withALabelOutOfRange_isRefused(int label) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digits.plain(0, label))
                .withMessage("label not in [0, 9]: " + label);
    }
}
