package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.contents;
import static dev.flags.testkit.Commits.newestFirst;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Limits;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.Write;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts of any sort come back as they were put in, or are refused. */
abstract class DocumentContract extends NameContract {
    private static final int STRING_LENGTH = 60_000;

    @Test
    void textOfAnyContent_isKept() {
        String members = Stream.of(
                        "\"text\":\"\u00e4\u732b\ud83d\ude3a \\\"quoted\\\" \\\\ \\/ \\b\\f\\n\\r\\t\"",
                        "\"escaped\":\"\\u00e4\\u0000\\u001f\\ud83d\\ude3a\"",
                        "\"\":\"no name\"",
                        "\"a.b/c~d $ref\":1",
                        "\"empty\":[{},[],\"\",null]",
                        "\"booleans\":[true,false]",
                        "\"separators\":\"\u2028\u2029\u202e\ufeff\"")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();

        assertTextKept(members);
    }

    @Test
    void numbers_keepEveryDigit() {
        assertTextKept("\"numbers\":[0,-0,1.0,1.10,1e2,1E+2,0.1,1e-7,12345678901234567890,3.141592653589793238462643]");
    }

    /** Whose slots are whose goes by the order of the weights. */
    @Test
    void members_keepTheirOrder() {
        assertTextKept("\"rollout\":{\"weights\":{\"new\":10,\"control\":80,\"b\":5,\"B\":3,\"aa\":2}}");
    }

    @Test
    void textThatIsNestedDeeply_isKept() {
        assertTextKept("\"deep\":" + "[".repeat(60) + "]".repeat(60));
    }

    @Test
    void textOfTheLargestSize_isKept() {
        for (DocumentKey key : List.of(A, R)) {
            Write largest = new Write.Put(key, 0, textOf(Limits.MAX_DOCUMENT_BYTES, key));

            applied(store().commit(commit(largest)));

            assertThat(contents(another().load(Set.of(key.kind())).documents())).isEqualTo(contents(largest));
        }
    }

    @Test
    void textThatMeansNothing_isKept() {
        assertTextKept("\"status\":42,\"unknown\":[{\"name\":\"b\"}],\"revision\":\"none\",\"key\":null");
    }

    @Test
    void textBeyondReason_isKeptOrRefused() {
        for (DocumentKey key : List.of(B, R)) {
            String name = "{\"name\":\"" + key.name() + "\",";
            for (String text : List.of(
                    "",
                    "no json",
                    "null",
                    "[]",
                    "{\"name\":",
                    name + "\"a\":1,\"a\":2}",
                    name + "\"a\":1} {}",
                    name + "\"a\":NaN}",
                    name + "\"a\":1e400}",
                    name + "\"a\":\"\ud800\"}",
                    name + "\"a\":\"\\ud800\"}",
                    name + "\"a\":\"\u0000\"}",
                    name + "\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")) {
                String shown = text.substring(0, Math.min(text.length(), 40));
                assertKeptOrRefused(key, text, "the text " + escaped(shown));
            }
        }
    }

    @Test
    void thousandDocuments_areOneCommit() {
        Write[] writes = IntStream.range(0, 1_000)
                .mapToObj(i -> write(flag("flag_" + i), 0, "enabled"))
                .toArray(Write[]::new);
        Commit thousand = commit(writes);

        applied(store().commit(thousand));

        assertThat(contents(store().load(Set.of(Kind.FLAG)).documents())).isEqualTo(contents(writes));
        assertThat(store().history(HistoryQuery.of(thousand.id()))).isEqualTo(newestFirst(thousand));
    }

    /** In a flag, which a store may keep together with others, and in a document that it knows nothing of. */
    private void assertTextKept(String members) {
        Write flag = new Write.Put(A, 0, "{\"name\":\"a\"," + members + "}");
        Write rollout = new Write.Put(R, 0, "{" + members + "}");

        applied(store().commit(commit(flag, rollout)));

        for (ConfigStore handle : List.of(store(), another())) {
            assertThat(contents(handle.load(Set.of(Kind.FLAG, R.kind())).documents()))
                    .isEqualTo(contents(flag, rollout));
        }
    }

    /** A text of so many bytes. */
    private static String textOf(int bytes, DocumentKey key) {
        StringBuilder text = new StringBuilder(bytes).append("{\"name\":\"" + key.name() + "\"");
        for (int i = 0; bytes - text.length() > STRING_LENGTH + 20; i++) {
            text.append(",\"m" + i + "\":\"" + Integer.toString(i % 10).repeat(STRING_LENGTH) + "\"");
        }
        text.append(",\"rest\":\"");
        return text.append("r".repeat(bytes - text.length() - 2)).append("\"}").toString();
    }
}
