package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What explanations look like: each situation has a file with the text and one with the JSON. The time is 2026-06-01T12:00Z. */
class ExplanationGoldenTest {
    private static final String DIRECTORY = "/dev/flags/explain/";
    private static final Snapshot SNAPSHOT = Configured.snapshot(resource("flags.json"));

    /** A question; {@code name} is that of its files. */
    record Situation(String name, Snapshot snapshot, String flag, EvaluationContext context) {
        Situation(String name, String flag, EvaluationContext.Builder context) {
            this(name, SNAPSHOT, flag, context.build());
        }

        Explanation explanation() {
            return new Evaluator(snapshot, Observer.NONE).explain(flag, context);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Situation> situations() {
        EvaluationContext.Builder adult =
                user("user-47").attribute("country", "de").attribute("age", 42);
        return Stream.of(
                new Situation("percentage-missed", "new_checkout", adult),
                new Situation(
                        "percentage-reached",
                        "new_checkout",
                        adult.build().toBuilder().user("user-42")),
                new Situation(
                        "conditions-not-met",
                        "new_checkout",
                        user("user-43").attribute("country", "us").attribute("age", "42")),
                new Situation("listed-group", "new_checkout", user("user-43").groups("alpha", "beta")),
                new Situation("prerequisites", "one_click_pay", adult),
                new Situation("prerequisite-of-prerequisite", "chain_1", user("user-42")),
                new Situation(
                        "rules",
                        "greeting",
                        user("user-42")
                                .session("s")
                                .attribute("plan", "free")
                                .attribute("country", "us")
                                .attribute("app_version", "2.2.9")),
                new Situation(
                        "rule-matches",
                        "greeting",
                        user("user-42").attribute("plan", "pro").attribute("device", Map.of("os", "ios"))),
                new Situation("nothing-to-bucket", "greeting", user("user-42")),
                new Situation("denied", "risky_model", user("u42")),
                new Situation("killed", "killed", user("alice")),
                new Situation("schedule", "winter_sale", user("alice").attribute("vip", true)),
                new Situation("layer-missed", "exp_button", user("u43")),
                new Situation("layer-reached", "exp_button", user("u42")),
                new Situation("rollout", "search", user("u43")),
                new Situation("default-percentage", "ramp", user("u43")),
                new Situation("dialect", "moved", user("u43")),
                new Situation("segment-excluded", "segments", user("bob")),
                new Situation(
                        "segment-not-included",
                        "segments",
                        user("carol").attribute("orders", 9).attribute("spent", 1000.5)),
                new Situation("segment-included", "segments", user("alice")),
                new Situation(
                        "long-values",
                        "many",
                        user("carol")
                                .attribute("code", 10)
                                .attribute("tags", Collections.nCopies(10, "tag"))
                                .attribute("text", "\u001b[31m" + "y".repeat(100))),
                new Situation(
                        "stale", SNAPSHOT.asOld(Duration.ZERO, true), "killed", EvaluationContext.ofUser("alice")),
                new Situation("unknown-flag", "new_chekout", user("alice")),
                new Situation("refused-flag", "refused", user("alice")),
                new Situation("unusable-context", "killed", user("alice").attribute("thing", new Object())));
    }

    private static EvaluationContext.Builder user(String user) {
        return EvaluationContext.builder(user);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void text_isAsInItsFile(Situation situation) {
        assertThat(situation.explanation().text()).isEqualTo(resource(situation.name() + ".txt"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void json_isAsInItsFile(Situation situation) {
        assertThat(situation.explanation().toJson().toPrettyJson(2) + "\n")
                .isEqualTo(resource(situation.name() + ".json"));
    }

    private static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ExplanationGoldenTest.class.getResourceAsStream(DIRECTORY + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
