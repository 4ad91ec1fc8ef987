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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tries a change on the contexts that flags were asked with lately. Nothing of it is counted or kept. */
final class ChangePreview {
    private final ContextSample sample;
    private final InstantSource clock;

    ChangePreview(ContextSample sample, InstantSource clock) {
        this.sample = sample;
        this.clock = clock;
    }

    /**
     * What becomes of the answers, were the configuration up to date before and after. A flag that is deleted gives the
     * fallback to whoever asked for it; what others asked with says nothing of that.
     *
     * @param current what answers come from now
     * @param state what that was compiled from
     * @param changed the document that is changed
     * @param after all documents in effect after the change
     */
    Impact of(Snapshot current, ConfigState state, DocumentKey changed, Map<DocumentKey, Object> after) {
        InstantSource now = InstantSource.fixed(clock.instant());
        Snapshot before = current.asFresh().at(now);
        List<ContextSample.Asked> asked = sample.recent();
        if (changed.kind().equals(Kind.FLAG) && !after.containsKey(changed)) {
            return new Impact(Stream.of(changed.name())
                    .filter(name -> !isMissing(before.flag(name)))
                    .map(name -> deletion(name, asked, before))
                    .toList());
        }
        Map<String, Flag> affected = affected(changed, after);
        Map<String, CompiledFlag> flags = new HashMap<>();
        before.flags().forEach(flag -> flags.put(flag.name(), flag));
        flags.remove(changed.kind().equals(Kind.FLAG) ? changed.name() : "");
        SnapshotCompiler compiler = new SnapshotCompiler(
                byName(after, Segment.class), byName(after, Layer.class), name -> includedUnits(state, name));
        affected.forEach((name, flag) -> flags.put(name, compiler.compile(flag, 0, new FlagCounters())));
        Snapshot next = Snapshot.of(new Version("", 0), flags.values(), now);
        return new Impact(affected.keySet().stream()
                .filter(name -> !isMissing(before.flag(name)))
                .map(name -> impact(name, asked, before, next))
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
        List<EvaluationContext> own = own(flag, asked);
        List<EvaluationContext> tried = own.size() >= ChurnBudget.MIN_CONTEXTS
                ? own
                : asked.stream().map(ContextSample.Asked::context).toList();
        Tally tally = new Tally();
        CompiledFlag old = Objects.requireNonNull(before.flag(flag));
        CompiledFlag changed = Objects.requireNonNull(after.flag(flag));
        tried.forEach(context -> tally.add(old.decide(before, context, null), changed.decide(after, context, null)));
        return tally.impact(flag, tried.size());
    }

    private static FlagImpact deletion(String flag, List<ContextSample.Asked> asked, Snapshot before) {
        List<EvaluationContext> own = own(flag, asked);
        Tally tally = new Tally();
        CompiledFlag old = Objects.requireNonNull(before.flag(flag));
        own.forEach(context -> tally.flip(old.decide(before, context, null).variant(), FlagCounters.FALLBACK));
        return tally.impact(flag, own.size());
    }

    /** The contexts that a flag itself was asked with. */
    private static List<EvaluationContext> own(String flag, List<ContextSample.Asked> asked) {
        return asked.stream()
                .filter(question -> question.flag().equals(flag))
                .map(ContextSample.Asked::context)
                .toList();
    }

    /** Counts how answers differ. */
    private static final class Tally {
        private final Map<FlagImpact.Move, Integer> moves = new HashMap<>();
        /** Of units that splits decided before and after: how many more each variant has. */
        private final Map<String, Integer> gains = new HashMap<>();

        private int flips;
        private int splitFlips;

        void add(Outcome before, Outcome after) {
            boolean isMoved = !before.variant().equals(after.variant());
            if (isMoved
                    || !before.evaluation().value().equals(after.evaluation().value())) {
                flip(before.variant(), after.variant());
            }
            if (isMoved && before.split() != null && after.split() != null) {
                splitFlips++;
                gains.merge(before.variant(), -1, Integer::sum);
                gains.merge(after.variant(), 1, Integer::sum);
            }
        }

        void flip(String before, String after) {
            flips++;
            moves.merge(new FlagImpact.Move(before, after), 1, Integer::sum);
        }

        FlagImpact impact(String flag, int contexts) {
            return new FlagImpact(flag, contexts, flips, rebucketed(), moves);
        }

        /** Whoever moved between splits, less the moves without which the shares would not have changed. */
        private int rebucketed() {
            int needed =
                    gains.values().stream().mapToInt(gain -> Math.max(0, gain)).sum();
            return splitFlips - needed;
        }
    }
}
