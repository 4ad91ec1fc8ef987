package dev.flags;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.flags.ConfigState.Loaded;
import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Problem;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.StoreException;
import dev.flags.store.Tombstone;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Changes one document at a time: reads the newest state, computes the next one, checks that the whole stays valid, and
 * commits it with the record of who and why. If somebody else was faster, all of that begins again.
 */
final class ConfigEditor {
    /** Each failed attempt means that somebody else's change was applied, so that this many mean a storm. */
    private static final int MAX_ATTEMPTS = 50;

    private final ConfigStore store;
    private final ConfigRefresher refresher;
    private final ChurnBudget budget;
    private final InstantSource clock;
    private final Duration patience;
    private volatile boolean isClosed;

    /** @param patience how long to go on asking a store for what it does not say at once */
    ConfigEditor(
            ConfigStore store, ConfigRefresher refresher, ChurnBudget budget, InstantSource clock, Duration patience) {
        this.store = store;
        this.refresher = refresher;
        this.budget = budget;
        this.clock = clock;
        this.patience = patience;
    }

    /** Computes a commit from a state; empty if there is nothing to do. */
    private interface Plan {
        /** @param isNewest whether the state is what the store has */
        Optional<Commit> commit(ConfigState state, boolean isNewest);
    }

    /** Replaces a flag by what the function makes of it; empty stands for a flag that does not exist. */
    void flag(String name, String action, Change change, UnaryOperator<Optional<Flag>> function) {
        Objects.requireNonNull(change, "change");
        DocumentKey key = DocumentKey.flag(name);
        run(key, (state, isNewest) -> {
            Optional<Flag> after = after(name, action, state, function);
            return isNewest && after.equals(state.flag(name)) && state.isCurrent(key)
                    ? Optional.empty()
                    : Optional.of(commit(new Edit(key, after.map(flag -> flag), action, change), state));
        });
    }

    /**
     * Changes a flag together with documents of another module. Not held to the churn budget: who moves traffic step by
     * step, and back, means to give many another answer.
     *
     * @return whether anything was changed
     */
    boolean transact(String name, FlagTransaction transaction) {
        DocumentKey key = DocumentKey.flag(name);
        return run(
                key,
                (state, isNewest) -> transaction.changes(state.flag(name)).map(changes -> commit(key, changes, state)));
    }

    private Commit commit(DocumentKey key, FlagTransaction.Changes changes, ConfigState state) {
        requireName(key.name(), changes.flag().name());
        requireReadable(key, state, changes.isKill());
        Edit edit = new Edit(key, Optional.of(changes.flag()), changes.action(), changes.change());
        return edit.commit(state, clock.instant(), changes);
    }

    private Commit commit(Edit edit, ConfigState state) {
        budget.require(edit, state);
        return edit.commit(state, clock.instant());
    }

    /** What would become of answers if a flag were replaced by what the function makes of it. */
    Impact preview(String name, UnaryOperator<Optional<Flag>> function) {
        ConfigState state = refresher.state();
        return preview(
                DocumentKey.flag(name), after(name, "preview", state, function).map(flag -> flag), state);
    }

    private Optional<Flag> after(
            String name, String action, ConfigState state, UnaryOperator<Optional<Flag>> function) {
        Optional<Flag> before = state.flag(name);
        requireReadable(DocumentKey.flag(name), state, action.equals(FeatureFlagManager.DISABLE));
        Optional<Flag> after = function.apply(before).map(flag -> flag.withoutExpired(clock.instant()));
        after.ifPresent(flag -> requireName(name, flag.name()));
        if (before.isEmpty() && after.isPresent()) {
            requireNotRetired(name, state);
        }
        return after;
    }

    /** Creates, replaces or deletes a segment or a layer. */
    void document(DocumentKey key, Optional<Object> value, String action, Change change) {
        Objects.requireNonNull(change, "change");
        run(key, (state, isNewest) -> {
            Optional<Object> before = Optional.ofNullable(state.loaded(key)).map(Loaded::value);
            return isNewest && value.equals(before) && state.isCurrent(key)
                    ? Optional.empty()
                    : Optional.of(commit(new Edit(key, value, action, change), state));
        });
    }

    /** What would become of answers if a document were made or replaced. */
    Impact preview(DocumentKey key, Object value) {
        return preview(key, Optional.of(value), refresher.state());
    }

    private Impact preview(DocumentKey key, Optional<Object> value, ConfigState state) {
        return budget.preview(key, Edit.after(key, value, state), state);
    }

    /** Lets the name of a flag that was deleted be used again. */
    void release(String name, Change change) {
        Objects.requireNonNull(change, "change");
        DocumentKey key = DocumentKey.tombstone(name);
        run(key, (state, isNewest) -> {
            if (!state.documents().containsKey(key)) {
                throw new IllegalArgumentException("the flag name \"" + name + "\" is not retired");
            }
            return Optional.of(commit(new Edit(key, Optional.empty(), "release_name", change), state));
        });
    }

    /** Whether anything was changed. */
    private boolean run(DocumentKey key, Plan plan) {
        if (isClosed) {
            throw new StoreException("the manager is closed; nothing was changed");
        }
        CommitSettler settler = new CommitSettler(store, patience);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            boolean isNewest = refresher.refresh();
            ConfigState state = refresher.state();
            if (settler.isApplied()) {
                eventually(refresher::refresh);
                return true;
            }
            requireBase(state, isNewest, settler);
            Optional<Commit> commit = plan.commit(state, isNewest);
            if (commit.isEmpty() || isCommitted(key, commit.get(), state, settler)) {
                return commit.isPresent();
            }
        }
        throw settler.meaning(tooManyConflicts(key));
    }

    private boolean isCommitted(DocumentKey key, Commit commit, ConfigState state, CommitSettler settler) {
        CommitResult result;
        try {
            result = store.commit(commit);
        } catch (StoreException e) {
            throw settler.meaning(e);
        }
        if (result instanceof CommitResult.Unknown) {
            settler.lost(commit.id());
        } else if (result instanceof CommitResult.Applied applied) {
            if (commit.writes().stream().anyMatch(write -> isOurs(write.key()))) { // else it is no version of ours
                refresher.committed(commit, applied.version());
            }
            return true;
        } else if (isOurs((CommitResult.Conflict) result)) {
            requireNewer(key, state, settler);
        }
        return false;
    }

    /** Whether a document differs that is in the state; what other modules keep, they read anew. */
    private static boolean isOurs(CommitResult.Conflict conflict) {
        return conflict.documents().stream().anyMatch(mismatch -> isOurs(mismatch.document()));
    }

    private static boolean isOurs(DocumentKey key) {
        return ConfigRefresher.KINDS.contains(key.kind());
    }

    /** Somebody else was faster. Until it is known what they did, another attempt would be the same. */
    private void requireNewer(DocumentKey key, ConfigState seen, CommitSettler settler) {
        boolean isThere = eventually(() -> {
            refresher.refresh();
            return !refresher.state().stored().equals(seen.stored());
        });
        if (!isThere) {
            String why = refresher.health().error();
            throw settler.meaning(
                    new StoreException(key + ", or what it refers to, has changed, and the store does not show how"
                            + (why == null ? "" : ": " + why) + "; nothing was changed here. Try again"));
        }
    }

    /** Asks again and again, and not for ever. */
    private boolean eventually(BooleanSupplier isSo) {
        long start = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                return false;
            }
            Uninterruptibles.sleepUninterruptibly(CommitSettler.PAUSE);
        }
        return true;
    }

    /** What the application ships with, or fallbacks, say nothing of what a store holds that cannot be asked. */
    private void requireBase(ConfigState state, boolean isNewest, CommitSettler settler) {
        boolean isGuess = state.source() == ConfigState.Source.BOOTSTRAP || state.source() == ConfigState.Source.NONE;
        if (isGuess && !isNewest) {
            throw settler.meaning(new StoreException("the store has not been read yet, so that nothing can be changed: "
                    + refresher.health().error()));
        }
    }

    /** A person's broken text must not be overwritten by accident; only a kill may. */
    private static void requireReadable(DocumentKey key, ConfigState state, boolean isKill) {
        boolean canBeKilled = isKill && state.loaded(key) != null;
        if (!state.isCurrent(key) && !canBeKilled) {
            List<Problem> why = state.problems().stream()
                    .filter(problem -> problem.document().equals(key.toString()))
                    .toList();
            throw new ConfigException(
                    why.isEmpty()
                            ? List.of(new Problem(
                                    Problem.Severity.ERROR,
                                    key.toString(),
                                    "",
                                    "cannot be read, so it cannot be changed"))
                            : why);
        }
    }

    private static void requireNotRetired(String name, ConfigState state) {
        Document tombstone = state.documents().get(DocumentKey.tombstone(name));
        if (tombstone != null) {
            throw new IllegalStateException(
                    Tombstone.read(tombstone.key(), tombstone.json()).message());
        }
    }

    private static void requireName(String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new IllegalArgumentException(
                    "flag " + expected + " came back as " + actual
                            + "; an update cannot rename a flag. Set what toBuilder().rename(name) makes of it, which moves nobody, and delete the old one");
        }
    }

    private static StoreException tooManyConflicts(DocumentKey key) {
        return new StoreException("others changed " + key + ", or what it refers to, " + MAX_ATTEMPTS
                + " times in a row; nothing was changed. Try again");
    }

    /** Takes no more changes. Those that have begun go on. */
    void close() {
        isClosed = true;
    }
}
