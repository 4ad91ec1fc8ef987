package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {

    /** ln of the tail where a double has none: mpmath 1.3, log(erfc(z/sqrt(2))/2) with 50 digits. */
    @ParameterizedTest
    @CsvSource({"40, -804.60844201375378817", "1000, -500007.82669481181825", "1e100, -5e199"})
    void normalTail_isALogarithmWhereItUnderflows(double z, double lnTail) {
        assertThat(Normal.survival(z)).isZero();
        assertThat(Normal.lnSurvival(z)).isCloseTo(lnTail, within(Math.abs(lnTail) * 1e-13));
        assertThat(Normal.lnCdf(-z)).isEqualTo(Normal.lnSurvival(z));
    }

    @Test
    void normal_atItsEnds() {
        assertThat(Normal.lnSurvival(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Normal.lnSurvival(Double.POSITIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Normal.upperQuantile(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Normal.upperQuantile(0.5)).isZero();
        assertThat(Normal.survival(Double.NaN)).isNaN();
        assertThatThrownBy(() -> Normal.upperQuantile(1.5)).hasMessage("upperTail is not in [0, 1]: 1.5");
        assertThatThrownBy(() -> Normal.upperQuantile(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void student_withInfinitelyManyDegreesOfFreedom_isNormal() {
        double infinite = Double.POSITIVE_INFINITY;

        assertThat(StudentT.survival(2, infinite)).isEqualTo(Normal.survival(2));
        assertThat(StudentT.lnSurvival(50, infinite)).isEqualTo(Normal.lnSurvival(50));
        assertThat(StudentT.upperQuantile(0.025, infinite)).isEqualTo(Normal.upperQuantile(0.025));
        assertThat(StudentT.upperQuantile(0.025, 1e15)).isCloseTo(Normal.upperQuantile(0.025), within(1e-13));
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1e-40", "1, 1e-15", "2, 1e-200", "2.5, 0.025", "30, 1e-250", "1e7, 0.4", "3, 0.75"})
    void studentQuantile_isTheInverseOfTheTail(double df, double tail) {
        double t = StudentT.upperQuantile(tail, df);

        assertThat(StudentT.lnSurvival(t, df)).isCloseTo(Math.log(tail), within(1e-12));
    }

    @Test
    void studentTail_farOut_fallsByAPower() {
        // P(T > t) ~ c/t² for two degrees of freedom, here with t² beyond the range of double.
        double fall = StudentT.lnSurvival(1e170, 2) - StudentT.lnSurvival(1e171, 2);

        assertThat(fall).isCloseTo(2 * Math.log(10), within(1e-9));
        assertThat(StudentT.survival(1e-9, 1)).isCloseTo(0.5 - 1e-9 / Math.PI, within(1e-16));
        assertThat(StudentT.survival(1e166, 0.3) / StudentT.survival(1e176, 0.3))
                .isCloseTo(1000, within(1e-6));
        assertThat(StudentT.survival(-1e166, 0.3)).isEqualTo(1);
        assertThat(StudentT.upperQuantile(1e-300, 0.3)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> StudentT.survival(1, 0)).hasMessage("df is not above 0: 0.0");
        assertThatThrownBy(() -> StudentT.upperQuantile(0.1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StudentT.upperQuantile(0, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * mpmath 1.3 with 60 digits: with {@code x = df/(df+t**2), a = df/2, b = 0.5},
     * {@code a*log(x) + b*log(1-x) - log(a*beta(a,b)) + log(hyp2f1(a+b,1,a+1,x)) - log(2)}.
     */
    @ParameterizedTest
    @CsvSource({
        "1e10, 100, -2075.5506072791781659",
        "60, 2000, -1034.1182928762434159",
        "200, 301.5, -741.74804619511333865"
    })
    void studentTail_isALogarithmWhereItUnderflows(double t, double df, double lnTail) {
        assertThat(StudentT.lnSurvival(t, df)).isCloseTo(lnTail, within(1e-11));
    }

    /** As for Student's, without {@code log(2)}. */
    @ParameterizedTest
    @CsvSource({
        "0.001, 200, 300, -1049.1669195546829719",
        "0.25, 4000, 6000, -545.49461372725827208",
        "0.3, 20000, 30000.5, -1133.7841728046223521"
    })
    void betaTail_isALogarithmWhereItUnderflows(double x, double a, double b, double lnBelow) {
        assertThat(Beta.lnCdf(x, 1 - x, a, b)).isCloseTo(lnBelow, within(1e-9));
    }

    /** mpmath 1.3: {@code log(gammainc(df/2, x/2, inf, regularized=True))}. */
    @ParameterizedTest
    @CsvSource({
        "3000, 50, -1379.2513217271865431",
        "2500, 1, -1254.1382139588599559",
        "5000, 700.5, -1467.0325615005617192"
    })
    void chiSquareTail_isALogarithmWhereItUnderflows(double x, double df, double lnTail) {
        assertThat(ChiSquare.lnSurvival(x, df)).isCloseTo(lnTail, within(1e-11));
    }

    @Test
    void chiSquare_with2DegreesOfFreedom_isExponential() {
        assertThat(ChiSquare.lnSurvival(5000, 2)).isCloseTo(-2500, within(1e-9));
        assertThat(ChiSquare.lnSurvival(1e-12, 2)).isCloseTo(-5e-13, within(1e-25));
        assertThat(ChiSquare.survival(0, 3)).isEqualTo(1);
        assertThatThrownBy(() -> ChiSquare.cdf(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void beta_withOneShape1_isAPower() {
        assertThat(Beta.cdf(0.3, 7, 1)).isCloseTo(Math.pow(0.3, 7), within(1e-17));
        assertThat(Beta.lnCdf(1e-50, 1, 8, 1)).isCloseTo(8 * Math.log(1e-50), within(1e-9));
        assertThat(Beta.quantile(0, 2, 3)).isZero();
        assertThat(Beta.quantile(1, 2, 3)).isEqualTo(1);
        assertThat(Beta.quantile(1e-200, 4, 1)).isCloseTo(1e-50, within(1e-59));
        assertThatThrownBy(() -> Beta.cdf(2, 1, 1)).hasMessage("x is not in [0, 1]: 2.0");
        assertThatThrownBy(() -> Beta.survival(0.5, 0, 1)).hasMessage("a is not finite and above 0: 0.0");
    }
}
