package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Condition;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutPlansTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void canary_isTheMainLadder() {
        RolloutPlan plan = RolloutPlans.canary().build();

        assertThat(shares(plan)).containsExactly("1 %", "5 %", "10 %", "25 %", "50 %", "100 %");
        assertThat(bakes(plan)).containsOnly(Duration.ofMinutes(5));
    }

    @Test
    void otherLadders_areAsTheirTeamsHaveThem() {
        RolloutPlan quick = RolloutPlans.quickCanary().build();

        assertThat(shares(RolloutPlans.hourlyCanary().build())).containsExactly("10 %", "50 %", "100 %");
        assertThat(bakes(RolloutPlans.hourlyCanary().build())).containsOnly(HOUR);
        assertThat(shares(quick)).containsExactly("10 %", "100 %");
        assertThat(bakes(quick)).containsExactly(Duration.ofMinutes(15), Duration.ZERO);
        assertThat(quick.soak()).isEqualTo(HOUR);
        assertThat(shares(RolloutPlans.gray(HOUR).build())).containsExactly("1 %", "5 %", "25 %", "50 %", "100 %");
        assertThat(shares(RolloutPlans.release(Percentage.ofPercent(10)).build()))
                .containsExactly("10 %", "100 %");
        assertThat(shares(RolloutPlans.ring(HOUR).build())).containsExactly("1 %", "10 %", "100 %");
        assertThat(RolloutPlans.ring(HOUR).build().stages())
                .extracting(Stage::name)
                .containsExactly("internal", "beta", "production");
    }

    @Test
    void blueGreen_startsWithoutTraffic() {
        RolloutPlan plan = RolloutPlans.blueGreen(HOUR)
                .analyses(Analysis.validation("smoke").build())
                .build();

        assertThat(shares(plan)).containsExactly("0 %", "100 %");
        assertThat(plan.strategy()).isEqualTo(RolloutStrategy.BLUE_GREEN);
    }

    @Test
    void groups_comeInOneAfterTheOther() {
        Map<String, Condition> groups = new LinkedHashMap<>();
        groups.put("internal", Condition.segment("staff"));
        groups.put("beta", Condition.segment("volunteers"));

        RolloutPlan plan = RolloutPlans.groups(HOUR, groups).build();

        assertThat(plan.stages()).extracting(Stage::name).containsExactly("internal", "beta", "everybody");
        assertThat(plan.stages())
                .extracting(Stage::group)
                .containsExactly(Condition.segment("staff"), Condition.segment("volunteers"), null);
        assertThat(shares(plan)).containsOnly("100 %");
    }

    @Test
    void direct_hasAReason() {
        RolloutPlan plan = RolloutPlans.direct("the old model leaks memory").build();

        assertThat(shares(plan)).containsExactly("100 %");
        assertThat(plan.reason()).isEqualTo("the old model leaks memory");
    }

    private static List<String> shares(RolloutPlan plan) {
        return plan.stages().stream().map(stage -> stage.share().toString()).toList();
    }

    private static List<Duration> bakes(RolloutPlan plan) {
        return plan.stages().stream().map(Stage::bake).toList();
    }
}
