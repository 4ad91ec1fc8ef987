package dev.flags.rollout;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.Write;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Has one process drive, and another one when it does not come back. It saves work; what keeps two drivers from getting
 * into each other's way are the revisions that commits expect. Its own revision is the fence: a driver expects it in every
 * commit, so that one that has slept through the end of its lease can do nothing once another has taken it. Used by
 * one thread.
 */
final class Lease {
    private final ConfigStore store;
    private final String holder;
    private final Duration timeToLive;
    private Optional<Held> held = Optional.empty();

    private record Held(Instant until, long revision) {}

    /** @param holder a name that no other process has */
    Lease(ConfigStore store, String holder, Duration timeToLive) {
        this.store = store;
        this.holder = holder;
        this.timeToLive = timeToLive;
    }

    /**
     * Takes the lease if it is free, or renews it when a third of it is over.
     *
     * @return what every commit has to expect; empty if somebody else drives
     * @throws dev.flags.store.StoreException if the store is out of reach
     */
    Optional<Expect> hold(Instant now) {
        boolean isFresh = held.filter(own -> isFresh(own, now)).isPresent();
        if (!isFresh) {
            held = take(now);
        }
        return held.map(own -> new Expect(RolloutKinds.LEASE_KEY, own.revision()));
    }

    private boolean isFresh(Held own, Instant now) {
        Duration left = Duration.between(now, own.until());
        return left.compareTo(timeToLive) <= 0
                && left.compareTo(timeToLive.multipliedBy(2).dividedBy(3)) > 0;
    }

    private Optional<Held> take(Instant now) {
        Document found = store.load(Set.of(RolloutKinds.LEASE)).documents().get(RolloutKinds.LEASE_KEY);
        if (found != null && isOfAnother(found, now)) {
            return Optional.empty();
        }
        Instant until = now.plus(timeToLive);
        String text = JsonObject.builder()
                .put("holder", holder)
                .put("until", until.toString())
                .build()
                .toJson();
        Write write = new Write.Put(RolloutKinds.LEASE_KEY, found == null ? 0 : found.revision(), text);
        CommitResult result = store.commit(new Commit(UUID.randomUUID(), List.of(write), List.of(), List.of()));
        return result instanceof CommitResult.Applied applied
                ? Optional.of(new Held(until, applied.version().number()))
                : Optional.empty();
    }

    /** One that cannot be read is nobody's; and nobody has one that lasts longer than it may from now on. */
    private boolean isOfAnother(Document document, Instant now) {
        try {
            if (!(JsonValue.parse(document.json()) instanceof JsonObject json)
                    || !(json.members().get("holder") instanceof JsonString owner)
                    || !(json.members().get("until") instanceof JsonString until)) {
                return false;
            }
            Instant end = Instant.parse(until.value());
            return !owner.value().equals(holder)
                    && now.isBefore(end)
                    && !end.isAfter(now.plus(timeToLive.multipliedBy(2)));
        } catch (JsonSyntaxException | DateTimeException e) {
            return false;
        }
    }

    /** Lets others drive at once. */
    void release() {
        held.ifPresent(own -> store.commit(new Commit(
                UUID.randomUUID(),
                List.of(new Write.Delete(RolloutKinds.LEASE_KEY, own.revision())),
                List.of(),
                List.of())));
        held = Optional.empty();
    }
}
