package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Condition;
import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Kind;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.json.JsonObject;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlagTransactionTest {
    private static final Kind PLAN = new Kind("plan", false);
    private static final DocumentKey DOCUMENT = new DocumentKey(PLAN, "checkout");
    private static final DocumentKey LEASE = new DocumentKey(new Kind("lease", true), "driver");
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Change CHANGE = Change.by("engine", "ten percent");

    private final MemoryConfigStore store = new MemoryConfigStore();
    private FeatureFlagManager manager;

    @BeforeEach
    void open() {
        manager = FeatureFlagManager.builder()
                .store(store)
                .clock(InstantSource.fixed(AT))
                .churnBudget(Percentage.NONE)
                .build();
        manager.setFlag(Flag.builder("checkout").percentage(Percentage.NONE).build(), CHANGE.overChurnBudget());
    }

    @AfterEach
    void close() {
        manager.close();
        store.close();
    }

    @Test
    void flagAndDocument_changeInOneCommit() {
        UUID id = UUID.randomUUID();

        boolean isChanged =
                manager.transact("checkout", flag -> Optional.of(raised(id, flag.orElseThrow(), List.of())));

        assertThat(isChanged).isTrue();
        assertThat(manager.getFlag("checkout").orElseThrow()).isEqualTo(ten());
        assertThat(manager.store().load(Set.of(Kind.FLAG, PLAN)).documents().values())
                .extracting(Document::revision)
                .containsOnly(2L);
        assertThat(manager.history(HistoryQuery.of(id)))
                .extracting(AuditEvent::document)
                .containsExactlyInAnyOrder(DOCUMENT, DocumentKey.flag("checkout"));
    }

    @Test
    void nothingToDo_changesNothing() {
        assertThat(manager.transact("checkout", flag -> Optional.empty())).isFalse();
        assertThat(manager.transact("none", flag -> {
                    assertThat(flag).isEmpty();
                    return Optional.empty();
                }))
                .isFalse();
    }

    @Test
    void flagThatStaysAsItIs_isNotWritten() {
        manager.transact(
                "checkout",
                flag -> Optional.of(changes(UUID.randomUUID(), flag.orElseThrow(), List.of(put(0)), List.of())));

        assertThat(manager.history("checkout", 10)).hasSize(1);
        assertThat(manager.refresh()).isTrue();
        assertThat(store.load(Set.of(PLAN)).documents()).containsKey(DOCUMENT);
    }

    @Test
    void flagThatStaysAsItIs_isWhatSomebodyElseHasNotChanged() {
        AtomicInteger calls = new AtomicInteger();

        manager.transact("checkout", flag -> {
            if (calls.incrementAndGet() == 1) {
                changeByAnother();
            }
            return Optional.of(changes(UUID.randomUUID(), flag.orElseThrow(), List.of(put(0)), List.of()));
        });

        assertThat(calls).hasValue(2);
        assertThat(manager.getFlag("checkout").orElseThrow().enabledUsers()).containsExactly("u1");
    }

    @Test
    void documentOfAnotherModule_thatIsChangedMeanwhile_isReadAnew() {
        AtomicInteger calls = new AtomicInteger();

        manager.transact("checkout", flag -> {
            long revision = revision(DOCUMENT);
            if (calls.incrementAndGet() == 1) {
                write(put(revision));
            }
            return Optional.of(changes(UUID.randomUUID(), ten(), List.of(put(revision)), List.of()));
        });

        assertThat(calls).hasValue(2);
        assertThat(manager.getFlag("checkout").orElseThrow()).isEqualTo(ten());
    }

    @Test
    void leaseThatIsLost_keepsAllFromBeingApplied() {
        write(new Write.Put(LEASE, 0, "{}"));
        long held = revision(LEASE);
        write(new Write.Put(LEASE, held, "{}"));

        assertThatThrownBy(() -> manager.transact("checkout", flag -> {
                    if (revision(LEASE) != held && revision(DOCUMENT) == 0) {
                        throw new StoreException("the lease is lost");
                    }
                    return Optional.empty();
                }))
                .isInstanceOf(StoreException.class);
        assertThat(manager.transact("checkout", new FlagTransaction() {
                    private boolean isTried;

                    @Override
                    public Optional<Changes> changes(Optional<Flag> flag) {
                        boolean isAgain = isTried;
                        isTried = true;
                        return isAgain
                                ? Optional.empty()
                                : Optional.of(raised(
                                        UUID.randomUUID(), flag.orElseThrow(), List.of(new Expect(LEASE, held))));
                    }
                }))
                .isFalse();
        assertThat(store.load(Set.of(PLAN)).documents()).isEmpty();
    }

    @Test
    void flagThatWouldBeInvalid_isRefused_andTheDocumentIsNotWritten() {
        Flag invalid = Flag.builder("checkout")
                .definition(Rich.builder(FlagType.BOOLEAN)
                        .defaultVariant("off")
                        .rule(Rule.of("r", new Condition.InSegment("missing"), Serve.variant("on")))
                        .build())
                .build();

        assertThatThrownBy(() -> manager.transact(
                        "checkout",
                        flag -> Optional.of(changes(UUID.randomUUID(), invalid, List.of(put(0)), List.of()))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing");
        assertThat(store.load(Set.of(PLAN)).documents()).isEmpty();
    }

    @Test
    void textThatCannotBeRead_isReplacedByAKillAlone() {
        write(new Write.Put(DocumentKey.flag("checkout"), revision(DocumentKey.flag("checkout")), "{\"default\": 7}"));
        manager.reload();

        assertThatThrownBy(() -> manager.transact(
                        "checkout", flag -> Optional.of(raised(UUID.randomUUID(), flag.orElseThrow(), List.of()))))
                .isInstanceOf(ConfigException.class);
        assertThat(manager.transact("checkout", flag -> {
                    FlagTransaction.Changes raised = raised(UUID.randomUUID(), flag.orElseThrow(), List.of());
                    return Optional.of(new FlagTransaction.Changes(
                            raised.id(),
                            raised.flag(),
                            raised.action(),
                            raised.change(),
                            true,
                            raised.writes(),
                            raised.reads(),
                            raised.events()));
                }))
                .isTrue();
        assertThat(manager.problems()).isEmpty();
    }

    private static FlagTransaction.Changes raised(UUID id, Flag flag, List<Expect> reads) {
        Flag after = flag.toBuilder().percentage(Percentage.ofPercent(10)).build();
        return changes(id, after, List.of(put(0)), reads);
    }

    private static Flag ten() {
        return Flag.builder("checkout").percentage(Percentage.ofPercent(10)).build();
    }

    private static FlagTransaction.Changes changes(UUID id, Flag flag, List<Write> writes, List<Expect> reads) {
        AuditEvent event = new AuditEvent(
                id,
                AT,
                "engine",
                "ten percent",
                "step",
                DOCUMENT,
                AuditEvent.changes(JsonObject.EMPTY, JsonObject.EMPTY));
        return new FlagTransaction.Changes(id, flag, "rollout", CHANGE, false, writes, reads, List.of(event));
    }

    private static Write put(long revision) {
        return new Write.Put(DOCUMENT, revision, "{}");
    }

    private void write(Write write) {
        store.commit(new Commit(UUID.randomUUID(), List.of(write), List.of(), List.of()));
    }

    private long revision(DocumentKey key) {
        Document document = store.load(Set.of(key.kind())).documents().get(key);
        return document == null ? 0 : document.revision();
    }

    private void changeByAnother() {
        try (FeatureFlagManager other =
                FeatureFlagManager.builder().store(store).build()) {
            other.addUserToFlag("checkout", "u1", CHANGE);
        }
    }
}
