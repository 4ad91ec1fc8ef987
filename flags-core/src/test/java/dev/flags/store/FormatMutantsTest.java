package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flags.config.CodecCases;
import dev.flags.config.DocumentKey;
import dev.flags.config.FormatSchema;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.oracle.FormatRules;
import dev.flags.oracle.Mutants;
import dev.flags.oracle.Mutants.Mutant;
import dev.flags.oracle.NaiveEvaluator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Files with one thing wrong in them, or nearly: the library takes those that are right by the format's guide and its
 * schema, and refuses the others where they are wrong and nowhere else.
 */
class FormatMutantsTest {
    /** The first of them have every member, so that most places are changed where much else depends on them. */
    private static final List<Mutant> MUTANTS = Mutants.of(CodecCases.of("/dev/flags/config/valid.json").stream()
            .map(c -> NaiveEvaluator.parse(c.file()))
            .toList());

    @Test
    void library_agreesWithTheGuideAndTheSchemaAboutEveryMutant() {
        List<String> disagreements = new ArrayList<>();
        int refused = 0;
        int exact = 0;
        for (Mutant mutant : MUTANTS) {
            Set<String> expected = FormatRules.refusals(mutant.file(), FormatSchema.pointers(mutant.file()));
            Set<String> actual = refusals(mutant.file());
            refused += actual.isEmpty() ? 0 : 1;
            exact += actual.equals(expected) ? 1 : 0;
            // Of two faults that come together, such as no range and no slots in it, the library may tell one.
            if (expected.isEmpty() != actual.isEmpty() || !expected.containsAll(actual)) {
                disagreements.add(mutant + ": the library refuses " + actual + ", the guide " + expected);
            }
        }
        System.out.printf("mutants: %d refused, %d taken%n", refused, MUTANTS.size() - refused);
        assertThat(disagreements).isEmpty();
        assertThat(refused).isGreaterThan(5_000);
        assertThat(MUTANTS.size() - refused).isGreaterThan(1_000);
        assertThat(exact).isGreaterThan(MUTANTS.size() / 100 * 98);
    }

    @Test
    void mutants_changeEveryMemberOfTheFormatInEveryWay() {
        for (String change : List.of("absent", "null", "\"\"", "false", "1.5", "[]", "{}")) {
            Set<String> members = MUTANTS.stream()
                    .filter(mutant -> mutant.change().equals(change))
                    .map(Mutant::member)
                    .collect(Collectors.toSet());
            assertThat(members).as(change).containsAll(FormatSchema.members());
        }
    }

    /** Where the library says that something is wrong. */
    private static Set<String> refusals(JsonNode file) {
        Parsed<FileContent> parsed = FileContent.read(file.toString().getBytes(StandardCharsets.UTF_8));
        if (parsed.value().isEmpty()) {
            return pointers(parsed.problems());
        }
        FileContent content = parsed.value().get();
        Set<String> pointers = pointers(content.problems());
        pointers.remove(""); // that two documents have one name is said of them as a whole
        content.refused().forEach(key -> pointers.addAll(elements(key, file)));
        pointers.addAll(pointers(CodecCases.problems(content.file(), content.refused())));
        return pointers;
    }

    private static Set<String> elements(DocumentKey key, JsonNode file) {
        Set<String> pointers = new TreeSet<>();
        String kind = key.kind() + "s";
        for (int i = 0; i < file.path(kind).size(); i++) {
            if (file.path(kind).path(i).path("name").asText().equals(key.name())) {
                pointers.add("/" + kind + "/" + i);
            }
        }
        return pointers;
    }

    private static Set<String> pointers(List<Problem> problems) {
        return problems.stream()
                .filter(Problem::isError)
                .map(Problem::pointer)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
