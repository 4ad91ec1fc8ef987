package dev.flags.testkit;

import dev.flags.config.Condition;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Prerequisite;
import dev.flags.config.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documents that are complete, to which the next one may refer. None refers to a later one, so there is no circle. */
final class Drawn {
    /** Keeps what an evaluation may visit, through all documents in a row, well below its limit. */
    private static final int MAX_REFERENCES = 2;

    private final List<Flag> flags = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final Optional<Layer> layer;
    private int references;

    Drawn(Optional<Layer> layer) {
        this.layer = layer;
    }

    void add(Draft<Flag> draft) {
        references = 0;
        flags.add(draft.completed(this));
    }

    void addSegment(Draft<Segment> draft) {
        references = 0;
        segments.add(draft.completed(this));
    }

    List<Flag> flags() {
        return flags;
    }

    List<Segment> segments() {
        return segments;
    }

    /** The layer, if it has slots for a flag. */
    Optional<String> layerOf(String flag) {
        return layer.filter(each -> each.slots().containsKey(flag)).map(Layer::name);
    }

    /** A reference to one of what there is, if there is any. */
    Optional<Condition> reference(int index) {
        int known = segments.size() + flags.size();
        if (known == 0 || references == MAX_REFERENCES) {
            return Optional.empty();
        }
        references++;
        int at = index % known;
        return Optional.of(
                at < segments.size()
                        ? Condition.segment(segments.get(at).name())
                        : serves(flags.get(at - segments.size()), index));
    }

    private static Condition serves(Flag flag, int index) {
        return Condition.flag(flag.name(), variant(flag, index));
    }

    Optional<Prerequisite> prerequisite(int index) {
        if (flags.isEmpty() || references == MAX_REFERENCES) {
            return Optional.empty();
        }
        references++;
        Flag flag = flags.get(index % flags.size());
        return Optional.of(new Prerequisite(flag.name(), List.of(variant(flag, index))));
    }

    private static String variant(Flag flag, int index) {
        List<String> variants = List.copyOf(flag.definition().variants().keySet());
        return variants.get(index % variants.size());
    }
}
