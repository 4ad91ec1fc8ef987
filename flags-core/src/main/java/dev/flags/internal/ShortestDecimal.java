package dev.flags.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The decimal number that a double stands for: the shortest one that reads back as it, the nearest of them if there are
 * several, of two digits at least. This is what {@link Double#toString(double)} promises since JDK 19. Earlier JDKs print
 * some doubles longer (JDK-4511638): 17 shows 5.586E21 as 5.585999999999999E21, with which a flag would take the
 * attribute 5586e18 to differ from the operand 5586e18, and two JDKs in one fleet would disagree.
 */
final class ShortestDecimal {
    /** Enough to tell any two doubles apart. */
    private static final int MAX_DIGITS = 17;

    private ShortestDecimal() {}

    /** @param value finite */
    static BigDecimal of(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 2; digits < MAX_DIGITS; digits++) {
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (nearest.doubleValue() == value) {
                return nearest;
            }
            // At a power of two the neighbours are not equally far, and the decimal on the wider side may be the one.
            BigDecimal outward = exact.round(new MathContext(digits, RoundingMode.UP));
            if (outward.doubleValue() == value) {
                return outward;
            }
        }
        return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
    }
}
