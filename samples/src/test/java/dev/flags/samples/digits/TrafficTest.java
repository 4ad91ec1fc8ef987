package dev.flags.samples.digits;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final DigitsData data = DigitsData.load();
    private final List<Request> traffic = Traffic.over(data.requests());

    @Test
    void over_isTheSameEveryTime() {
        assertThat(Traffic.over(data.requests())).isEqualTo(traffic);
    }

    @Test
    void over_isTheSameOnEveryJdk() {
        // The last ones: each depends on all that were drawn before it.
        assertThat(traffic.stream().skip(895).map(request -> request.user() + " of " + request.tenant()))
                .containsExactly("u-101 of acme", "u-218 of globex", "u-123 of acme", "u-285 of initech");
    }

    @Test
    void over_keepsTheOrderOfTheDigits() {
        assertThat(traffic.stream().map(Request::digit)).containsExactlyElementsOf(data.requests());
    }

    @Test
    void over_numbersTheRequests() {
        assertThat(traffic.stream().map(Request::id))
                .doesNotHaveDuplicates()
                .startsWith("r-0001", "r-0002")
                .endsWith("r-0899");
    }

    @Test
    void over_drawsMostOfTheUsers() {
        assertThat(traffic.stream().map(Request::user).distinct())
                .hasSizeBetween(270, Traffic.USERS)
                .allMatch(user -> user.matches("u-[0-3][0-9][0-9]"));
    }

    @Test
    void over_givesEachUserOneTenant() {
        Map<String, Long> tenantsByUser = traffic.stream()
                .map(request -> Map.entry(request.user(), request.tenant()))
                .distinct()
                .collect(groupingBy(Map.Entry::getKey, counting()));

        assertThat(tenantsByUser.values()).containsOnly(1L);
    }

    @Test
    void over_givesEachTenantItsUsers() {
        assertThat(traffic).allSatisfy(request -> {
            int user = Integer.parseInt(request.user().substring(2));
            assertThat(request.tenant()).isEqualTo(user <= 180 ? "acme" : user <= 270 ? "globex" : "initech");
        });
    }

    @Test
    void over_hasTenantsOfUnequalSize() {
        assertThat(traffic.stream().collect(groupingBy(Request::tenant, counting())))
                .containsOnly(Map.entry("acme", 540L), Map.entry("globex", 269L), Map.entry("initech", 90L));
    }
}
