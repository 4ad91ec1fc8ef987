package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExactNumberProperties {
    private static final Pattern JSON = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final String ALPHABET = "0159.eE+-x ";

    @Property
    void compare_long_agreesWithBigDecimal(@ForAll("literals") String literal, @ForAll long any) {
        ExactNumber number = ExactNumber.parse(literal);
        long near = new BigDecimal(literal).longValue();
        for (long candidate : new long[] {any, near - 1, near, near + 1}) {
            int expected = BigDecimal.valueOf(candidate).compareTo(new BigDecimal(literal));
            assertThat(number.compare(candidate))
                    .as("%d to %s", candidate, literal)
                    .isEqualTo(expected);
            assertThat(number.compareUnknown(candidate)).isEqualTo(expected);
        }
    }

    @Property
    void compare_double_agreesWithBigDecimal(@ForAll("literals") String literal, @ForAll("doubles") double any) {
        ExactNumber number = ExactNumber.parse(literal);
        double near = Double.parseDouble(literal);
        for (double candidate : new double[] {any, Math.nextDown(near), near, Math.nextUp(near)}) {
            if (Double.isFinite(candidate)) {
                int expected = naiveShortest(candidate).compareTo(new BigDecimal(literal));
                assertThat(number.compare(candidate))
                        .as("%s to %s", candidate, literal)
                        .isEqualTo(expected);
            }
        }
    }

    @Property
    void compare_bigDecimal_agreesWithBigDecimal(@ForAll("literals") String literal, @ForAll("literals") String other) {
        BigDecimal candidate = new BigDecimal(other);
        int expected = candidate.compareTo(new BigDecimal(literal));
        assertThat(ExactNumber.parse(literal).compare(candidate)).isEqualTo(expected);
        assertThat(ExactNumber.parse(literal).equals(ExactNumber.parse(other))).isEqualTo(expected == 0);
    }

    /** The promise to whoever writes the same number into the configuration and into the program. */
    @Property(tries = 5_000)
    void compare_doubleReadFromTheSameDigits_isEqual(
            @ForAll("significands") long significand, @ForAll("exponents") int exponent) {
        String literal = significand + "e" + exponent;
        assertThat(ExactNumber.parse(literal).compare(Double.parseDouble(literal)))
                .isZero();
    }

    @Property(tries = 5_000)
    void shortestDecimal_readsBackAndIsWhatTheNaiveSearchFinds(@ForAll("doubles") double value) {
        BigDecimal shortest = ShortestDecimal.of(value);
        assertThat(shortest.doubleValue()).isEqualTo(value == 0 ? 0.0 : value);
        assertThat(shortest).isEqualByComparingTo(naiveShortest(value));
    }

    @Property(tries = 5_000)
    void literals_areJsonNumbers(@ForAll("nearlyLiterals") String literal) {
        if (JSON.matcher(literal).matches() && literal.length() <= 64 && !literal.matches(".*[eE][+-]?[0-9]{3,}")) {
            assertThat(ExactNumber.parse(literal).value()).isEqualTo(new BigDecimal(literal));
        } else if (!JSON.matcher(literal).matches()) {
            assertThatThrownBy(() -> ExactNumber.parse(literal)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void garbage_isIncomparable(@ForAll("nearlyLiterals") String text) {
        assertThat(ExactNumber.parse("1").compareUnknown(text)).isEqualTo(Relation.INCOMPARABLE);
    }

    @Provide
    Arbitrary<Long> significands() {
        return Arbitraries.longs().between(-999_999_999_999_999L, 999_999_999_999_999L);
    }

    @Provide
    Arbitrary<Integer> exponents() {
        return Arbitraries.integers().between(-300, 290);
    }

    @Provide
    Arbitrary<Double> doubles() {
        Arbitrary<Double> bits =
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
        Arbitrary<Double> powersOfTwo =
                Arbitraries.integers().between(-1074, 1023).map(e -> Math.scalb(1.0, e));
        Arbitrary<Double> edges = Arbitraries.of(0.0, -0.0, 0.1, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE);
        return Arbitraries.oneOf(bits, powersOfTwo, edges, Arbitraries.longs().map(Long::doubleValue));
    }

    @Provide
    Arbitrary<String> literals() {
        Arbitrary<String> plain = Arbitraries.bigDecimals().ofScale(6).map(BigDecimal::toPlainString);
        Arbitrary<String> printed = doubles().map(d -> Double.toString(d));
        Arbitrary<String> exact = Arbitraries.integers()
                .between(-80, 80)
                .flatMap(e -> Arbitraries.longs()
                        .map(bits -> new BigDecimal(Math.scalb((double) (bits >> 11), e - 52))
                                .round(new MathContext(40))
                                .toString()));
        Arbitrary<String> longs = Combinators.combine(
                        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE)),
                        Arbitraries.of("", ".0", ".5", "0", ".000000001", "e3", "e-3"))
                .as((digits, suffix) -> digits + suffix);
        return Arbitraries.oneOf(plain, printed, exact, longs)
                .filter(literal ->
                        literal.length() <= 64 && JSON.matcher(literal).matches());
    }

    @Provide
    Arbitrary<String> nearlyLiterals() {
        return Arbitraries.oneOf(Garbage.texts(), Garbage.of(ALPHABET, 10), Garbage.mutated(literals(), ALPHABET));
    }

    /** The specification of Double.toString in JDK 19, by trying every decimal around the double, shortest first, even digit first. */
    private static BigDecimal naiveShortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        return IntStream.rangeClosed(2, 17)
                .mapToObj(digits -> around(exact, digits)
                        .filter(decimal -> Double.parseDouble(decimal.toString()) == value)
                        .min(Comparator.comparing((BigDecimal decimal) ->
                                        decimal.subtract(exact).abs())
                                .thenComparing(
                                        decimal -> decimal.unscaledValue().testBit(0))))
                .flatMap(found -> found.stream())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<BigDecimal> around(BigDecimal exact, int digits) {
        BigDecimal nearest = exact.round(new MathContext(digits));
        return IntStream.rangeClosed(-3, 3)
                .mapToObj(steps -> nearest.add(nearest.ulp().multiply(BigDecimal.valueOf(steps))));
    }
}
