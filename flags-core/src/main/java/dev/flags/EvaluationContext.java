package dev.flags;

import dev.flags.bucketing.Bucketing;
import dev.flags.config.Attributes;
import dev.flags.internal.Quoted;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who or what a flag is decided for: a user, its groups, the tenant, the request, and any other attribute.
 *
 * <p>Immutable and thread-safe. Build one per request and use it for every flag: it remembers the hashes of its units, so
 * that only the first flag pays for them. Values are copied when the context is built; later changes to a list or map
 * that was passed in do not show.
 *
 * <p>Attributes are strings, numbers, booleans, instants (as their ISO-8601 text), arrays and collections of them, and
 * maps of them for nested attributes. An enum counts as its name, a {@link java.util.UUID} as its text. Null means
 * absent. Building never throws: a context with any other value has a {@link #problem()}, and every flag answers it with
 * the caller's fallback and {@link ErrorCode#INVALID_CONTEXT}.
 *
 * <pre>{@code
 * EvaluationContext context = EvaluationContext.builder("user-42")
 *         .groups("beta")
 *         .tenant("acme")
 *         .attribute("country", "de")
 *         .attribute("address", Map.of("city", "Berlin"))
 *         .build();
 * }</pre>
 */
public final class EvaluationContext {
    static final EvaluationContext EMPTY = new Builder().build();

    private static final VarHandle HASHES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle USER_HASH;
    private static final int USER_NAME_HASH = hash(Attributes.USER);

    static {
        try {
            USER_HASH = MethodHandles.lookup().findVarHandle(EvaluationContext.class, "userHash", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** An open-addressed table, so that a lookup costs a probe or two and no object; at most half full. */
    private final @Nullable String[] names;

    private final @Nullable Object[] values;
    /**
     * The hash of each value as a unit, 0 where it is not known yet; null while none is, since most contexts are asked for
     * that of the user alone. Threads may make it, and fill it in, twice, with the same.
     */
    private long @Nullable [] unitHashes;

    /** That of the user, 0 while it is not known. */
    @SuppressWarnings("UnusedVariable") // used by its handle
    private long userHash;

    private final @Nullable String problem;

    private EvaluationContext(@Nullable String[] names, @Nullable Object[] values, @Nullable String problem) {
        this.names = names;
        this.values = values;
        this.problem = problem;
    }

    /** A context that knows nothing but the user. */
    public static EvaluationContext ofUser(@Nullable String user) {
        return builder().user(user).build();
    }

    /** A context that knows nothing. */
    public static EvaluationContext empty() {
        return EMPTY;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder with the user set. */
    public static Builder builder(@Nullable String user) {
        return new Builder().user(user);
    }

    /** A builder with everything that is in this context, to add to. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** What makes this context unusable, without the value itself; empty if it can be used. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    boolean isInvalid() {
        return problem != null;
    }

    /** The spread of a name's hash that this table uses. */
    static int hash(String name) {
        int h = name.hashCode();
        return h ^ (h >>> 16);
    }

    /** Where an attribute is, or -1 if it is absent. */
    int slotOf(String name, int hash) {
        int mask = names.length - 1;
        int slot = hash & mask;
        for (String found = names[slot]; found != null; found = names[slot]) {
            if (found.equals(name)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    /** The value in a slot that {@link #slotOf} gave, never null. */
    Object valueAt(int slot) {
        return Objects.requireNonNull(values[slot]);
    }

    /**
     * Where the unit in a slot is under a salt, or -1 if the value is no unit. Once the hash is known, the value is not
     * looked at: with many contexts around, each object that is not fetched from memory counts.
     */
    int bucketAt(int slot, long saltHash) {
        long[] known = unitHashes;
        long hash = known == null ? 0 : (long) HASHES.getOpaque(known, slot);
        return hash == 0 ? firstBucketAt(slot, saltHash) : Bucketing.slot(saltHash, hash);
    }

    private int firstBucketAt(int slot, long saltHash) {
        String unit = Units.textOf(valueAt(slot));
        if (unit == null) {
            return -1;
        }
        long hash = Bucketing.hash(unit);
        long[] known = unitHashes;
        if (known == null) {
            known = new long[names.length];
            unitHashes = known;
        }
        HASHES.setOpaque(known, slot, hash);
        return Bucketing.slot(saltHash, hash);
    }

    /** As {@link #bucketAt}, of the user, whom almost everything asks for: its hash is kept in this object itself. */
    int userBucket(long saltHash) {
        long hash = (long) USER_HASH.getOpaque(this);
        return hash == 0 ? firstUserBucket(saltHash) : Bucketing.slot(saltHash, hash);
    }

    private int firstUserBucket(long saltHash) {
        int slot = slotOf(Attributes.USER, USER_NAME_HASH);
        String user = slot < 0 ? null : Units.textOf(valueAt(slot));
        if (user == null) {
            return -1;
        }
        long hash = Bucketing.hash(user);
        USER_HASH.setOpaque(this, hash);
        return Bucketing.slot(saltHash, hash);
    }

    /** How many bytes it takes, by a rough estimate. */
    long weight() {
        long weight = 0;
        for (int slot = 0; slot < names.length; slot++) {
            weight += ContextValues.weight(names[slot]) + ContextValues.weight(values[slot]);
        }
        return weight;
    }

    /** Copies the names that have a value into an empty table that has room for them; returns how many they are. */
    private static int copy(
            @Nullable String[] names,
            @Nullable Object[] values,
            @Nullable String[] toNames,
            @Nullable Object[] toValues) {
        int copied = 0;
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            if (name != null && values[i] != null) {
                int slot = slotFor(name, toNames);
                toNames[slot] = name;
                toValues[slot] = values[i];
                copied++;
            }
        }
        return copied;
    }

    /** Where a name is in a table that is not full, or would be. */
    private static int slotFor(String name, @Nullable String[] table) {
        int mask = table.length - 1;
        int slot = hash(name) & mask;
        for (String found = table[slot]; found != null && !found.equals(name); found = table[slot]) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The names of the attributes; no values, which may be anybody's. */
    @Override
    public String toString() {
        List<String> present = new ArrayList<>();
        for (String name : names) {
            if (name != null) {
                present.add(name);
            }
        }
        present.sort(null);
        return "EvaluationContext" + present;
    }

    /**
     * Collects attributes; one that is set twice has its last value, but a value that could not be used makes the context
     * unusable for good, whatever comes after it. Not thread-safe; no method throws.
     */
    public static final class Builder {
        private static final int FEW = 8;

        /** A table like that of the context. A name without a value was removed. */
        private @Nullable String[] names = new String[FEW];

        private @Nullable Object[] values = new Object[FEW];
        private int used;
        /** Whether a context has these tables, which change no more then. */
        private boolean isShared;

        private @Nullable String problem;

        private Builder() {}

        private Builder(EvaluationContext context) {
            problem = context.problem;
            for (int slot = 0; slot < context.names.length; slot++) {
                String name = context.names[slot];
                if (name != null) {
                    put(name, context.valueAt(slot));
                }
            }
        }

        public Builder user(@Nullable String user) {
            return attribute(Attributes.USER, user);
        }

        public Builder groups(String... groups) {
            return attribute(Attributes.GROUPS, groups);
        }

        public Builder groups(@Nullable Collection<String> groups) {
            return attribute(Attributes.GROUPS, groups);
        }

        public Builder tenant(@Nullable String tenant) {
            return attribute(Attributes.TENANT, tenant);
        }

        public Builder request(@Nullable String request) {
            return attribute(Attributes.REQUEST, request);
        }

        public Builder session(@Nullable String session) {
            return attribute(Attributes.SESSION, session);
        }

        /** Sets an attribute; null removes it. */
        public Builder attribute(@Nullable String name, @Nullable Object value) {
            if (name == null) {
                problem = "an attribute has no name";
                return this;
            }
            Object normal = null;
            try {
                normal = new ContextValues().normalise(value);
            } catch (ContextValues.UnusableException e) {
                problem = "attribute " + Quoted.of(name) + " " + e.getMessage();
            } catch (RuntimeException | StackOverflowError e) {
                // A toString, iterator or entry set of the application's, or a collection changed meanwhile.
                problem = "attribute " + Quoted.of(name) + " cannot be read: "
                        + e.getClass().getName();
            }
            put(name, normal);
            return this;
        }

        /** Sets several attributes. */
        public Builder attributes(Map<String, ?> attributes) {
            try {
                attributes.forEach(this::attribute);
            } catch (RuntimeException | StackOverflowError e) {
                problem = "the attributes cannot be read: " + e.getClass().getName();
            }
            return this;
        }

        /** The context so far; may be called again. */
        public EvaluationContext build() {
            int present = present();
            int capacity = Math.max(2, Integer.highestOneBit(Math.max(1, present) * 4 - 1));
            if (present == used && capacity == names.length) {
                isShared = true;
                return new EvaluationContext(names, values, problem);
            }
            @Nullable String[] ownNames = new String[capacity];
            @Nullable Object[] ownValues = new Object[capacity];
            copy(names, values, ownNames, ownValues);
            return new EvaluationContext(ownNames, ownValues, problem);
        }

        private void put(String name, @Nullable Object value) {
            if (isShared) {
                names = names.clone();
                values = values.clone();
                isShared = false;
            }
            int slot = slotFor(name, names);
            if (names[slot] == null) {
                names[slot] = name;
                used++;
            }
            values[slot] = value;
            if (used * 2 > names.length) {
                grow();
            }
        }

        private void grow() {
            @Nullable String[] oldNames = names;
            @Nullable Object[] oldValues = values;
            names = new String[oldNames.length * 2];
            values = new Object[names.length];
            used = copy(oldNames, oldValues, names, values);
        }

        /** How many names have a value. */
        private int present() {
            int present = 0;
            for (Object value : values) {
                present += value == null ? 0 : 1;
            }
            return present;
        }
    }
}
