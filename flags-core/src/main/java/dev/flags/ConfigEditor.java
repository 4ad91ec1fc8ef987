package dev.flags;

import dev.flags.ConfigState.Loaded;
import dev.flags.config.ConfigCodec;
import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Problem;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
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
import org.jspecify.annotations.Nullable;

/**
 * Changes one document at a time: reads the newest state, computes the next one, checks that the whole stays valid, and
 * commits it with the record of who and why. If somebody else was faster, all of that begins again.
 */
final class ConfigEditor {
    /** Each failed attempt means that somebody else's change was applied, so that this many mean a storm. */
    private static final int MAX_ATTEMPTS = 50;

    private final ConfigStore store;
    private final ConfigRefresher refresher;
    private final InstantSource clock;

    ConfigEditor(ConfigStore store, ConfigRefresher refresher, InstantSource clock) {
        this.store = store;
        this.refresher = refresher;
        this.clock = clock;
    }

    /**
     * What is to become of a document.
     *
     * @param value a {@link Flag}, {@link Segment} or {@link Layer} of the key's name, or empty to delete it
     */
    private record Edit(DocumentKey key, Optional<Object> value, String action, Change change) {}

    /** Replaces a flag by what the function makes of it; empty stands for a flag that does not exist. */
    void flag(String name, String action, Change change, UnaryOperator<Optional<Flag>> function) {
        Objects.requireNonNull(change, "change");
        DocumentKey key = DocumentKey.flag(name);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            boolean isNewest = refresher.refresh();
            ConfigState state = refresher.state();
            Optional<Flag> before = state.flag(name);
            requireReadable(key, state, action);
            Optional<Flag> after = function.apply(before).map(flag -> flag.withoutExpired(clock.instant()));
            after.ifPresent(flag -> requireName(name, flag.name()));
            if (isNewest && after.equals(before) && state.isCurrent(key)) {
                return;
            }
            if (committed(new Edit(key, after.map(flag -> flag), action, change), state)) {
                return;
            }
        }
        throw tooManyConflicts(key);
    }

    /** Creates, replaces or deletes a segment or a layer. */
    void document(DocumentKey key, Optional<Object> value, String action, Change change) {
        Objects.requireNonNull(change, "change");
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            boolean isNewest = refresher.refresh();
            ConfigState state = refresher.state();
            Optional<Object> before = Optional.ofNullable(state.loaded(key)).map(Loaded::value);
            if (isNewest && value.equals(before) && state.isCurrent(key)) {
                return;
            }
            if (committed(new Edit(key, value, action, change), state)) {
                return;
            }
        }
        throw tooManyConflicts(key);
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

    private static void requireName(String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new IllegalArgumentException("flag " + expected + " came back as " + actual
                    + "; an update cannot rename a flag. Set it under its new name and delete the old one");
        }
    }

    private boolean committed(Edit edit, ConfigState state) {
        requireValid(edit, state);
        Commit commit = commit(edit, state);
        CommitResult result = store.commit(commit);
        refresher.refresh();
        if (result instanceof CommitResult.Unknown unknown) {
            return settle(unknown);
        }
        return result instanceof CommitResult.Applied;
    }

    private boolean settle(CommitResult.Unknown unknown) {
        try {
            return !store.history(HistoryQuery.of(unknown.commitId())).isEmpty();
        } catch (StoreException e) {
            throw new StoreException(
                    "it is not known whether the change was applied, since the store does not answer; look at the flag"
                            + " before you try again",
                    e);
        }
    }

    /** The whole has to be valid, but for what was wrong before and is none of this change's business. */
    private static void requireValid(Edit edit, ConfigState state) {
        Map<DocumentKey, Object> values = new HashMap<>();
        state.effective().forEach((key, loaded) -> values.put(key, loaded.value()));
        values.remove(edit.key());
        edit.value().ifPresent(value -> values.put(edit.key(), value));
        Set<DocumentKey> existing = new HashSet<>(state.documents().keySet());
        existing.addAll(state.refused());
        if (edit.value().isEmpty()) {
            existing.remove(edit.key());
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

    private Commit commit(Edit edit, ConfigState state) {
        UUID id = UUID.randomUUID();
        JsonObject before = text(state.documents().get(edit.key()));
        JsonObject after = edit.value().map(value -> write(value, before)).orElse(JsonObject.EMPTY);
        edit.value()
                .ifPresent(
                        value -> ConfigLoader.parse(edit.key(), after.toJson()).orThrow());
        long revision = state.revision(edit.key());
        Write write = edit.value().isPresent()
                ? new Write.Put(edit.key(), revision, after.toJson())
                : new Write.Delete(edit.key(), revision);
        List<Expect> reads = new ArrayList<>();
        edit.value()
                .ifPresent(value -> targets(value).stream()
                        .filter(target -> !target.equals(edit.key()))
                        .forEach(target -> reads.add(new Expect(target, state.revision(target)))));
        AuditEvent event = new AuditEvent(
                id,
                clock.instant(),
                edit.change().actor(),
                edit.change().reason(),
                edit.action(),
                edit.key(),
                AuditEvent.changes(before, after));
        return new Commit(id, List.of(write), reads, List.of(event));
    }

    private static Set<DocumentKey> targets(Object value) {
        if (value instanceof Flag flag) {
            return ReferenceCheck.targets(flag);
        }
        return value instanceof Segment segment ? ReferenceCheck.targets(segment) : Set.of();
    }

    private static JsonObject write(Object value, JsonObject before) {
        if (value instanceof Flag flag) {
            return ConfigCodec.write(flag, before);
        }
        return value instanceof Segment segment ? ConfigCodec.write(segment) : ConfigCodec.write((Layer) value);
    }

    private static JsonObject text(@Nullable Document document) {
        if (document == null) {
            return JsonObject.EMPTY;
        }
        try {
            return JsonValue.parse(document.json()) instanceof JsonObject object ? object : JsonObject.EMPTY;
        } catch (JsonSyntaxException e) {
            return JsonObject.EMPTY; // refused, and about to be replaced by a kill
        }
    }

    private static StoreException tooManyConflicts(DocumentKey key) {
        return new StoreException("others changed " + key + ", or what it refers to, " + MAX_ATTEMPTS
                + " times in a row; nothing was changed. Try again");
    }
}
