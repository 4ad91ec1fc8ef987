package dev.flags.testing;

import dev.flags.FlagRead;
import dev.flags.Flags;
import dev.flags.MemoryFlags;
import dev.flags.config.Configuration;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Kind;
import dev.flags.config.Percentage;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Flags whose answers a test decides, and that remember which of them were asked for.
 *
 * <p>A flag that is pinned serves the same to everyone, whatever its rules, lists and schedule say. What is pinned shows at
 * once, in handles too. A flag that has a definition, from {@link #from(Path)} or {@link #set}, can only be pinned to what
 * it can serve: a test of what production never serves is a wrong test. After {@link #create()} any other name can be
 * pinned to anything.
 *
 * <p>Thread-safe. Nothing is shared between two of them, and there is nothing to close.
 *
 * <pre>{@code
 * TestFlags flags = TestFlags.create().enable("new_checkout").variant("greeting", "formal").value("limit", 42);
 * flags.flags().isEnabled("new_checkout", "anybody"); // true
 * flags.disable("new_checkout");
 * flags.reads().keySet(); // [new_checkout]
 * flags.unread(); // [greeting, limit]
 * }</pre>
 */
public final class TestFlags {
    private final Configuration base;
    private final boolean isComplete;
    private final MemoryFlags memory;
    private final ReadLog reads = new ReadLog();
    private volatile InstantSource clock = InstantSource.system();
    // Guarded by this.
    private final Map<String, Flag> defined = new LinkedHashMap<>();
    private final Map<String, Flag> pinned = new LinkedHashMap<>();

    /** @param isComplete whether there are no other flags than those that have a definition */
    private TestFlags(Configuration base, boolean isComplete, @Nullable Path includedFiles) {
        this.base = Objects.requireNonNull(base, "configuration");
        this.isComplete = isComplete;
        MemoryFlags.Builder builder =
                MemoryFlags.builder(base).clock(() -> clock.instant()).onRead(reads);
        if (includedFiles != null) {
            builder.includedFiles(includedFiles);
        }
        memory = builder.build();
    }

    /** No flags at all: everybody gets their fallbacks until something is pinned. */
    public static TestFlags create() {
        return new TestFlags(Configuration.EMPTY, false, null);
    }

    /**
     * The flags of a configuration, as they are.
     *
     * @throws dev.flags.config.ConfigException if a segment includes a file: there is no directory to look in
     */
    public static TestFlags from(Configuration configuration) {
        return new TestFlags(configuration, true, null);
    }

    /**
     * The flags of a configuration file, as they are. It is read once.
     *
     * @throws IllegalArgumentException if it cannot be read
     * @throws dev.flags.config.ConfigException if anything in it is wrong
     */
    public static TestFlags from(Path file) {
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("file " + file + " cannot be read: " + e, e);
        }
        return new TestFlags(
                Configuration.read(text), true, file.toAbsolutePath().getParent());
    }

    /** What the code under test is handed. */
    public Flags flags() {
        return memory.flags();
    }

    /** What answers come from now, pins included. */
    public Configuration configuration() {
        return memory.configuration();
    }

    /**
     * Turns a boolean flag on for everyone.
     *
     * @throws IllegalArgumentException if it has a definition, and no variant that is true
     */
    public TestFlags enable(String flag) {
        return pin(flag, Pins::enabled, () -> Pins.enabled(Pins.undefined(flag)));
    }

    /** Makes a flag serve its off variant to everyone, as the kill switch does. */
    public TestFlags disable(String flag) {
        return pin(flag, Pins::disabled, () -> Pins.disabled(Pins.undefined(flag)));
    }

    /**
     * Makes a flag serve one variant to everyone. Without a definition, {@code on} and {@code off} are those of a boolean
     * flag, and any other is that of a string flag whose value is the variant's name.
     *
     * @throws IllegalArgumentException if it has a definition without this variant; the message names those that it has
     */
    public TestFlags variant(String flag, String variant) {
        return pin(flag, known -> Pins.variant(known, variant), () -> Pins.undefined(flag, variant));
    }

    /**
     * Turns a boolean flag on for a share of the users, always the same ones, and those that production would pick.
     *
     * @throws IllegalArgumentException if it has a definition, and no variant that is true
     */
    public TestFlags percentage(String flag, Percentage share) {
        return pin(flag, known -> Pins.percentage(known, share), () -> Pins.percentage(Pins.undefined(flag), share));
    }

    /**
     * Makes a flag serve one value to everyone.
     *
     * @throws IllegalArgumentException if it has a definition without a variant of this value
     */
    public TestFlags value(String flag, boolean value) {
        return value(flag, FlagType.BOOLEAN, JsonBoolean.of(value));
    }

    /** As {@link #value(String, boolean)}, with a string. */
    public TestFlags value(String flag, String value) {
        return value(flag, FlagType.STRING, new JsonString(value));
    }

    /** As {@link #value(String, boolean)}, with an integer. */
    public TestFlags value(String flag, long value) {
        return value(flag, FlagType.INTEGER, JsonNumber.of(value));
    }

    /**
     * As {@link #value(String, boolean)}, with a double.
     *
     * @throws IllegalArgumentException also if it is infinite or not a number
     */
    public TestFlags value(String flag, double value) {
        return value(flag, FlagType.DOUBLE, JsonNumber.of(value));
    }

    /** As {@link #value(String, boolean)}, with anything but null. */
    public TestFlags value(String flag, JsonValue value) {
        return value(flag, FlagType.inferredFrom(List.of(value)), value);
    }

    private TestFlags value(String flag, FlagType type, JsonValue value) {
        return pin(flag, known -> Pins.value(known, value), () -> Pins.undefined(flag, type, value));
    }

    /**
     * Sets a whole flag, with rules and all, in place of the one of its name. It is the definition from here on.
     *
     * @throws IllegalArgumentException if there is one already, and it could not serve all that this one can
     * @throws dev.flags.config.ConfigException if it names a flag, segment or layer that does not exist
     */
    public synchronized TestFlags set(Flag flag) {
        Flag next =
                base.flag(flag.name()).map(known -> Pins.redefined(known, flag)).orElse(flag);
        Map<String, Flag> all = effective();
        all.put(flag.name(), next);
        memory.replace(base.with(all.values()));
        defined.put(flag.name(), next);
        pinned.remove(flag.name());
        return this;
    }

    /** What schedules go by from here on; the system's clock until then. */
    public TestFlags clock(InstantSource newClock) {
        clock = Objects.requireNonNull(newClock, "clock");
        return this;
    }

    /** As it was made: nothing is pinned or set, and nothing was asked for. */
    public synchronized TestFlags reset() {
        memory.replace(base);
        defined.clear();
        pinned.clear();
        reads.clear();
        return this;
    }

    private synchronized TestFlags pin(String name, Function<Flag, Flag> ofKnown, Supplier<Flag> ofUnknown) {
        Flag known = definition(name);
        Flag pin = known == null ? ofUnknown.get() : ofKnown.apply(known);
        Map<String, Flag> all = effective();
        all.put(name, pin);
        memory.replace(base.with(all.values()));
        pinned.put(name, pin);
        return this;
    }

    private @Nullable Flag definition(String name) {
        Flag own = defined.get(name);
        if (own != null) {
            return own;
        }
        return isComplete ? base.require(name) : null;
    }

    private Map<String, Flag> effective() {
        Map<String, Flag> all = new LinkedHashMap<>(defined);
        all.putAll(pinned);
        return all;
    }

    // --- what was asked

    /** The flags that are pinned or set, by name. */
    public synchronized SortedSet<String> pinned() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(effective().keySet()));
    }

    /**
     * The flags that were asked for since this was made or reset, by name; those that do not exist, too. For each how it was
     * asked for, and what came of it, without repetitions. {@link Flags#evaluateAll} asks for no flag in particular.
     */
    public SortedMap<String, Set<FlagRead>> reads() {
        return reads.byName();
    }

    /**
     * The flags that are pinned or set, and neither were asked for nor decide about one that was: a test need not mention
     * them, or the code under test does not ask what its author thinks it does.
     */
    public SortedSet<String> unread() {
        SortedSet<String> unread = new TreeSet<>(pinned());
        Configuration current = configuration();
        for (String read : reads().keySet()) {
            unread.remove(read);
            unread.removeAll(flags(current.dependencies(read)));
        }
        return Collections.unmodifiableSortedSet(unread);
    }

    /**
     * The flags that were asked for, or decide about one that was set and asked for, and are neither pinned nor set: what they
     * answered is not up to the test.
     */
    public SortedSet<String> unpinned() {
        Set<String> pinned = pinned();
        SortedSet<String> unpinned = new TreeSet<>(reads().keySet());
        Configuration current = configuration();
        reads().keySet().stream()
                .filter(pinned::contains)
                .forEach(read -> unpinned.addAll(flags(current.dependencies(read))));
        unpinned.removeAll(pinned);
        return Collections.unmodifiableSortedSet(unpinned);
    }

    private static Set<String> flags(Set<DocumentKey> documents) {
        return documents.stream()
                .filter(document -> document.kind().equals(Kind.FLAG))
                .map(DocumentKey::name)
                .collect(Collectors.toSet());
    }

    /** What is pinned, and what was asked for. */
    @Override
    public String toString() {
        return "TestFlags[pinned " + pinned() + ", read " + reads().keySet() + "]";
    }
}
