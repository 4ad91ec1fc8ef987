package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.DATA_PLANE;
import static dev.flags.testkit.Commits.EXPERIMENT;
import static dev.flags.testkit.Commits.L;
import static dev.flags.testkit.Commits.LEASE;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.ROLLOUT;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.conflict;
import static dev.flags.testkit.Commits.contents;
import static dev.flags.testkit.Commits.delete;
import static dev.flags.testkit.Commits.newestFirst;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is loaded, at which version, and which version moves with which kind. */
abstract class VersionContract extends ExpectContract {

    @Test
    void emptyStore_hasVersionZeroAndNothingInIt() {
        assertThat(store().version(ALL).number()).isZero();
        assertThat(store().load(ALL).version().number()).isZero();
        assertThat(store().load(ALL).documents()).isEmpty();
        assertThat(store().history(HistoryQuery.latest(10))).isEmpty();
    }

    @Test
    void version_risesWithEveryCommitAndIsTheOneThatItGave() {
        long revision = 0;
        for (int i = 0; i < 5; i++) {
            Version before = store().version(ALL);

            Version made = applied(store().commit(put(A, revision, "enabled")));

            if (before.number() > 0) { // or nobody has written yet, and there may be no epoch
                assertThat(made.epoch()).isEqualTo(before.epoch());
            }
            assertThat(made.number()).isGreaterThan(before.number());
            assertThat(store().version(ALL)).isEqualTo(made);
            revision = made.number();
        }
    }

    @Test
    void version_risesOnlyForTheKindsWritten() {
        store().commit(put(A, 0, "enabled"));
        Version flags = store().version(Set.of(Kind.FLAG));
        Version segments = store().version(Set.of(Kind.SEGMENT));

        applied(store().commit(put(S, 0, "")));

        assertThat(store().version(Set.of(Kind.FLAG))).isEqualTo(flags);
        assertThat(store().version(Set.of(Kind.SEGMENT)).number()).isGreaterThan(segments.number());
        assertThat(store().version(ALL)).isEqualTo(store().version(Set.of(Kind.SEGMENT)));
        assertThat(store().version(ALL).epoch()).isEqualTo(flags.epoch());
    }

    @Test
    void version_afterADelete_rises() {
        store().commit(commit(write(A, 0, "enabled"), write(B, 0, "enabled")));
        long before = store().version(ALL).number();

        long deleted = applied(store().commit(delete(B, revision(B)))).number();

        assertThat(deleted).isGreaterThan(before);
        assertThat(store().version(Set.of(Kind.FLAG)).number()).isEqualTo(deleted);
        assertThat(store().load(Set.of(Kind.FLAG)).version().number()).isEqualTo(deleted);
    }

    @Test
    void version_afterTheLastDocumentIsDeleted_doesNotFall() {
        store().commit(put(A, 0, "enabled"));
        long deleted = applied(store().commit(delete(A, revision(A)))).number();

        assertThat(store().version(Set.of(Kind.FLAG)).number()).isEqualTo(deleted);
    }

    @Test
    void version_afterAConflict_isTheSame() {
        store().commit(put(A, 0, "enabled"));
        Version before = store().version(ALL);

        store().commit(commit(write(A, 0, "disabled"), write(B, 0, "enabled")));

        assertThat(store().version(ALL)).isEqualTo(before);
    }

    @Test
    void version_ofAKindNeverSeen_isZero() {
        store().commit(put(A, 0, "enabled"));
        Set<Kind> unseen = Set.of(new Kind("neverseen", false));

        assertThat(store().version(unseen).number()).isZero();
        assertThat(store().load(unseen).documents()).isEmpty();
    }

    @Test
    void version_ofNoKind_isZero() {
        store().commit(put(A, 0, "enabled"));

        assertThat(store().version(Set.of()).number()).isZero();
        assertThat(store().load(Set.of()).documents()).isEmpty();
    }

    @Test
    void load_hasTheVersionOfTheSameKinds() {
        store().commit(commit(write(A, 0, "enabled"), write(R, 0, "")));
        store().commit(put(S, 0, ""));
        store().commit(put(L, 0, ""));
        store().commit(delete(A, revision(A)));

        for (Set<Kind> kinds : List.of(
                Set.of(Kind.FLAG), Set.of(ROLLOUT), Set.of(Kind.FLAG, ROLLOUT), DATA_PLANE, Set.of(LEASE), ALL)) {
            assertThat(store().load(kinds).version()).as("%s", kinds).isEqualTo(store().version(kinds));
        }
    }

    @Test
    void load_ofSomeKinds_hasOnlyThose() {
        store().commit(put(A, 0, "enabled"));
        store().commit(put(S, 0, ""));
        store().commit(put(R, 0, ""));

        assertThat(store().load(Set.of(Kind.SEGMENT)).documents()).containsOnlyKeys(S);
        assertThat(store().load(Set.of(Kind.FLAG, ROLLOUT)).documents()).containsOnlyKeys(A, R);
    }

    @Test
    void documentsOfAnyKind_areKept() {
        Write[] writes = Stream.of("rollout", "version", "experiment", "alert", "budget", "tombstone", "k".repeat(32))
                .map(name -> write(new DocumentKey(new Kind(name, false), "one"), 0, name))
                .toArray(Write[]::new);
        Set<Kind> kinds = Set.copyOf(
                Arrays.stream(writes).map(write -> write.key().kind()).toList());

        applied(store().commit(commit(writes)));

        assertThat(contents(store().load(kinds).documents())).isEqualTo(contents(writes));
    }

    @Test
    void documentsOfOneNameAndTwoKinds_areTwo() {
        DocumentKey segment = DocumentKey.segment("a");
        DocumentKey experiment = new DocumentKey(EXPERIMENT, "a");
        store().commit(commit(write(A, 0, "flag"), write(segment, 0, "segment"), write(experiment, 0, "experiment")));

        applied(store().commit(delete(segment, revision(segment))));

        assertThat(contents(store().load(ALL).documents()))
                .isEqualTo(contents(write(A, 0, "flag"), write(experiment, 0, "experiment")));
    }

    @Test
    void ephemeralDocument_isComparedAndSet() {
        long first = applied(store().commit(put(L, 0, "mine"))).number();

        assertThat(store().commit(put(L, 0, "yours"))).isEqualTo(conflict(L, 0, first));
        applied(store().commit(put(L, first, "mine still")));

        assertThat(revision(L)).isGreaterThan(first);
        assertThat(contents(store().load(Set.of(LEASE)).documents())).isEqualTo(contents(write(L, 0, "mine still")));
        applied(store().commit(delete(L, revision(L))));
        assertThat(store().load(Set.of(LEASE)).documents()).isEmpty();
    }

    @Test
    void ephemeralDocument_leavesTheDataPlanesVersionAlone() {
        store().commit(put(A, 0, "enabled"));
        Version before = store().version(DATA_PLANE);

        store().commit(put(L, 0, "mine"));
        store().commit(delete(L, revision(L)));

        assertThat(store().version(DATA_PLANE)).isEqualTo(before);
        assertThat(store().load(DATA_PLANE).version()).isEqualTo(before);
    }

    @Test
    void ephemeralDocument_leavesNoHistory() {
        store().commit(put(L, 0, "mine"));

        assertThat(store().history(HistoryQuery.latest(10))).isEmpty();
    }

    @Test
    void ephemeralDocument_guardsTheOthersOfItsCommit() {
        store().commit(put(L, 0, "mine"));
        long held = revision(L);
        store().commit(put(L, held, "yours"));
        Commit late = commit(write(A, 0, "enabled"), write(L, held, "mine still"));

        assertThat(store().commit(late)).isEqualTo(conflict(L, held, revision(L)));

        assertThat(store().load(DATA_PLANE).documents()).isEmpty();
    }

    @Test
    void commitOfAnEphemeralAndALastingDocument_isInTheHistory() {
        Commit both = commit(write(A, 0, "enabled"), write(L, 0, "mine"));

        applied(store().commit(both));

        assertThat(store().history(HistoryQuery.of(both.id()))).isEqualTo(newestFirst(both));
        assertThat(revision(A)).isEqualTo(revision(L));
    }

    @Test
    void digest_isThatOfTheSameContentInAnotherStore() {
        store().commit(put(A, 0, "old"));
        store().commit(put(B, 0, "enabled"));
        store().commit(put(A, revision(A), "enabled"));
        try (ConfigStore other = new MemoryConfigStore()) {
            other.commit(commit(
                    write(B, 0, "enabled"), new Write.Put(A, 0, "{ \"status\": \"enabled\",\n\t\"name\": \"a\" }")));

            assertThat(store().load(ALL).digest()).isEqualTo(other.load(ALL).digest());

            other.commit(put(B, 1, "disabled"));
            assertThat(store().load(ALL).digest()).isNotEqualTo(other.load(ALL).digest());
        }
    }

    @Test
    void epoch_afterAReset_isAnother() {
        store().commit(put(A, 0, "enabled"));
        String epoch = store().version(ALL).epoch();

        Optional<ConfigStore> reset = openAfterReset();

        assumeThat(reset).as("the store can be reset").isPresent();
        ConfigStore again = closedLater(reset.orElseThrow());
        assertThat(again.version(ALL).epoch()).isNotEqualTo(epoch);
        assertThat(again.load(ALL).version()).isEqualTo(again.version(ALL));
        Version made = applied(again.commit(put(B, 0, "enabled")));
        assertThat(made.epoch()).isEqualTo(again.version(ALL).epoch());
    }
}
