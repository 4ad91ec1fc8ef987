package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flags.config.CodecCases;
import dev.flags.oracle.Mutants;
import dev.flags.oracle.Mutants.Mutant;
import dev.flags.oracle.NaiveEvaluator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every member of every valid case in turn left out, null, empty or blank: whether the flag is refused or not, evaluation
 * answers, and if nothing is refused, as the naive evaluator does.
 */
class BlankMembersTest {
    private static final Set<String> CHANGES = Set.of("absent", "null", "\"\"", "\" \"", "[]", "{}");

    private static final List<Map<String, Object>> CONTEXTS = List.of(
            Map.of(),
            Map.of(
                    "user", "u1", "account", "u1", "x", "a", "country", "de", "age", 20L, "plan", "pro", "groups",
                    "beta"),
            Map.of("user", "", "", "", " ", " "));

    @Test
    void flagWithABlankMember_isAnswered() {
        List<JsonNode> files = CodecCases.of("/dev/flags/config/valid.json").stream()
                .map(c -> NaiveEvaluator.parse(c.file()))
                .toList();
        List<Mutant> mutants = Mutants.of(files).stream()
                .filter(mutant -> CHANGES.contains(mutant.change()))
                .toList();
        assertThat(mutants).hasSizeGreaterThan(1_500);
        for (Mutant mutant : mutants) {
            for (Map<String, Object> context : CONTEXTS) {
                try {
                    FlagsFuzz.check(mutant.file().toString(), context);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(mutant + " in " + context, e);
                }
            }
        }
    }
}
