package dev.flags.rollout;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.rollout.Input.Samples;
import dev.flags.rollout.StoredRollouts.Stored;
import dev.flags.rollout.Window.Count;
import dev.flags.rollout.Window.Place;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * How often the arms of rollouts have answered since their stages began, in all processes: each tells the others by a
 * document of its own, since whoever drives would else see its own share of the traffic only. What a store loses of them
 * makes a stage last longer, never shorter. Used by one thread.
 */
final class SampleWindows {
    /** How often a process tells the others. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ConfigStore store;
    private final DocumentKey ownKey;
    private final Function<String, Map<String, Long>> counts;
    private final Map<String, Begun> begun = new HashMap<>();
    private Window own = Window.NONE;
    private Window told = Window.NONE;
    private Instant toldAt = Instant.MIN;
    private Version version = new Version("", 0);
    private Map<DocumentKey, Window> others = Map.of();
    private Map<DocumentKey, Long> revisions = Map.of();

    /** The counts that a stage has begun with. */
    private record Begun(Place place, Samples samples) {}

    /** @param counts answers of each variant's arm in this process, by flag */
    SampleWindows(ConfigStore store, String instance, Function<String, Map<String, Long>> counts) {
        this.store = store;
        this.ownKey = new DocumentKey(RolloutKinds.WINDOW, instance);
        this.counts = counts;
    }

    /** Counts, for {@link #samples} in this process. */
    void count(StoredRollouts rollouts) {
        Map<String, Count> counted = new HashMap<>();
        for (Stored stored : rollouts.rollouts().values()) {
            RolloutDocument document = stored.document();
            if (document.state().phase().isLive()) {
                counted.put(document.flag(), new Count(Place.of(document), since(document)));
            }
        }
        begun.keySet().retainAll(counted.keySet());
        own = new Window(counted);
    }

    private Samples since(RolloutDocument document) {
        Samples total = total(document);
        Place place = Place.of(document);
        Begun begin = begun.get(document.flag());
        if (begin == null || !begin.place().equals(place)) {
            begin = new Begun(place, total);
            begun.put(document.flag(), begin);
        }
        return new Samples(
                Math.max(0, total.candidate() - begin.samples().candidate()),
                Math.max(0, total.control() - begin.samples().control()));
    }

    private Samples total(RolloutDocument document) {
        Map<String, Long> byVariant = counts.apply(document.flag());
        return new Samples(
                byVariant.getOrDefault(document.candidate(), 0L), byVariant.getOrDefault(document.baseline(), 0L));
    }

    /** Tells the others, from time to time. */
    void tell(Instant now) {
        boolean isSoon = !now.isBefore(toldAt) && now.isBefore(toldAt.plus(INTERVAL)); // a clock may go back
        if (own.equals(told) || isSoon) {
            return;
        }
        toldAt = now;
        look();
        Write write = new Write.Put(
                ownKey, revisions.getOrDefault(ownKey, 0L), own.toJson().toJson());
        if (committed(List.of(write))) {
            told = own;
        }
    }

    /** Answers of each arm since the stage of a rollout began. */
    Samples samples(RolloutDocument document) {
        Samples sum = own.samples(document);
        for (Window other : others.values()) {
            sum = sum.plus(other.samples(document));
        }
        return sum;
    }

    /** Reads what others have told, and deletes what is about nothing that is still going on. */
    void collect(StoredRollouts rollouts) {
        look();
        List<Write> stale = others.entrySet().stream()
                .filter(other -> isOver(other.getValue(), rollouts))
                .<Write>map(other -> new Write.Delete(other.getKey(), revisions.getOrDefault(other.getKey(), 0L)))
                .toList();
        if (!stale.isEmpty()) {
            committed(stale);
        }
    }

    private static boolean isOver(Window window, StoredRollouts rollouts) {
        return window.counts().entrySet().stream().noneMatch(entry -> {
            Stored stored = rollouts.rollouts().get(entry.getKey());
            return stored != null && entry.getValue().place().equals(Place.of(stored.document()));
        });
    }

    private boolean committed(List<Write> writes) {
        return store.commit(new Commit(UUID.randomUUID(), writes, List.of(), List.of()))
                instanceof CommitResult.Applied;
    }

    private void look() {
        Set<Kind> kinds = Set.of(RolloutKinds.WINDOW);
        if (store.version(kinds).equals(version)) {
            return;
        }
        StoreSnapshot snapshot = store.load(kinds);
        Map<DocumentKey, Window> read = new HashMap<>();
        Map<DocumentKey, Long> found = new HashMap<>();
        for (Document document : snapshot.documents().values()) {
            found.put(document.key(), document.revision());
            if (!document.key().equals(ownKey)) {
                read.put(document.key(), Window.read(document.json()));
            }
        }
        version = snapshot.version();
        others = read;
        revisions = found;
    }
}
