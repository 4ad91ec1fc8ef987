package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.Health;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.SupervisedConfigStore;
import dev.flags.store.UnknownOutcomeException;
import dev.flags.store.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole manager, its supervisor and all, over a network that breaks. The other manager is beside the server, and the
 * network is none of its business.
 */
@Timeout(120)
class ManagerOverNetworkTest {
    private static final String FLAG = "checkout";
    private static final Change CHANGE = Change.by("ada", "test");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Short ones, so that a test which waits for each of them is done soon; a busy machine only makes it try again. */
    private static final Duration READ_LIMIT = Duration.ofMillis(500);

    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(1);

    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final LosingStore losing = new LosingStore(memory);
    private final TcpServer server = new TcpServer(losing, NetworkFault.NONE);
    private final ChaosProxy proxy = ChaosProxy.to(server.address());
    private final SupervisedConfigStore store = SupervisedConfigStore.builder(
                    () -> TcpConfigStore.open(proxy.address(), Duration.ofSeconds(20), NetworkFault.NONE),
                    InstantSource.system())
            .readLimit(READ_LIMIT)
            .commitLimit(COMMIT_LIMIT)
            .build();
    private final FeatureFlagManager beside =
            FeatureFlagManager.builder().store(memory).build();
    private final FeatureFlagManager far;

    ManagerOverNetworkTest() {
        beside.setFlag(Flag.builder(FLAG).enabled().build(), CHANGE);
        far = FeatureFlagManager.builder()
                .store(store)
                .pollInterval(Duration.ofMillis(50))
                .staleAfter(Duration.ofMillis(300))
                .build();
    }

    @BeforeEach
    void startReady() {
        eventually(() -> far.isEnabled(FLAG, "user"));
    }

    @AfterEach
    void close() {
        far.close();
        beside.close();
        store.close();
        proxy.close();
        server.close();
    }

    /** The connection is cut, swallows everything, or swallows the answers. */
    @ParameterizedTest
    @ValueSource(strings = {"cut", "black hole", "answers lost"})
    void brokenNetwork_isSurvived_andWhatWasMissedArrives(String how) {
        breakNetwork(how);
        beside.disableFlag(FLAG, CHANGE);
        eventually(() -> far.health().status() == Health.Status.STALE);
        assertThat(far.isEnabled(FLAG, "user")).isTrue();

        proxy.pass();

        eventually(() -> !far.isEnabled(FLAG, "user"));
        eventually(() -> far.health().status() == Health.Status.HEALTHY);
    }

    @Test
    void networkThatBreaksAgainAndAgain_delaysChangesOnly() {
        for (int i = 0; i < 5; i++) {
            breakNetwork(i % 2 == 0 ? "cut" : "black hole");
            boolean isOn = i % 2 != 0;
            if (isOn) {
                beside.restoreFlag(FLAG, CHANGE);
            } else {
                beside.disableFlag(FLAG, CHANGE);
            }
            proxy.pass();

            eventually(() -> far.isEnabled(FLAG, "user") == isOn);
        }
    }

    @Test
    void changeOverACutNetwork_failsAndChangesNothing() {
        proxy.cut();

        assertThatThrownBy(() -> far.disableFlag(FLAG, CHANGE)).isInstanceOf(StoreException.class);

        proxy.pass();
        eventually(() -> far.health().status() == Health.Status.HEALTHY);
        assertThat(beside.isEnabled(FLAG, "user")).isTrue();
        assertThat(beside.history(FLAG, 10)).hasSize(1);
    }

    /** The commit is applied or gets lost on its way, nobody is told, and the network comes back while the editor asks. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void changeWhoseAnswerIsLost_isAppliedOnce(Loss loss) {
        losing.next = loss;
        losing.afterwards = proxy::loseAnswers;
        Thread mender = Together.start(() -> {
            eventually(() -> losing.next == null);
            proxy.pass();
        });

        far.update(FLAG, ManagerOverNetworkTest::oneMore, CHANGE);

        join(mender);
        assertThat(beside.history(FLAG, 10)).extracting(AuditEvent::action).containsExactly("update", "set");
        assertThat(far.getFlag(FLAG).orElseThrow().details().description()).isEqualTo("!");
    }

    @Test
    void changeWhoseAnswerIsLostForLong_saysSo() {
        losing.next = Loss.OF_THE_ANSWER;
        losing.afterwards = proxy::loseAnswers;

        assertThatThrownBy(() -> far.update(FLAG, ManagerOverNetworkTest::oneMore, CHANGE))
                .isInstanceOf(UnknownOutcomeException.class);

        proxy.pass();
        eventually(() -> far.getFlag(FLAG).orElseThrow().details().description().equals("!"));
    }

    /** A change that shows if it is made twice. */
    private static Flag oneMore(Flag flag) {
        return flag.toBuilder().description(flag.details().description() + "!").build();
    }

    private void breakNetwork(String how) {
        switch (how) {
            case "cut" -> proxy.cut();
            case "black hole" -> proxy.blackHole();
            default -> proxy.loseAnswers();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isFalse();
    }

    private static void eventually(BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within %s", PATIENCE).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What gets lost of one commit. */
    private enum Loss {
        OF_THE_REQUEST,
        OF_THE_ANSWER
    }

    /** What the server has: loses the next commit, or what is to be said of it, if it is told to. */
    private static final class LosingStore implements ConfigStore {
        private final ConfigStore store;
        private volatile @Nullable Loss next;
        private volatile Runnable afterwards = () -> {};

        LosingStore(ConfigStore store) {
            this.store = store;
        }

        @Override
        public CommitResult commit(Commit commit) {
            Loss loss = next;
            if (loss == null) {
                return store.commit(commit);
            }
            CommitResult result =
                    loss == Loss.OF_THE_REQUEST ? new CommitResult.Unknown(commit.id()) : store.commit(commit);
            afterwards.run();
            next = null;
            return result;
        }

        @Override
        public StoreSnapshot load(Set<Kind> kinds) {
            return store.load(kinds);
        }

        @Override
        public Version version(Set<Kind> kinds) {
            return store.version(kinds);
        }

        @Override
        public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
            return store.watch(after, kinds, hints);
        }

        @Override
        public List<AuditEvent> history(HistoryQuery query) {
            return store.history(query);
        }

        @Override
        public Capabilities capabilities() {
            return store.capabilities();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
