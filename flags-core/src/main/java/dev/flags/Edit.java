package dev.flags;

import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
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
import dev.flags.store.Expect;
import dev.flags.store.Tombstone;
import dev.flags.store.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is to become of a document, and the commit that does it.
 *
 * @param value a {@link Flag}, {@link Segment} or {@link Layer} of the key's name, or empty to delete it
 */
record Edit(DocumentKey key, Optional<Object> value, String action, Change change) {
    private static final String SHIPPED = "bootstrap";

    private boolean isDeletionOf(Kind kind) {
        return value.isEmpty() && key.kind().equals(kind);
    }

    /**
     * The commit that makes this of a state.
     *
     * @throws ConfigException if the configuration would become invalid
     */
    Commit commit(ConfigState state, Instant now) {
        return commit(state, now, UUID.randomUUID());
    }

    /**
     * The commit that makes this of a state, and with it what another module wants.
     *
     * @throws ConfigException if the configuration would become invalid
     */
    Commit commit(ConfigState state, Instant now, FlagTransaction.Changes with) {
        boolean isThere =
                value.equals(Optional.ofNullable(state.loaded(key)).map(Loaded::value)) && state.isCurrent(key);
        if (isThere) {
            List<Expect> reads = new ArrayList<>(with.reads());
            reads.add(new Expect(key, state.revision(key)));
            return new Commit(with.id(), with.writes(), reads, with.events());
        }
        Commit own = commit(state, now, with.id());
        return new Commit(
                with.id(),
                both(own.writes(), with.writes()),
                both(own.reads(), with.reads()),
                both(own.events(), with.events()));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private Commit commit(ConfigState state, Instant now, UUID id) {
        Map<DocumentKey, Object> values = after(key, value, state);
        JsonObject before = Documents.text(state.documents().get(key));
        JsonObject after = value.map(v -> Documents.write(v, before)).orElse(JsonObject.EMPTY);
        List<Write> writes = new ArrayList<>();
        long revision = state.revision(key);
        if (value.isPresent()) {
            ConfigCodec.read(key, after.toJson()).orThrow();
            writes.add(new Write.Put(key, revision, after.toJson()));
        } else {
            writes.add(new Write.Delete(key, revision));
        }
        if (isDeletionOf(Kind.FLAG)) {
            DocumentKey tombstone = DocumentKey.tombstone(key.name());
            String text = new Tombstone(key.name(), now, change.actor(), change.reason()).toJson();
            writes.add(new Write.Put(tombstone, state.revision(tombstone), text));
        }
        List<AuditEvent> events = new ArrayList<>();
        if (state.source() == ConfigState.Source.BOOTSTRAP) {
            addShipped(state, id, now, writes, events);
        }
        events.add(event(id, now, action, subject(), before, after));
        return new Commit(id, writes, reads(values, state), events);
    }

    /**
     * What would be in effect if a document were made, replaced or deleted.
     *
     * @throws ConfigException if the configuration would become invalid
     */
    static Map<DocumentKey, Object> after(DocumentKey key, Optional<Object> value, ConfigState state) {
        Map<DocumentKey, Object> values =
                Maps.newHashMapWithExpectedSize(state.effective().size() + 1);
        state.effective().forEach((loaded, what) -> values.put(loaded, what.value()));
        values.remove(key);
        value.ifPresent(v -> values.put(key, v));
        requireValid(key, value, values, state);
        return values;
    }

    /** The whole has to be valid, but for what was wrong before and is none of this change's business. */
    private static void requireValid(
            DocumentKey key, Optional<Object> value, Map<DocumentKey, Object> values, ConfigState state) {
        Set<DocumentKey> existing = Sets.union(state.documents().keySet(), state.refused());
        if (value.isEmpty()) {
            existing = Sets.difference(existing, Set.of(key));
        }
        Map<DocumentKey, List<Problem>> found = ReferenceCheck.of(values, existing);
        if (!found.isEmpty()) {
            throw new ConfigException(
                    found.values().stream().flatMap(List::stream).toList());
        }
    }

    private AuditEvent event(
            UUID id, Instant now, String what, DocumentKey document, JsonObject before, JsonObject after) {
        return new AuditEvent(
                id, now, change.actor(), change.reason(), what, document, AuditEvent.changes(before, after));
    }

    /** Whoever asks for the history of a flag wants to see what became of its name, too. */
    private DocumentKey subject() {
        return key.kind().equals(Kind.TOMBSTONE) ? DocumentKey.flag(key.name()) : key;
    }

    /** The first change of a store that nobody has written to takes along what is in effect, or all of that would go. */
    private void addShipped(ConfigState state, UUID id, Instant now, List<Write> writes, List<AuditEvent> events) {
        state.documents().values().stream()
                .filter(document -> !document.key().equals(key))
                .forEach(document -> {
                    writes.add(new Write.Put(document.key(), 0, document.json()));
                    events.add(event(id, now, SHIPPED, document.key(), JsonObject.EMPTY, Documents.text(document)));
                });
    }

    /** What the edit is valid for: nobody must have changed any of it by the time it is applied. */
    private List<Expect> reads(Map<DocumentKey, Object> values, ConfigState state) {
        Set<Expect> reads = new LinkedHashSet<>();
        if (!key.kind().equals(Kind.TOMBSTONE)) {
            Object before =
                    Optional.ofNullable(state.loaded(key)).map(Loaded::value).orElse(null);
            value.ifPresent(v -> ReferenceCheck.reachable(v, values).stream()
                    .filter(target -> !target.equals(key))
                    .forEach(target -> reads.add(new Expect(target, state.revision(target)))));
            if (value.isEmpty() || Documents.takesAway(before, value.get())) {
                // Nobody must have begun to refer to what is no longer there.
                reads.add(Expect.noneNewer(Kind.FLAG, state.version()));
                reads.add(Expect.noneNewer(Kind.SEGMENT, state.version()));
            }
        }
        creations(state).forEach(kind -> reads.add(Expect.noneNewer(kind, state.version())));
        return List.copyOf(reads);
    }

    /**
     * The kinds of which nobody must have made or deleted anything, so that this creates what it creates once. That a
     * document does not exist is also so after it was made and deleted again; a creation whose answer was lost, and that
     * comes late, would bring it back. Whoever deletes a flag leaves a tombstone, which is rarer than other changes of flags.
     */
    private Set<Kind> creations(ConfigState state) {
        if (state.source() == ConfigState.Source.BOOTSTRAP) {
            return ConfigRefresher.KINDS;
        }
        if (value.isEmpty() || state.revision(key) > 0) {
            return Set.of();
        }
        return Set.of(key.kind().equals(Kind.FLAG) ? Kind.TOMBSTONE : key.kind());
    }
}
