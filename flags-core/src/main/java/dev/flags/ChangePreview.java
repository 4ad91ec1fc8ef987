package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import dev.flags.store.Version;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tries a change on the contexts that flags were asked with lately. Nothing of it is counted or kept. */
final class ChangePreview {
    /** As many contexts of a flag's own are better than any number of others'. */
    private static final int ENOUGH = 30;

    private final ContextSample sample;
    private final InstantSource clock;

    ChangePreview(ContextSample sample, InstantSource clock) {
        this.sample = sample;
        this.clock = clock;
    }

    /**
     * What becomes of the answers.
     *
     * @param current what answers come from now
     * @param state what that was compiled from
     * @param changed the document that is changed
     * @param after all documents in effect after the change
     */
    Impact of(Snapshot current, ConfigState state, DocumentKey changed, Map<DocumentKey, Object> after) {
        InstantSource now = InstantSource.fixed(clock.instant());
        Map<String, Flag> affected = affected(changed, after);
        Map<String, CompiledFlag> flags = new HashMap<>(current.flags());
        flags.remove(changed.kind().equals(Kind.FLAG) ? changed.name() : "");
        SnapshotCompiler compiler = new SnapshotCompiler(
                byName(after, Segment.class), byName(after, Layer.class), name -> includedUnits(state, name));
        affected.forEach((name, flag) -> flags.put(name, compiler.compile(flag, 0, new FlagCounters())));
        Snapshot next = Snapshot.of(new Version("", 0), flags, now);
        List<ContextSample.Asked> asked = sample.recent();
        return new Impact(affected.keySet().stream()
                .filter(name -> !isMissing(current.flag(name)))
                .map(name -> impact(name, asked, current.at(now), next))
                .toList());
    }

    private static boolean isMissing(@Nullable CompiledFlag flag) {
        return flag == null || flag.isRefused();
    }

    /** The flags whose answers depend on a document, by name. */
    private static Map<String, Flag> affected(DocumentKey changed, Map<DocumentKey, Object> values) {
        Map<String, Flag> affected = new TreeMap<>();
        values.forEach((key, value) -> {
            if (value instanceof Flag flag
                    && (key.equals(changed)
                            || ReferenceCheck.reachable(flag, values).contains(changed))) {
                affected.put(flag.name(), flag);
            }
        });
        return affected;
    }

    /** The units of a file that a segment includes, as they were read last. */
    private static Set<String> includedUnits(ConfigState state, String segment) {
        ConfigState.Loaded loaded = state.loaded(DocumentKey.segment(segment));
        return loaded == null ? Set.of() : loaded.includedUnits();
    }

    private static <T> Map<String, T> byName(Map<DocumentKey, Object> values, Class<T> type) {
        Map<String, T> byName = new HashMap<>();
        values.forEach((key, value) -> {
            if (type.isInstance(value)) {
                byName.put(key.name(), type.cast(value));
            }
        });
        return byName;
    }

    private static FlagImpact impact(String flag, List<ContextSample.Asked> asked, Snapshot before, Snapshot after) {
        List<EvaluationContext> own = asked.stream()
                .filter(question -> question.flag().equals(flag))
                .map(ContextSample.Asked::context)
                .toList();
        List<EvaluationContext> tried = own.size() >= ENOUGH
                ? own
                : asked.stream().map(ContextSample.Asked::context).toList();
        Tally tally = new Tally();
        CompiledFlag old = Objects.requireNonNull(before.flag(flag));
        CompiledFlag changed = Objects.requireNonNull(after.flag(flag));
        tried.forEach(context -> tally.add(old.decide(before, context, null), changed.decide(after, context, null)));
        return new FlagImpact(flag, tried.size(), tally.flips, tally.rebucketed(), tally.moves);
    }

    /** Counts how answers differ. */
    private static final class Tally {
        private final Map<FlagImpact.Move, Integer> moves = new HashMap<>();
        /** Of units that splits decided before and after: how many more each variant has. */
        private final Map<String, Integer> gains = new HashMap<>();

        private int flips;
        private int splitFlips;

        void add(Outcome before, Outcome after) {
            if (before.variant().equals(after.variant())) {
                return;
            }
            flips++;
            moves.merge(new FlagImpact.Move(before.variant(), after.variant()), 1, Integer::sum);
            if (before.split() != null && after.split() != null) {
                splitFlips++;
                gains.merge(before.variant(), -1, Integer::sum);
                gains.merge(after.variant(), 1, Integer::sum);
            }
        }

        /** Whoever moved between splits, less the moves without which the shares would not have changed. */
        int rebucketed() {
            int needed =
                    gains.values().stream().mapToInt(gain -> Math.max(0, gain)).sum();
            return splitFlips - needed;
        }
    }
}
