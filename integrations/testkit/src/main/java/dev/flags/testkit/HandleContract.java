package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.C;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.conflict;
import static dev.flags.testkit.Commits.contents;
import static dev.flags.testkit.Commits.delete;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.Origin;
import dev.flags.store.ReadOnlyStoreException;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several handles on the same data, their ends, and those that may only read. */
abstract class HandleContract extends HistoryContract {
    // --- several handles

    @Test
    void handles_seeEachOthersCommitsAtOnce() {
        ConfigStore other = another();
        other.load(ALL);

        Commit commit = put(A, 0, "enabled");
        Version made = applied(store().commit(commit));

        assertThat(other.version(ALL)).isEqualTo(made);
        assertThat(other.load(ALL)).isEqualTo(store().load(ALL));
        assertThat(other.history(HistoryQuery.latest(10))).isEqualTo(commit.events());
        applied(other.commit(put(A, made.number(), "disabled")));
        assertThat(store().load(ALL)).isEqualTo(other.load(ALL));
    }

    @Test
    void handles_compareWithEachOthersRevisions() {
        ConfigStore other = another();
        long seen = applied(store().commit(put(A, 0, "enabled"))).number();
        long now = applied(other.commit(put(A, seen, "disabled"))).number();

        assertThat(store().commit(put(A, seen, "enabled"))).isEqualTo(conflict(A, seen, now));
        assertThat(store().commit(put(A, 0, "enabled"))).isEqualTo(conflict(A, 0, now));
    }

    @Test
    void restart_keepsEverything() {
        assumeThat(outlivesItsHandles()).as("the store outlives its handles").isTrue();
        store().commit(commit(write(A, 0, "enabled"), write(R, 0, "")));
        store().commit(put(S, 0, ""));
        store().commit(delete(R, revision(R)));
        StoreSnapshot before = store().load(ALL);

        closeHandles();

        assertThat(store().load(ALL)).isEqualTo(before);
        assertThat(store().version(ALL)).isEqualTo(before.version());
        assertThat(store().version(Set.of(Kind.FLAG)).number()).isEqualTo(revision(A));
    }

    @Test
    void restart_doesNotForgetHowFarRevisionsHadCome() {
        assumeThat(outlivesItsHandles()).as("the store outlives its handles").isTrue();
        store().commit(put(A, 0, "enabled"));
        long deleted = applied(store().commit(delete(A, revision(A)))).number();

        closeHandles();

        assertThat(applied(store().commit(put(A, 0, "enabled"))).number()).isGreaterThan(deleted);
    }

    @Test
    void restart_keepsTheHistory() {
        assumeThat(outlivesItsHandles() && store().capabilities().keepsHistory())
                .as("the store keeps its history")
                .isTrue();
        Commit first = put(A, 0, "enabled");
        Commit second = commit(write(B, 0, "enabled"), write(S, 0, ""));
        store().commit(first);
        store().commit(second);

        closeHandles();

        assertThat(store().history(HistoryQuery.latest(10)))
                .extracting(AuditEvent::document)
                .containsExactly(S, B, A);
        assertThat(store().history(HistoryQuery.of(first.id()))).isEqualTo(first.events());
    }

    // --- the end of a handle

    @Test
    void close_makesEveryMethodThrow() {
        store().commit(put(A, 0, "enabled"));

        store().close();

        assertThatThrownBy(() -> store().load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> store().version(ALL)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store().commit(put(B, 0, "enabled"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store().history(HistoryQuery.latest(1))).isInstanceOf(StoreException.class);
    }

    @Test
    void close_leavesCapabilitiesAndWatchesThatCanBeAskedFor() {
        store().close();

        assertThat(store().capabilities()).isNotNull();
        store().watch(new Version("", 0), ALL, hint -> {}).close();
    }

    @Test
    void close_mayBeCalledAgain() {
        store().commit(put(A, 0, "enabled"));
        store().close();

        store().close();

        assertThatThrownBy(() -> store().version(ALL)).isInstanceOf(StoreException.class);
    }

    @Test
    void close_leavesTheOtherHandlesAlone() {
        assumeThat(handlesAreIndependent()).as("handles are independent").isTrue();
        ConfigStore other = another();
        store().commit(put(A, 0, "enabled"));

        store().close();

        applied(other.commit(put(B, 0, "enabled")));
        assertThat(other.load(ALL).documents()).containsOnlyKeys(A, B);
    }

    // --- those that may only read

    @Test
    void capabilities_sayWhetherTheStoreCanBeWritten() {
        assertThat(store().capabilities().isReadOnly()).isEqualTo(isWrittenElsewhere());
    }

    @Test
    void readOnlyStore_readsAndRefusesEveryCommit() {
        store().commit(put(A, 0, "enabled"));
        StoreSnapshot before = store().load(ALL);

        Optional<ConfigStore> opened = isWrittenElsewhere() ? Optional.of(open()) : openReadOnly();

        assumeThat(opened).as("the store can be read-only").isPresent();
        assertOnlyReads(closedLater(opened.orElseThrow()), before);
        assertThat(opened.orElseThrow().capabilities().isReadOnly()).isTrue();
    }

    @Test
    void storeOfANewerLibrary_isReadAndNeverWritten() {
        store().commit(put(A, 0, "enabled"));

        Optional<ConfigStore> opened = openWrittenByNewer();

        assumeThat(opened).as("the store can be of a newer library").isPresent();
        ConfigStore newer = closedLater(opened.orElseThrow());
        assertOnlyReads(newer, newer.load(ALL));
        assertThat(newer.load(ALL).origin().schema()).isGreaterThan(Origin.CURRENT.schema());
        assertThat(newer.load(ALL).documents()).containsKey(A);
    }

    private static void assertOnlyReads(ConfigStore store, StoreSnapshot before) {
        assertThat(contents(store.load(ALL).documents())).isEqualTo(contents(before.documents()));
        assertThat(store.version(ALL)).isEqualTo(store.load(ALL).version());
        long revision = document(store, A).revision();
        assertThatThrownBy(() -> store.commit(put(A, revision, "disabled"))).isInstanceOf(ReadOnlyStoreException.class);
        assertThatThrownBy(() -> store.commit(delete(A, revision))).isInstanceOf(ReadOnlyStoreException.class);
        assertThatThrownBy(() -> store.commit(put(C, 0, ""))).isInstanceOf(ReadOnlyStoreException.class);
        assertThat(contents(store.load(ALL).documents())).isEqualTo(contents(before.documents()));
        assertThat(store.history(HistoryQuery.of(C, 10))).isEmpty();
    }
}
