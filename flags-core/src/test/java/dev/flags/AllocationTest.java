package dev.flags;

import static dev.flags.internal.Allocation.assertNone;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Configuration;
import dev.flags.store.MemoryConfigStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AllocationTest {
    private static final String FLAGS = """
            {"flags": [
              {"name": "static", "status": "enabled"},
              {"name": "disabled", "status": "disabled"},
              {"name": "percentage", "status": "percentage", "rollout_percentage": 50},
              {"name": "conditions", "status": "percentage", "rollout_percentage": 50, "conditions":
                {"country": ["de", "fr"], "age": {"gte": 18, "lt": 65}, "version": {"semver_gte": "2.3.0"}}},
              {"name": "rules", "status": "enabled", "default": "off", "rules": [
                {"id": "a", "serve": "on", "when": {"all": [
                  {"attribute": "country", "op": "equals", "values": ["us"]},
                  {"attribute": "email", "op": "ends_with", "values": ["@example.org"]}]}},
                {"id": "b", "serve": "on", "when": {"any": [
                  {"attribute": "ip", "op": "cidr", "values": ["192.168.0.0/16"]},
                  {"attribute": "age", "op": "between", "values": [70, 80]},
                  {"attribute": "score", "op": "gt", "values": [0.75]},
                  {"attribute": "joined", "op": "before", "values": ["2020-01-01T00:00:00Z"]},
                  {"attribute": "email", "op": "contains", "values": ["+test"], "negate": true, "on_missing": "true"}]}},
                {"id": "c", "serve": {"weights": {"on": 30, "off": 70}}}]},
              {"name": "listed", "status": "percentage", "rollout_percentage": 0, "enabled_users": ["x", "u"]},
              {"name": "grouped", "status": "percentage", "rollout_percentage": 0, "enabled_groups": ["beta"]},
              {"name": "denied", "status": "enabled", "denied": [{"units": ["u"], "until": "2030-01-01T00:00:00Z"}]},
              {"name": "segment", "status": "enabled", "default": "off",
               "rules": [{"id": "s", "when": {"segment": "s"}, "serve": "on"}]},
              {"name": "prerequisite", "status": "enabled", "requires": [{"flag": "segment"}, {"flag": "percentage",
               "variants": ["on", "off"]}], "default": "on"},
              {"name": "rollout", "status": "enabled", "rollout": {"id": "r", "baseline": "off", "candidate": "on",
               "serve": {"ranges": [["on", 0, 50000], ["off", 50000, 100000]]}}},
              {"name": "text", "status": "enabled", "variants": {"a": "x", "b": "y"}, "off_variant": "a",
               "default": {"weights": {"a": 50, "b": 50}}}],
             "segments": [{"name": "s", "included": ["x"], "when": {"attribute": "age", "op": "gte", "values": [18]}}]}
            """;
    private static final EvaluationContext CONTEXT = EvaluationContext.builder("u")
            .groups("alpha", "beta")
            .attribute("country", "de")
            .attribute("age", 42)
            .attribute("score", 0.5)
            .attribute("version", "2.4.1")
            .attribute("email", "u@example.com")
            .attribute("ip", "10.1.2.3")
            .attribute("joined", "2024-05-06T07:08:09Z")
            .build();

    private final Evaluator flags = Configured.evaluator(FLAGS);

    @TestFactory
    Stream<DynamicTest> booleanAnswers_allocateNothing() {
        return flags.snapshot().flags().stream()
                .map(CompiledFlag::name)
                .flatMap(name -> {
                    BooleanFlag handle = flags.bool(name);
                    return Stream.of(
                            test("isEnabled(" + name + ", context)", () -> flags.isEnabled(name, CONTEXT)),
                            test("isEnabled(" + name + ", user)", () -> flags.isEnabled(name, "u")),
                            test("handle of " + name, () -> handle.isEnabled(CONTEXT)),
                            test("handle of " + name + ", user", () -> handle.isEnabled("u")),
                            test(
                                    "evaluateBoolean(" + name + ")",
                                    () -> flags.evaluateBoolean(name, CONTEXT, false)
                                                    .reason()
                                            == Reason.ERROR));
                })
                .filter(test -> !test.getDisplayName().equals("evaluateBoolean(text)"));
    }

    @TestFactory
    Stream<DynamicTest> stringAnswers_allocateNothing() {
        TypedFlag<String> handle = flags.string("text", "z");
        return Stream.of(
                test("variant", () -> flags.variant("text", CONTEXT, "z").isEmpty()),
                test(
                        "variant of a boolean flag",
                        () -> flags.variant("rules", CONTEXT, "z").isEmpty()),
                test(
                        "stringValue",
                        () -> flags.stringValue("text", CONTEXT, "z").isEmpty()),
                test(
                        "evaluateString",
                        () -> flags.evaluateString("text", CONTEXT, "z").error() == null),
                test("handle", () -> handle.value(CONTEXT).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> answersWithoutAFlagOrAContext_allocateNothing() {
        return Stream.of(
                test("unknown flag", () -> flags.isEnabled("none", CONTEXT)),
                test(
                        "unknown flag, variant",
                        () -> flags.variant("none", CONTEXT, "z").isEmpty()),
                test("empty context", () -> flags.isEnabled("percentage", EvaluationContext.empty())));
    }

    /** As a manager has it: a sample of contexts, and nobody who listens. What meters show is counted anyway. */
    @Test
    void booleanAnswers_allocateNothing_underAManagersObservation() {
        FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(MemoryConfigStore.of(Configuration.read(FLAGS)))
                .meterRegistry(new SimpleMeterRegistry())
                .build();
        try (manager) {
            assertNone(() -> manager.isEnabled("percentage", CONTEXT) ? 1 : 0);
            assertNone(() -> manager.isEnabled("percentage", "u") ? 1 : 0);
            assertNone(() -> manager.isEnabled("rules", CONTEXT) ? 1 : 0);
            assertNone(() -> manager.isEnabled("rollout", CONTEXT) ? 1 : 0);
        }
    }

    /** A repeat; the first answer of a unit allocates what its listener is told. */
    @Test
    void answerThatAListenerKnows_allocatesNothing() {
        FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(MemoryConfigStore.of(Configuration.read(FLAGS)))
                .build();
        try (manager) {
            manager.addExposureListener(exposure -> {});
            manager.addExposureListener(exposure -> {});
            assertNone(() -> manager.isEnabled("percentage", CONTEXT) ? 1 : 0);
            assertNone(() -> manager.isEnabled("percentage", "u") ? 1 : 0);
        }
    }

    @Test
    void contextBuiltForEveryCall_isCaught() {
        assertThatThrownBy(() -> assertNone(() -> flags.isEnabled("percentage", EvaluationContext.ofUser("u")) ? 1 : 0))
                .isInstanceOf(AssertionError.class);
    }

    private static DynamicTest test(String name, BooleanSupplier call) {
        return DynamicTest.dynamicTest(name, () -> assertNone(() -> call.getAsBoolean() ? 1 : 0));
    }
}
