package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.rollout.Verdict.Result;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
    private static final Judge MAX_400 = Judge.Threshold.atMost(400);
    private static final Judge TWICE = Judge.Ratio.atMost(2);

    @ParameterizedTest
    @CsvSource({"399.9, PASS", "400, PASS", "400.1, FAIL", "-1, PASS"})
    void threshold_includesItsLimit(double value, Result result) {
        assertThat(MAX_400.judge(Measurement.of(value), NoData.HOLD).result()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"0.95, PASS", "0.949, FAIL", "2, FAIL"})
    void threshold_mayHaveTwoLimits(double value, Result result) {
        Judge judge = new Judge.Threshold(OptionalDouble.of(.95), OptionalDouble.of(1));

        assertThat(judge.judge(Measurement.of(value), NoData.HOLD).result()).isEqualTo(result);
    }

    @ParameterizedTest(name = "scenario 24: {0} times the baseline")
    @CsvSource({"1.9, PASS", "2, PASS", "2.1, FAIL"})
    void ratio_isToTheBaseline(double factor, Result result) {
        assertThat(TWICE.judge(Measurement.of(factor * 100, 100), NoData.HOLD).result())
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, PASS", "0.001, 0, FAIL", "0, 5, PASS"})
    void baselineOf0_allowsNothingElse(double value, double baseline, Result result) {
        assertThat(TWICE.judge(Measurement.of(value, baseline), NoData.HOLD).result())
                .isEqualTo(result);
    }

    @Test
    void ratioOfNegativeValues_isAnError() {
        assertThat(List.of(
                        TWICE.judge(Measurement.of(-1, 1), NoData.HOLD).result(),
                        TWICE.judge(Measurement.of(1, -1), NoData.HOLD).result()))
                .containsOnly(Result.ERROR);
    }

    @ParameterizedTest(name = "scenario 18: {0}")
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFinite_isNoData_andNeverPasses(double value) {
        for (Judge judge : List.of(MAX_400, TWICE, Judge.Threshold.atLeast(0), Judge.Ratio.atLeast(0))) {
            assertThat(judge.judge(Measurement.of(value, 1), NoData.HOLD).result())
                    .isEqualTo(Result.INCONCLUSIVE);
            assertThat(judge.judge(Measurement.of(value, 1), NoData.FAIL).result())
                    .isEqualTo(Result.FAIL);
        }
        assertThat(TWICE.judge(Measurement.of(1, value), NoData.HOLD).result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(TWICE.judge(Measurement.NO_DATA, NoData.HOLD).result()).isEqualTo(Result.INCONCLUSIVE);
    }

    @Test
    void evidence_saysWhatWasMeasuredAndWhatIsAllowed() {
        assertThat(MAX_400.judge(Measurement.of(412.5), NoData.HOLD).evidence())
                .isEqualTo("is 412.5; at most 400.0 is allowed");
        assertThat(Judge.Ratio.atLeast(.95)
                        .judge(Measurement.of(.9, 1), NoData.HOLD)
                        .evidence())
                .isEqualTo("is 0.9 with a baseline of 1.0; at least 0.95 is required, by the allowed ratio");
        assertThat(TWICE.judge(Measurement.of(1), NoData.HOLD).evidence())
                .isEqualTo("there is no value of the baseline");
        assertThat(MAX_400.judge(Measurement.of(1), NoData.HOLD).evidence()).isEqualTo("is 1.0");
    }

    @Test
    void limits_haveToMakeSense() {
        OptionalDouble none = OptionalDouble.empty();
        assertThatThrownBy(() -> new Judge.Threshold(none, none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("has neither min nor max; at least one of them is required");
        assertThatThrownBy(() -> Judge.Threshold.atMost(Double.NaN)).hasMessage("/max: is not finite: NaN");
        assertThatThrownBy(() -> new Judge.Threshold(OptionalDouble.of(2), OptionalDouble.of(1)))
                .hasMessage("/min: is above max: 2.0 > 1.0");
        assertThatThrownBy(() -> Judge.Ratio.atMost(-.5)).hasMessage("/max_ratio: is negative: -0.5");
        assertThatThrownBy(() -> Judge.Ratio.atLeast(-.5)).hasMessage("/min_ratio: is negative: -0.5");
    }
}
