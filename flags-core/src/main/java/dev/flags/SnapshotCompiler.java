package dev.flags;

import com.google.common.collect.Sets;
import dev.flags.config.Condition;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Segment;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles the segments of one state of the configuration, and its flags with them. */
final class SnapshotCompiler {
    private final Map<String, Segment> segments;
    private final Map<String, Layer> layers;
    private final Function<String, Set<String>> includedUnits;
    private final Map<String, CompiledSegment> compiled = new HashMap<>();
    private final ConditionCompiler conditions = new ConditionCompiler(this::segment);

    /** @param includedUnits the units in the file that a segment of a name refers to */
    SnapshotCompiler(
            Map<String, Segment> segments, Map<String, Layer> layers, Function<String, Set<String>> includedUnits) {
        this.segments = segments;
        this.layers = layers;
        this.includedUnits = includedUnits;
    }

    CompiledFlag compile(Flag flag, long revision, FlagCounters counters) {
        return FlagCompiler.compile(flag, revision, conditions, layers, counters);
    }

    /** Segments refer to one another, but never in a circle: whoever is part of one was refused. */
    private @Nullable CompiledSegment segment(String name) {
        CompiledSegment known = compiled.get(name);
        if (known != null) {
            return known;
        }
        Segment segment = segments.get(name);
        if (segment == null) {
            return null;
        }
        Condition when = segment.when();
        CompiledSegment made = new CompiledSegment(
                name,
                new UnitSet(segment.attribute(), segment.excluded()),
                new UnitSet(segment.attribute(), included(segment)),
                when == null ? null : conditions.compile(when));
        compiled.put(name, made);
        return made;
    }

    /** Those in a file alone are not copied: there may be millions. */
    private Collection<String> included(Segment segment) {
        if (segment.includedFile() == null) {
            return segment.included();
        }
        Set<String> inFile = includedUnits.apply(segment.name());
        return segment.included().isEmpty() ? inFile : Sets.union(Set.copyOf(segment.included()), inFile);
    }
}
