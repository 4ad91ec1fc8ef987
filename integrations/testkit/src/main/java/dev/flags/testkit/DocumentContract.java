package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.EXPERIMENT;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.content;
import static dev.flags.testkit.Commits.contents;
import static dev.flags.testkit.Commits.json;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Write;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names and texts of any sort come back as they were put in, or are refused. */
abstract class DocumentContract extends VersionContract {
    private static final Set<Kind> KINDS = Set.of(Kind.FLAG, EXPERIMENT);

    @Test
    void namesThatLookLikePaths_areNames() {
        assertKept(
                "a/b",
                "/a",
                "a/",
                "/",
                ".",
                "..",
                "../a",
                "../../../../etc/passwd",
                "a\\b",
                "..\\a",
                "C:\\a",
                "~",
                "a.json",
                ".a",
                "a.",
                "a.tmp",
                "con",
                "NUL",
                "head",
                "lock",
                "journal");
    }

    @Test
    void namesThatLookLikeQueries_areNames() {
        assertKept(
                "' or 1=1 --",
                "\"",
                "`",
                ";",
                "%",
                "_",
                "a%2Fb",
                "a+b",
                "?a=b",
                "#",
                "${a}",
                "{{a}}",
                "a:b",
                "a.b.c",
                "**",
                "a*",
                "[a]",
                "(",
                "$",
                "^",
                "|",
                "<a>",
                "&",
                "=",
                "a,b",
                "@");
    }

    @Test
    void namesThatDifferLittle_areDifferentDocuments() {
        assertKept(
                "name",
                "Name",
                "NAME",
                " name",
                "name ",
                "na me",
                "na  me",
                "na-me",
                "na_me",
                "na.me",
                "na/me",
                "na%2Fme",
                "na%2fme",
                "nam\u00e9",
                "name\u0301",
                "nam\uff45",
                "\u0131",
                "i",
                "I",
                "\u0130",
                "\u00df",
                "ss",
                "SS",
                "1",
                "01",
                "1.0",
                "null",
                "true");
    }

    @Test
    void namesOfAnyScriptAndLength_areKept() {
        assertKept(
                "x".repeat(200),
                "X".repeat(200),
                "x".repeat(199),
                "\u00fc".repeat(200),
                "\u732b".repeat(200),
                "\u732b".repeat(199),
                "\ud83d\ude3a".repeat(100),
                "\u05e9\u05dc\u05d5\u05dd",
                "\u200bzero width",
                "\u202ebidi",
                "a\u00a0b");
    }

    @Test
    void namesBeyondReason_areKeptOrRefused() {
        for (String name :
                List.of("", " ", "\t", "a\nb", "a\u0000b", "\u007f", "\ud800", "a\udc00", "x".repeat(5_000))) {
            for (Kind kind : KINDS) {
                assertKeptOrRefused(new DocumentKey(kind, name), json("enabled"), "the name " + escaped(name));
            }
        }
    }

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

    @Test
    void textThatIsNestedDeeply_isKept() {
        assertTextKept("\"deep\":" + "[".repeat(60) + "]".repeat(60));
    }

    @Test
    void textOfAMegabyte_isKept() {
        String members = IntStream.range(0, 256)
                .mapToObj(i ->
                        "\"m" + i + "\":\"" + Integer.toString(i).repeat(4_096).substring(0, 4_096) + "\"")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();

        assertTextKept(members);
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

        applied(store().commit(commit(writes)));

        assertThat(contents(store().load(Set.of(Kind.FLAG)).documents())).isEqualTo(contents(writes));
    }

    private void assertKept(String... names) {
        Write[] writes = KINDS.stream()
                .flatMap(kind -> Stream.of(names).map(name -> new DocumentKey(kind, name)))
                .map(key -> write(key, 0, key.toString()))
                .toArray(Write[]::new);

        applied(store().commit(commit(writes)));

        assertThat(contents(store().load(KINDS).documents())).isEqualTo(contents(writes));
        assertThat(contents(another().load(KINDS).documents())).isEqualTo(contents(writes));
        for (Write write : writes) {
            long revision = revision(write.key());
            applied(store().commit(put(write.key(), revision, "changed")));
            applied(store().commit(commit(new Write.Delete(write.key(), revision(write.key())))));
        }
        assertThat(store().load(KINDS).documents()).isEmpty();
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

    /** Whatever becomes of the document, those beside it are as they were. */
    private void assertKeptOrRefused(DocumentKey key, String text, String what) {
        if (revision(A) == 0) {
            applied(store().commit(put(A, 0, "beside")));
        }
        StoreSnapshot before = store().load(ALL);
        try {
            CommitResult result = store().commit(commit(new Write.Put(key, 0, text)));
            applied(result);
            assertThat(content(document(key).json())).as(what).isEqualTo(content(text));
            applied(store().commit(commit(new Write.Delete(key, revision(key)))));
        } catch (StoreException refused) {
            assertThat(store().load(ALL)).as("after %s was refused", what).isEqualTo(before);
        }
        assertThat(store().load(ALL).documents()).as("after %s", what).isEqualTo(before.documents());
        assertThat(document(another(), A))
                .as("after %s", what)
                .isEqualTo(before.documents().get(A));
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return out.toString();
    }
}
