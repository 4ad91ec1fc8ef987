package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.ConfigLoader.Candidate;
import dev.flags.ConfigState.Source;
import dev.flags.config.DocumentKey;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ContentVersionProperties {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private final ConfigLoader loader = new ConfigLoader(null);

    /** What becomes of a flag, and where the whole comes from. */
    record Step(int flag, int revision, int text, boolean isShipped) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, NAMES.size() - 1),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(8);
    }

    @Property
    void word_dependsOnWhatIsInEffect_andNotOnTheWayThere(@ForAll("steps") List<Step> steps) {
        ContentVersion version = new ContentVersion();
        ConfigState state = ConfigState.NONE;
        Map<DocumentKey, Document> documents = new HashMap<>();
        for (Step step : steps) {
            DocumentKey key = DocumentKey.flag(NAMES.get(step.flag()));
            documents.remove(key);
            if (step.text() > 0) {
                documents.put(key, new Document(key, step.revision(), text(key.name(), step.text())));
            }
            ConfigState next = state(documents, step.isShipped(), state);

            String word = version.of(next, state, next.changedSince(state));

            assertThat(word)
                    .isEqualTo(new ContentVersion().of(next, ConfigState.NONE, next.changedSince(ConfigState.NONE)));
            state = next;
        }
    }

    @Property
    void changedSince_isWhatDiffers(@ForAll("steps") List<Step> steps) {
        Map<DocumentKey, Document> before = new HashMap<>();
        Map<DocumentKey, Document> after = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            DocumentKey key = DocumentKey.flag(NAMES.get(step.flag()));
            (i % 2 == 0 ? before : after)
                    .put(key, new Document(key, step.revision(), text(key.name(), step.text() + 1)));
        }
        ConfigState first = state(before, false, ConfigState.NONE);
        Set<DocumentKey> expected = new HashSet<>();
        for (String name : NAMES) {
            DocumentKey key = DocumentKey.flag(name);
            Document old = before.get(key);
            if (old == null ? after.containsKey(key) : !old.equals(after.get(key))) {
                expected.add(key);
            }
        }

        assertThat(state(after, false, first).changedSince(first)).isEqualTo(expected);
    }

    private ConfigState state(Map<DocumentKey, Document> documents, boolean isShipped, ConfigState before) {
        StoreSnapshot stored = StoreSnapshot.of(new Version("e", 1), documents);
        return loader.load(new Candidate(stored, isShipped ? Source.BOOTSTRAP : Source.STORE, Map.of()), before);
    }

    private static String text(String flag, int description) {
        return "{\"name\": \"" + flag + "\", \"status\": \"enabled\", \"description\": \"" + description + "\"}";
    }
}
