package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.rollout.Verdict.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Verdict PASS = Verdict.pass("well");
    private static final Verdict UNKNOWN = Verdict.inconclusive("who knows");
    private static final Verdict ERROR = Verdict.error("broken");
    private static final Verdict FAIL = Verdict.fail("bad");

    @Test
    void combined_isTheWorst() {
        assertThat(Verdict.combined(List.of(PASS, PASS))).isEqualTo(Result.PASS);
        assertThat(Verdict.combined(List.of(PASS, UNKNOWN))).isEqualTo(Result.INCONCLUSIVE);
        assertThat(Verdict.combined(List.of(UNKNOWN, ERROR, PASS))).isEqualTo(Result.ERROR);
        assertThat(Verdict.combined(List.of(ERROR, FAIL, PASS))).isEqualTo(Result.FAIL);
    }

    @Test
    void nothingMeasured_isInconclusive() {
        assertThat(Verdict.combined(List.of())).isEqualTo(Result.INCONCLUSIVE);
    }

    @Test
    void ofABoolean_passesOrFails() {
        assertThat(Verdict.of(true).result()).isEqualTo(Result.PASS);
        assertThat(Verdict.of(false).result()).isEqualTo(Result.FAIL);
    }
}
