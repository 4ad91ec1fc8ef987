package dev.flags.testkit;

/**
 * What every {@link dev.flags.store.ConfigStore} promises, as JUnit tests. Whoever writes a store extends this, and says
 * how a handle is opened:
 *
 * <pre>{@code
 * class MyConfigStoreTest extends ConfigStoreContract {
 *     private final String schema = "test_" + UUID.randomUUID().toString().replace("-", "");
 *
 *     @Override
 *     protected ConfigStore open() {
 *         return MyConfigStore.of(DATABASE, schema);
 *     }
 *
 *     @AfterEach
 *     void drop() { … }
 * }
 * }</pre>
 *
 * <p>Each test has an instance of its own, and all handles that one instance opens are on the same data, which are
 * empty at first. The tests close what they open, after the methods that the subclass has annotated for the end of a
 * test.
 *
 * <p>What a store can do beyond that, or cannot, it says by overriding one of the other methods: that there is
 * a read-only handle, or one on data of a newer library; that it can be reset; that its documents outlive its
 * handles. Tests of what it cannot do are skipped. What a store need not do at all, such as giving hints, is not
 * tested. Flags, segments and layers carry their own name in their text, for stores that keep many of them in one;
 * documents of other kinds need not.
 *
 * <p>A store that only reads has another one write for it, and is held to all the rest:
 *
 * <pre>{@code
 * @Override
 * protected ConfigStore open() {
 *     return MyHttpConfigStore.of(server.address());
 * }
 *
 * @Override
 * protected Optional<ConfigStore> openWriter() {
 *     return Optional.of(FileConfigStore.of(server.file()));
 * }
 * }</pre>
 *
 * <p>Tests with several threads find a fault by chance. They repeat what they do {@link #rounds()} times.
 */
public abstract class ConfigStoreContract extends ConcurrencyContract {
    /** For subclasses. */
    protected ConfigStoreContract() {}
}
