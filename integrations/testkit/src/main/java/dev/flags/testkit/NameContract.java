package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.C;
import static dev.flags.testkit.Commits.EXPERIMENT;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.content;
import static dev.flags.testkit.Commits.contents;
import static dev.flags.testkit.Commits.json;
import static dev.flags.testkit.Commits.newestFirst;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Limits;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Write;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of any sort come back as they were put in, or are refused, and none is taken for another. */
abstract class NameContract extends VersionContract {
    private static final int LONGEST = Limits.MAX_NAME_LENGTH;
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
                "name\u00a0",
                "na\u200bme",
                "nam\u00e9",
                "name\u0301",
                "nam\uff45",
                "\ud83d\ude3a",
                "\ud83d\ude3b",
                "\u03c3",
                "\u03c2",
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
                "x".repeat(LONGEST),
                "X".repeat(LONGEST),
                "x".repeat(LONGEST - 1),
                "\u00fc".repeat(LONGEST),
                "\u732b".repeat(LONGEST),
                "\u732b".repeat(LONGEST - 1),
                "\ud83d\ude3a".repeat(LONGEST / 2),
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

    private void assertKept(String... names) {
        Write[] writes = KINDS.stream()
                .flatMap(kind -> Stream.of(names).map(name -> new DocumentKey(kind, name)))
                .map(key -> write(key, 0, key.toString()))
                .toArray(Write[]::new);
        Commit all = commit(writes);

        applied(store().commit(all));

        assertThat(contents(store().load(KINDS).documents())).isEqualTo(contents(writes));
        assertThat(contents(another().load(KINDS).documents())).isEqualTo(contents(writes));
        assertThat(store().history(HistoryQuery.of(all.id()))).isEqualTo(newestFirst(all));
        for (Write write : writes) {
            long revision = revision(write.key());
            applied(store().commit(put(write.key(), revision, "changed")));
            applied(store().commit(commit(new Write.Delete(write.key(), revision(write.key())))));
        }
        assertThat(store().load(KINDS).documents()).isEmpty();
    }

    /** Whatever becomes of the document, those beside it are as they were. */
    final void assertKeptOrRefused(DocumentKey key, String text, String what) {
        if (revision(A) == 0) {
            applied(store().commit(put(A, 0, "beside")));
        }
        StoreSnapshot before = store().load(ALL);
        try {
            CommitResult result = store().commit(commit(write(C, 0, "before it"), new Write.Put(key, 0, text)));
            long made = applied(result).number();
            assertThat(content(document(key).json())).as(what).isEqualTo(content(text));
            applied(store().commit(commit(new Write.Delete(C, made), new Write.Delete(key, made))));
        } catch (StoreException refused) {
            assertThat(store().load(ALL)).as("after %s was refused", what).isEqualTo(before);
        }
        assertThat(store().load(ALL).documents()).as("after %s", what).isEqualTo(before.documents());
        assertThat(document(another(), A))
                .as("after %s", what)
                .isEqualTo(before.documents().get(A));
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return out.toString();
    }
}
