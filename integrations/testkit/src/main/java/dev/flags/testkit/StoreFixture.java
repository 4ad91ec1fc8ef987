package dev.flags.testkit;

import dev.flags.config.DocumentKey;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Hint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What whoever writes a store says about it, and the handles of one test. */
abstract class StoreFixture {
    private final List<ConfigStore> handles = new ArrayList<>();
    private final List<ConfigStore.Watch> watches = new ArrayList<>();
    private @Nullable ConfigStore first;
    private @Nullable ConfigStore second;

    /**
     * A new handle on the data of this test, which are empty at first. The tests close it. All handles of one instance of
     * the test class are on the same data, and those of two instances on different data. Some tests open several at once.
     *
     * @return a handle; always the same one if {@link #handlesAreIndependent()} is false
     */
    protected abstract ConfigStore open();

    /**
     * What writes the data of this test, for a store that only reads: another store on the same data, such as the one
     * that the server has. Commits go to it, and all else to {@link #open()}. The tests close it.
     *
     * @return empty, as here, if the handles of {@link #open()} write
     */
    protected Optional<ConfigStore> openWriter() {
        return Optional.empty();
    }

    /**
     * A handle on the data of this test that cannot change them, as with a directory or an account without permission.
     *
     * @return empty, as here, if the store has no such thing; its tests are skipped then, unless the store has a writer
     */
    protected Optional<ConfigStore> openReadOnly() {
        return Optional.empty();
    }

    /**
     * A handle on the data of this test, into which a newer version of the library has written since.
     *
     * @return empty, as here, if the store has no such thing; its tests are skipped then
     */
    protected Optional<ConfigStore> openWrittenByNewer() {
        return Optional.empty();
    }

    /**
     * A handle on the place of this test after all of its data were thrown away or replaced by an older copy.
     *
     * @return empty, as here, if the store has no such thing; its tests are skipped then
     */
    protected Optional<ConfigStore> openAfterReset() {
        return Optional.empty();
    }

    /** Whether each handle can be closed by itself. False for a store that is its own only handle. */
    protected boolean handlesAreIndependent() {
        return true;
    }

    /** Whether the documents outlive the last handle. */
    protected boolean outlivesItsHandles() {
        return true;
    }

    /** How long a number of calls under way at once, or a hint, may take before a test gives up; 30 s. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    /** How often tests with several threads repeat what they do; 25. More finds more, and takes longer. */
    protected int rounds() {
        return 25;
    }

    /** The first handle of this test. */
    final ConfigStore store() {
        if (first == null) {
            first = another();
        }
        return first;
    }

    /** Another one, always the same. */
    final ConfigStore second() {
        if (second == null) {
            second = another();
        }
        return second;
    }

    /** One more handle. */
    final ConfigStore another() {
        return closedLater(openUnclosed());
    }

    /** One more handle, which the caller closes. May be called by many at once. */
    final ConfigStore openUnclosed() {
        return ReaderAndWriter.of(open(), openWriter());
    }

    /** Whether the store itself only reads. */
    final boolean isWrittenElsewhere() {
        return store() instanceof ReaderAndWriter;
    }

    final ConfigStore closedLater(ConfigStore handle) {
        handles.add(handle);
        return handle;
    }

    /** Closes every handle that this test has opened, so that the next one is the first after a restart. */
    @AfterEach
    final void closeHandles() {
        watches.forEach(ConfigStore.Watch::close);
        watches.clear();
        handles.forEach(ConfigStore::close);
        handles.clear();
        first = null;
        second = null;
    }

    /** Watches documents of all kinds until the end of the test. */
    final ConfigStore.Watch watch(ConfigStore store, Consumer<Hint> hints) {
        ConfigStore.Watch watch = store.watch(store.version(Commits.ALL), Commits.ALL, hints);
        watches.add(watch);
        return watch;
    }

    final Document document(DocumentKey key) {
        return document(store(), key);
    }

    static Document document(ConfigStore store, DocumentKey key) {
        return Objects.requireNonNull(store.load(Set.of(key.kind())).documents().get(key), key::toString);
    }

    final long revision(DocumentKey key) {
        Document document = store().load(Set.of(key.kind())).documents().get(key);
        return document == null ? 0 : document.revision();
    }
}
