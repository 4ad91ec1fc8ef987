package dev.flags.rollout;

import dev.flags.Change;
import dev.flags.config.ConfigException;
import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.rollout.StoredRollouts.Stored;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Write;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads and writes rollouts. Thread-safe. */
final class RolloutStore {
    private static final Set<Kind> KINDS = Set.of(RolloutKinds.ROLLOUT, RolloutKinds.FREEZE);

    private final ConfigStore store;
    private volatile StoredRollouts known = StoredRollouts.NONE;

    RolloutStore(ConfigStore store) {
        this.store = store;
    }

    /** What was read last. */
    StoredRollouts known() {
        return known;
    }

    /**
     * What the store holds now.
     *
     * @throws dev.flags.store.StoreException if it is out of reach
     */
    StoredRollouts load() {
        StoredRollouts before = known;
        if (store.version(KINDS).equals(before.version())) {
            return before;
        }
        StoredRollouts loaded = read(store.load(KINDS), before);
        known = loaded;
        return loaded;
    }

    private static StoredRollouts read(StoreSnapshot snapshot, StoredRollouts before) {
        Map<String, Stored> rollouts = new HashMap<>();
        Map<String, String> unreadable = new HashMap<>();
        boolean isSameEpoch = snapshot.version().epoch().equals(before.version().epoch());
        for (Document document : snapshot.documents().values()) {
            String name = document.key().name();
            if (document.key().kind().equals(RolloutKinds.ROLLOUT)) {
                Stored old = before.rollouts().get(name);
                try {
                    rollouts.put(
                            name,
                            isSameEpoch && old != null && old.revision() == document.revision()
                                    ? old
                                    : new Stored(rollout(document), document.revision()));
                } catch (ConfigException | IllegalArgumentException e) {
                    unreadable.put(name, e.toString());
                }
            }
        }
        Optional<Document> freeze = Optional.ofNullable(snapshot.documents().get(RolloutKinds.FREEZE_KEY));
        return new StoredRollouts(
                snapshot.version(),
                rollouts,
                unreadable,
                freeze.map(document -> Freeze.ofJson(jsonOrEmpty(document))),
                freeze.map(Document::revision).orElse(0L));
    }

    private static RolloutDocument rollout(Document document) {
        RolloutDocument read = RolloutCodec.read(json(document));
        if (!read.flag().equals(document.key().name())) {
            throw new IllegalArgumentException("it says that it is of another flag, " + read.flag());
        }
        return read;
    }

    private static JsonObject json(Document document) {
        return JsonValue.parse(document.json()) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    /** Of a document that counts by being there, whatever it says. */
    private static JsonObject jsonOrEmpty(Document document) {
        try {
            return json(document);
        } catch (JsonSyntaxException e) {
            return JsonObject.EMPTY;
        }
    }

    /**
     * Writes what has become of a rollout that does nothing to its flag.
     *
     * @return whether it is known to be applied; if not, whoever reads again sees what became of it
     */
    boolean commit(Stored before, RolloutDocument next, List<Expect> reads) {
        UUID id = UUID.randomUUID();
        Write write = put(next, before.revision());
        List<AuditEvent> events =
                Audit.event(id, before.document(), next).stream().toList();
        return isApplied(new Commit(id, List.of(write), reads, events));
    }

    /**
     * Freezes rollouts, or takes a freeze back.
     *
     * @param freeze empty to take it back
     * @return whether it is known to be applied
     */
    boolean commit(Optional<Freeze> freeze, Change change, Instant now) {
        UUID id = UUID.randomUUID();
        Document found = store.load(KINDS).documents().get(RolloutKinds.FREEZE_KEY);
        long revision = found == null ? 0 : found.revision();
        JsonObject before = found == null ? JsonObject.EMPTY : jsonOrEmpty(found);
        JsonObject after = freeze.map(Freeze::toJson).orElse(JsonObject.EMPTY);
        Write write = freeze.isPresent()
                ? new Write.Put(RolloutKinds.FREEZE_KEY, revision, after.toJson())
                : new Write.Delete(RolloutKinds.FREEZE_KEY, revision);
        AuditEvent event = new AuditEvent(
                id,
                now,
                change.actor(),
                change.reason(),
                freeze.isPresent() ? "freeze" : "unfreeze",
                RolloutKinds.FREEZE_KEY,
                AuditEvent.changes(before, after));
        return isApplied(new Commit(id, List.of(write), List.of(), List.of(event)));
    }

    private boolean isApplied(Commit commit) {
        return store.commit(commit) instanceof CommitResult.Applied;
    }

    /** Who changed the rollouts of a flag, when and why, newest first. */
    List<AuditEvent> history(String flag, int limit) {
        return store.history(HistoryQuery.of(RolloutKinds.rollout(flag), limit));
    }

    static Write put(RolloutDocument document, long revision) {
        return new Write.Put(
                RolloutKinds.rollout(document.flag()),
                revision,
                RolloutCodec.write(document).toJson());
    }
}
