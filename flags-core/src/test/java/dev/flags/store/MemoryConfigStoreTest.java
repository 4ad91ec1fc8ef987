package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.ConfigCodec;
import dev.flags.config.Configuration;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryConfigStoreTest extends StoreTests {
    private final MemoryConfigStore store = new MemoryConfigStore();
    private final List<Hint> hints = new ArrayList<>();

    @Override
    ConfigStore store() {
        return store;
    }

    @Test
    void watch_tellsOfTheKindsItWasAskedFor() {
        store.watch(store.version(ALL), Set.of(Kind.SEGMENT), hints::add);

        store.commit(put(A, 0, "enabled"));
        assertThat(hints).isEmpty();

        store.commit(putJson(S, 0, "{}"));
        assertThat(hints).hasSize(1);
    }

    @Test
    void watch_isSilentAfterAConflictAndAfterItsEnd() {
        ConfigStore.Watch watch = store.watch(store.version(ALL), ALL, hints::add);

        store.commit(put(A, 7, "enabled"));
        watch.close();
        store.commit(put(A, 0, "enabled"));

        assertThat(hints).isEmpty();
    }

    @Test
    void watcherThatThrows_harmsNeitherTheCommitNorTheOthers() {
        store.watch(store.version(ALL), ALL, hint -> {
            throw new IllegalStateException("a watcher's own trouble");
        });
        store.watch(store.version(ALL), ALL, hints::add);

        applied(store.commit(put(A, 0, "enabled")));

        assertThat(hints).hasSize(1);
    }

    @Test
    void watchThatEnds_whileACommitIsTellingOthers_getsNoHint() {
        List<ConfigStore.Watch> second = new ArrayList<>();
        store.watch(store.version(ALL), ALL, hint -> second.get(0).close());
        second.add(store.watch(store.version(ALL), ALL, hints::add));

        store.commit(put(A, 0, "enabled"));

        assertThat(hints).isEmpty();
    }

    @Test
    void history_keepsTheNewestOnly() {
        store.commit(put(A, 0, "enabled"));
        long revision = 0;
        for (int i = 0; i < MemoryConfigStore.MAX_HISTORY; i++) {
            revision = applied(store.commit(put(B, revision, "enabled"))).number();
        }

        assertThat(store.history(HistoryQuery.latest(Integer.MAX_VALUE))).hasSize(MemoryConfigStore.MAX_HISTORY);
        assertThat(store.history(HistoryQuery.of(A, 1))).isEmpty();
    }

    @Test
    void of_holdsTheConfiguration() {
        Configuration configuration = new Configuration(
                List.of(Flag.builder("a").enabled().build()), List.of(Segment.ofUsers("s", List.of("ada"))), List.of());

        StoreSnapshot stored = MemoryConfigStore.of(configuration).load(ALL);

        assertThat(stored.documents().keySet())
                .containsExactlyInAnyOrder(DocumentKey.flag("a"), DocumentKey.segment("s"));
        List<Object> read = new ArrayList<>();
        stored.documents()
                .forEach((key, document) ->
                        read.add(ConfigCodec.read(key, document.json()).orThrow()));
        assertThat(read)
                .containsExactlyInAnyOrder(
                        configuration.flags().get(0), configuration.segments().get(0));
        assertThat(MemoryConfigStore.of(Configuration.EMPTY).version(ALL).number())
                .isZero();
    }

    @Test
    void twoStores_haveDifferentEpochs() {
        assertThat(store.version(ALL).epoch())
                .isNotEqualTo(new MemoryConfigStore().version(ALL).epoch());
    }

    @Test
    void capabilities_areThoseOfMemory() {
        assertThat(store.capabilities()).isEqualTo(new Capabilities(true, false, false));
    }
}
