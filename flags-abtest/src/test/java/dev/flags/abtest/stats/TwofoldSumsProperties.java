package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against exact arithmetic, with values of all sizes. */
class TwofoldSumsProperties {
    /** Of each addition. */
    private static final BigDecimal ROUNDING =
            BigDecimal.ONE.divide(BigDecimal.valueOf(2).pow(102));

    @Property
    void sums_areOffByTheirRoundingOnly(@ForAll("rows") double[][] rows, @ForAll("row") double[] pivot) {
        double[] sums = new double[TwofoldSums.length(2)];
        for (double[] row : rows) {
            TwofoldSums.add(sums, 0, pivot, row, 1);
        }

        for (int i = 0; i < 2; i++) {
            assertClose(sums, TwofoldSums.sum(i), rows, pivot, new int[] {i});
            for (int j = 0; j < 2; j++) {
                assertClose(sums, TwofoldSums.product(2, i, j), rows, pivot, new int[] {i, j});
            }
        }
    }

    /** However they are added. */
    @Property
    void oneVariable_isARowOfOne(@ForAll("rows") double[][] rows, @ForAll("row") double[] pivot) {
        double[] ofValues = new double[TwofoldSums.length(1)];
        double[] ofRows = new double[TwofoldSums.length(1)];
        for (double[] row : rows) {
            TwofoldSums.add(ofValues, 0, pivot[0], row[0], 1);
            TwofoldSums.add(ofValues, 0, pivot[0], row[1], -1);
            TwofoldSums.add(ofRows, 0, new double[] {pivot[0]}, new double[] {row[0]}, 1);
            TwofoldSums.add(ofRows, 0, new double[] {pivot[0]}, new double[] {row[1]}, -1);
        }

        assertThat(ofValues).isEqualTo(ofRows);
    }

    private static void assertClose(double[] sums, int at, double[][] rows, double[] pivot, int[] factors) {
        BigDecimal expected = BigDecimal.ZERO;
        BigDecimal size = BigDecimal.ZERO;
        for (double[] row : rows) {
            BigDecimal term = BigDecimal.ONE;
            for (int variable : factors) {
                term = term.multiply(new BigDecimal(row[variable]).subtract(new BigDecimal(pivot[variable])));
            }
            expected = expected.add(term);
            size = size.add(term.abs());
        }
        BigDecimal got = new BigDecimal(sums[at]).add(new BigDecimal(sums[at + 1]));
        assertThat(got.subtract(expected).abs())
                .isLessThanOrEqualTo(size.multiply(ROUNDING).multiply(BigDecimal.valueOf(rows.length)));
    }

    @Provide
    Arbitrary<double[][]> rows() {
        return row().array(double[][].class).ofMinSize(1).ofMaxSize(30);
    }

    @Provide
    Arbitrary<double[]> row() {
        return Combinators.combine(value(), value()).as((x, y) -> new double[] {x, y});
    }

    private static Arbitrary<Double> value() {
        return Combinators.combine(
                        Arbitraries.doubles().between(-1, 1).ofScale(15),
                        Arbitraries.integers().between(-30, 30))
                .as((digits, exponent) -> Math.scalb(digits, exponent) / 3);
    }
}
