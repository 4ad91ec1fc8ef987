package dev.flags.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of the documentation, decided by hand; for the slots see {@link NaiveEvaluatorTest}. */
class NaiveExampleTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static final String EXAMPLE = """
            {"flags": [
              {"name": "new_ner_model", "status": "percentage", "rollout_percentage": 10, "enabled_users": ["alice"], "enabled_groups": ["beta"],
               "conditions": {"country": ["de", "fr"], "age": {"gte": 18}}},
              {"name": "greeting", "type": "string", "status": "enabled", "variants": {"formal": "Good day", "casual": "Hi", "none": ""}, "off_variant": "none",
               "targets": [{"variant": "formal", "units": ["ceo"]}],
               "rules": [
                 {"id": "pro", "when": {"all": [{"attribute": "plan", "op": "in", "values": ["pro", "team"]},
                                                {"not": {"attribute": "country", "op": "equals", "values": ["us"]}}]}, "serve": "formal"},
                 {"id": "new-app", "when": {"attribute": "app_version", "op": "semver_gte", "values": ["2.3.0"]}, "start": "2026-12-01T00:00:00Z",
                  "serve": {"bucket_by": ["user", "session"], "weights": {"formal": 20, "casual": 80}}}],
               "default": "casual"},
              {"name": "new_checkout", "status": "percentage", "rollout_percentage": 0,
               "rollout": {"id": "r-17", "baseline": "off", "candidate": "on", "serve": {"ranges": [["on", 0, 10000], ["off", 50000, 60000]]}}},
              {"name": "exp_button", "type": "string", "status": "enabled", "variants": {"control": "blue", "treatment": "green"}, "off_variant": "control",
               "rules": [{"id": "exp", "serve": {"layer": "checkout_layer", "weights": {"control": 50, "treatment": 50},
                                                 "ranges": [["control", 0, 50000], ["treatment", 50000, 100000]]}}], "default": "control"},
              {"name": "one_click_pay", "status": "enabled", "requires": [{"flag": "new_checkout", "variants": ["on"]}],
               "rules": [{"id": "big", "when": {"segment": "big_spenders"}, "serve": "on"}], "default": "off"},
              {"name": "risky_model", "status": "enabled", "denied": [{"units": ["u17", "u42"], "until": "2026-12-24T00:00:00Z", "by": "rollback:rb-3"}]}],
             "segments": [{"name": "big_spenders", "included": ["alice"], "excluded": ["bob"], "when": {"attribute": "orders", "op": "gte", "values": [10]}}],
             "layers": [{"name": "checkout_layer", "slots": {"exp_button": [[0, 20000]], "$holdout": [[95000, 100000]]}}],
             "revision": 42}
            """;

    @Test
    void newNerModel_enabledUserComesBeforeConditions() {
        assertAnswer(example("new_ner_model", Map.of("user", "alice"), NOW), "on", "TARGETING_MATCH", "enabled_users");
    }

    @Test
    void newNerModel_enabledGroup() {
        Map<String, Object> context = Map.of("user", "zoe", "groups", List.of("x", "beta"));
        assertAnswer(example("new_ner_model", context, NOW), "on", "TARGETING_MATCH", "enabled_groups");
    }

    @Test
    void newNerModel_conditionsNotMet() {
        Map<String, Object> minor = Map.of("user", "v2", "country", "de", "age", 17L);
        assertAnswer(example("new_ner_model", minor, NOW), "off", "DEFAULT", null);
        assertAnswer(example("new_ner_model", Map.of("user", "v2", "age", 18), NOW), "off", "DEFAULT", null);
    }

    @Test
    void newNerModel_firstTenPercent() {
        // Slots 7420 and 65441.
        assertAnswer(
                example("new_ner_model", Map.of("user", "v2", "country", "de", "age", 18.0), NOW), "on", "SPLIT", null);
        assertAnswer(
                example("new_ner_model", Map.of("user", "zoe", "country", "fr", "age", 80), NOW), "off", "SPLIT", null);
    }

    @Test
    void greeting_target() {
        assertAnswer(
                example("greeting", Map.of("user", "ceo", "plan", "pro"), NOW), "formal", "TARGETING_MATCH", "targets");
    }

    @Test
    void greeting_rulePro_missingCountryIsNotTheUs() {
        NaiveAnswer answer = example("greeting", Map.of("user", "bob", "plan", "team"), NOW);
        assertAnswer(answer, "formal", "TARGETING_MATCH", "pro");
        assertThat(answer.value().textValue()).isEqualTo("Good day");
    }

    @Test
    void greeting_ruleNewApp_startsInDecember() {
        Map<String, Object> context = Map.of("user", "bob", "app_version", "2.10.0", "plan", "pro", "country", "us");
        Instant start = Instant.parse("2026-12-01T00:00:00Z");
        // Slot 13169, below 20 %.
        assertAnswer(example("greeting", context, start.minusNanos(1)), "casual", "DEFAULT", null);
        assertAnswer(example("greeting", context, start), "formal", "SPLIT", "new-app");
    }

    @Test
    void greeting_ruleNewApp_bucketsBySessionWithoutAUser() {
        // Slot 57828.
        Map<String, Object> context = Map.of("session", "sess-9", "app_version", "2.3.0");
        assertAnswer(example("greeting", context, Instant.parse("2027-01-01T00:00:00Z")), "casual", "SPLIT", "new-app");
    }

    @Test
    void newCheckout_rolloutServesBothItsVariants() {
        // Slots 4753 and 52952.
        assertAnswer(example("new_checkout", Map.of("user", "v1"), NOW), "on", "SPLIT", "rollout:r-17");
        assertAnswer(example("new_checkout", Map.of("user", "v8"), NOW), "off", "SPLIT", "rollout:r-17");
    }

    @Test
    void newCheckout_whoTheRolloutMisses_goesOn() {
        // Slot 37920.
        assertAnswer(example("new_checkout", Map.of("user", "carol"), NOW), "off", "SPLIT", null);
    }

    @Test
    void expButton_layerDecidesWhetherAndSplitDecidesWhich() {
        // In the layer 13438 and 6956, in the split 73606 and 24613.
        assertAnswer(example("exp_button", Map.of("user", "v3"), NOW), "treatment", "SPLIT", "exp");
        assertAnswer(example("exp_button", Map.of("user", "v11"), NOW), "control", "SPLIT", "exp");
    }

    @Test
    void expButton_outsideOfItsSlots_splitMisses() {
        // In the layer 68270.
        assertAnswer(example("exp_button", Map.of("user", "carol"), NOW), "control", "DEFAULT", null);
    }

    @Test
    void oneClickPay_requiresNewCheckout() {
        assertAnswer(example("one_click_pay", Map.of("user", "alice"), NOW), "off", "TARGETING_MATCH", "requires");
    }

    @Test
    void oneClickPay_segment() {
        assertAnswer(example("one_click_pay", Map.of("user", "v1", "orders", 10), NOW), "on", "TARGETING_MATCH", "big");
        assertAnswer(example("one_click_pay", Map.of("user", "v1", "orders", 9.99), NOW), "off", "DEFAULT", null);
    }

    @Test
    void riskyModel_deniedUntilChristmasEve() {
        Instant until = Instant.parse("2026-12-24T00:00:00Z");
        Map<String, Object> context = Map.of("user", "u17");
        assertAnswer(example("risky_model", context, until.minusNanos(1)), "off", "TARGETING_MATCH", "denied");
        assertAnswer(example("risky_model", context, until), "on", "DEFAULT", null);
    }

    @Test
    void noSuchFlag_isAnError() {
        assertThat(example("none", Map.of(), NOW))
                .isEqualTo(new NaiveAnswer(null, null, "ERROR", "FLAG_NOT_FOUND", null));
    }

    private static void assertAnswer(NaiveAnswer answer, String variant, String reason, String rule) {
        assertThat(answer).isEqualTo(new NaiveAnswer(variant, answer.value(), reason, null, rule));
    }

    private static NaiveAnswer example(String flag, Map<String, Object> context, Instant now) {
        return new NaiveEvaluator(NaiveEvaluator.parse(EXAMPLE), (ranges, weights) -> List.of())
                .evaluate(flag, context, now);
    }
}
