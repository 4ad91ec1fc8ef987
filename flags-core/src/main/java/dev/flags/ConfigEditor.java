package dev.flags;

import dev.flags.ConfigState.Loaded;
import dev.flags.config.ConfigCodec;
import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.Problem;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.StoreException;
import dev.flags.store.Tombstone;
import dev.flags.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Changes one document at a time: reads the newest state, computes the next one, checks that the whole stays valid, and
 * commits it with the record of who and why. If somebody else was faster, all of that begins again.
 */
final class ConfigEditor {
    /** Each failed attempt means that somebody else's change was applied, so that this many mean a storm. */
    private static final int MAX_ATTEMPTS = 50;

    private static final String SHIPPED = "bootstrap";

    private final ConfigStore store;
    private final ConfigRefresher refresher;
    private final ChurnBudget budget;
    private final InstantSource clock;
    private final Duration patience;

    /** @param patience how long to go on asking a store what became of a commit */
    ConfigEditor(
            ConfigStore store, ConfigRefresher refresher, ChurnBudget budget, InstantSource clock, Duration patience) {
        this.store = store;
        this.refresher = refresher;
        this.budget = budget;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * What is to become of a document.
     *
     * @param value a {@link Flag}, {@link Segment} or {@link Layer} of the key's name, or empty to delete it
     */
    private record Edit(DocumentKey key, Optional<Object> value, String action, Change change) {
        boolean isDeletionOf(Kind kind) {
            return value.isEmpty() && key.kind().equals(kind);
        }
    }

    /** Computes an edit from a state; empty if there is nothing to do. */
    private interface Plan {
        /** @param isNewest whether the state is what the store has */
        Optional<Edit> edit(ConfigState state, boolean isNewest);
    }

    /** Replaces a flag by what the function makes of it; empty stands for a flag that does not exist. */
    void flag(String name, String action, Change change, UnaryOperator<Optional<Flag>> function) {
        Objects.requireNonNull(change, "change");
        DocumentKey key = DocumentKey.flag(name);
        run(key, (state, isNewest) -> {
            Optional<Flag> before = state.flag(name);
            requireReadable(key, state, action);
            Optional<Flag> after = function.apply(before).map(flag -> flag.withoutExpired(clock.instant()));
            after.ifPresent(flag -> requireName(name, flag.name()));
            if (isNewest && after.equals(before) && state.isCurrent(key)) {
                return Optional.empty();
            }
            if (before.isEmpty() && after.isPresent()) {
                requireNotRetired(name, state);
            }
            return Optional.of(new Edit(key, after.map(flag -> flag), action, change));
        });
    }

    /** Creates, replaces or deletes a segment or a layer. */
    void document(DocumentKey key, Optional<Object> value, String action, Change change) {
        Objects.requireNonNull(change, "change");
        run(key, (state, isNewest) -> {
            Optional<Object> before = Optional.ofNullable(state.loaded(key)).map(Loaded::value);
            return isNewest && value.equals(before) && state.isCurrent(key)
                    ? Optional.empty()
                    : Optional.of(new Edit(key, value, action, change));
        });
    }

    /** What would become of answers if a document were made or replaced. */
    Impact preview(DocumentKey key, Object value) {
        ConfigState state = refresher.state();
        Map<DocumentKey, Object> values = values(key, Optional.of(value), state);
        requireValid(key, Optional.of(value), values, state);
        return budget.preview(key, values, state);
    }

    /** Lets the name of a flag that was deleted be used again. */
    void release(String name, Change change) {
        Objects.requireNonNull(change, "change");
        DocumentKey key = DocumentKey.tombstone(name);
        run(key, (state, isNewest) -> {
            if (!state.documents().containsKey(key)) {
                throw new IllegalArgumentException("the flag name \"" + name + "\" is not retired");
            }
            return Optional.of(new Edit(key, Optional.empty(), "release_name", change));
        });
    }

    private void run(DocumentKey key, Plan plan) {
        CommitSettler settler = new CommitSettler(store, patience);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            boolean isNewest = refresher.refresh();
            ConfigState state = refresher.state();
            if (settler.isApplied()) {
                refresher.refresh();
                return;
            }
            requireBase(state, isNewest);
            Optional<Edit> edit = plan.edit(state, isNewest);
            if (edit.isEmpty() || isCommitted(edit.get(), state, settler)) {
                return;
            }
        }
        throw settler.meaning(tooManyConflicts(key));
    }

    private boolean isCommitted(Edit edit, ConfigState state, CommitSettler settler) {
        Map<DocumentKey, Object> values = values(edit.key(), edit.value(), state);
        requireValid(edit.key(), edit.value(), values, state);
        budget.require(edit.key(), values, state, edit.action(), edit.change());
        CommitResult result;
        try {
            result = store.commit(commit(edit, values, state));
        } catch (StoreException e) {
            throw settler.meaning(e);
        }
        if (result instanceof CommitResult.Unknown unknown) {
            settler.lost(unknown.commitId());
        } else if (result instanceof CommitResult.Applied) {
            refresher.refresh();
            return true;
        }
        return false;
    }

    /** What the application ships with says nothing of what a store holds that cannot be asked. */
    private void requireBase(ConfigState state, boolean isNewest) {
        if (state.source() == ConfigState.Source.BOOTSTRAP && !isNewest) {
            throw new StoreException("the store has not been read yet, so that nothing can be changed: "
                    + refresher.health().error());
        }
    }

    /** A person's broken text must not be overwritten by accident; only a kill may. */
    private static void requireReadable(DocumentKey key, ConfigState state, String action) {
        boolean canBeKilled = action.equals(FeatureFlagManager.DISABLE) && state.loaded(key) != null;
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
            throw new IllegalArgumentException("flag " + expected + " came back as " + actual
                    + "; an update cannot rename a flag. Set it under its new name and delete the old one");
        }
    }

    /** What would be in effect after an edit. */
    private static Map<DocumentKey, Object> values(DocumentKey changed, Optional<Object> value, ConfigState state) {
        Map<DocumentKey, Object> values = new HashMap<>();
        state.effective().forEach((key, loaded) -> values.put(key, loaded.value()));
        values.remove(changed);
        value.ifPresent(after -> values.put(changed, after));
        return values;
    }

    /** The whole has to be valid, but for what was wrong before and is none of this change's business. */
    private static void requireValid(
            DocumentKey changed, Optional<Object> value, Map<DocumentKey, Object> values, ConfigState state) {
        Set<DocumentKey> existing = new HashSet<>(state.documents().keySet());
        existing.addAll(state.refused());
        if (value.isEmpty()) {
            existing.remove(changed);
        }
        Map<DocumentKey, List<Problem>> found = ReferenceCheck.of(
                ofType(Flag.class, values), ofType(Segment.class, values), ofType(Layer.class, values), existing);
        if (!found.isEmpty()) {
            throw new ConfigException(
                    found.values().stream().flatMap(List::stream).toList());
        }
    }

    private static <T> List<T> ofType(Class<T> type, Map<DocumentKey, Object> values) {
        return values.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private Commit commit(Edit edit, Map<DocumentKey, Object> values, ConfigState state) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        JsonObject before = Documents.text(state.documents().get(edit.key()));
        JsonObject after =
                edit.value().map(value -> Documents.write(value, before)).orElse(JsonObject.EMPTY);
        List<Write> writes = new ArrayList<>();
        long revision = state.revision(edit.key());
        if (edit.value().isPresent()) {
            ConfigCodec.read(edit.key(), after.toJson()).orThrow();
            writes.add(new Write.Put(edit.key(), revision, after.toJson()));
        } else {
            writes.add(new Write.Delete(edit.key(), revision));
        }
        if (edit.isDeletionOf(Kind.FLAG)) {
            DocumentKey tombstone = DocumentKey.tombstone(edit.key().name());
            String text = new Tombstone(
                            edit.key().name(),
                            now,
                            edit.change().actor(),
                            edit.change().reason())
                    .toJson();
            writes.add(new Write.Put(tombstone, state.revision(tombstone), text));
        }
        List<AuditEvent> events = new ArrayList<>();
        if (state.source() == ConfigState.Source.BOOTSTRAP) {
            addShipped(edit, state, id, now, writes, events);
        }
        events.add(new AuditEvent(
                id,
                now,
                edit.change().actor(),
                edit.change().reason(),
                edit.action(),
                subject(edit.key()),
                AuditEvent.changes(before, after)));
        return new Commit(id, writes, reads(edit, values, state), events);
    }

    /** Whoever asks for the history of a flag wants to see what became of its name, too. */
    private static DocumentKey subject(DocumentKey key) {
        return key.kind().equals(Kind.TOMBSTONE) ? DocumentKey.flag(key.name()) : key;
    }

    /** The first change of a store that nobody has written to takes along what is in effect, or all of that would go. */
    private static void addShipped(
            Edit edit, ConfigState state, UUID id, Instant now, List<Write> writes, List<AuditEvent> events) {
        state.documents().values().stream()
                .filter(document -> !document.key().equals(edit.key()))
                .forEach(document -> {
                    writes.add(new Write.Put(document.key(), 0, document.json()));
                    events.add(new AuditEvent(
                            id,
                            now,
                            edit.change().actor(),
                            edit.change().reason(),
                            SHIPPED,
                            document.key(),
                            AuditEvent.changes(JsonObject.EMPTY, Documents.text(document))));
                });
    }

    /** What the edit is valid for: nobody must have changed any of it by the time it is applied. */
    private static List<Expect> reads(Edit edit, Map<DocumentKey, Object> values, ConfigState state) {
        List<Expect> reads = new ArrayList<>();
        if (edit.key().kind().equals(Kind.TOMBSTONE)) {
            return reads;
        }
        Object before =
                Optional.ofNullable(state.loaded(edit.key())).map(Loaded::value).orElse(null);
        edit.value()
                .ifPresent(value -> ReferenceCheck.reachable(value, values).stream()
                        .filter(target -> !target.equals(edit.key()))
                        .forEach(target -> reads.add(new Expect(target, state.revision(target)))));
        if (edit.value().isEmpty() || Documents.takesAway(before, edit.value().get())) {
            // Nobody must have begun to refer to what is no longer there.
            reads.add(Expect.noneNewer(Kind.FLAG, state.version()));
            reads.add(Expect.noneNewer(Kind.SEGMENT, state.version()));
        }
        if (before == null && edit.value().isPresent() && edit.key().kind().equals(Kind.FLAG)) {
            reads.add(new Expect(DocumentKey.tombstone(edit.key().name()), 0));
        }
        return reads;
    }

    private static StoreException tooManyConflicts(DocumentKey key) {
        return new StoreException("others changed " + key + ", or what it refers to, " + MAX_ATTEMPTS
                + " times in a row; nothing was changed. Try again");
    }
}
