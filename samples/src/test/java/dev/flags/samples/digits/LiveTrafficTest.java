package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveTrafficTest {
    private static final int MANY = 60_000;

    private final List<Digit> digits = DigitsData.load().requests();

    @Test
    void next_comesFromEachUserAndHasEachDigit_soonerOrLater() {
        List<Request> requests = first(MANY);

        assertThat(requests.stream().map(Request::user).distinct().sorted().toList())
                .isEqualTo(LiveTraffic.users());
        assertThat(requests.stream().map(Request::digit).distinct()).containsExactlyInAnyOrderElementsOf(digits);
        assertThat(requests.stream().map(Request::id)).doesNotHaveDuplicates();
    }

    @Test
    void next_isTheSameInEveryRun() {
        assertThat(first(100)).isEqualTo(first(100));
    }

    private List<Request> first(int count) {
        LiveTraffic traffic = new LiveTraffic(digits);
        return Stream.generate(traffic::next).limit(count).toList();
    }
}
