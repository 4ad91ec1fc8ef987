package dev.flags;

import dev.flags.BucketFinding.Bucket;
import dev.flags.BucketFinding.NoUnit;
import dev.flags.BucketFinding.Unit;
import dev.flags.config.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The attributes that may hold the unit of a split. The first of them that has one is it. */
final class BucketBy {
    private static final List<String> USER = List.of(Attributes.USER);
    /** One for all: almost every split is by user. */
    private static final BucketBy THE_USER = new BucketBy(USER);

    private final AttributeRef[] attributes;

    private BucketBy(List<String> names) {
        this.attributes = names.stream().map(AttributeRef::new).toArray(AttributeRef[]::new);
    }

    static BucketBy of(List<String> names) {
        return names.equals(USER) ? THE_USER : new BucketBy(names);
    }

    /** The attribute that has a unit, or null if none has. */
    @Nullable AttributeRef present(EvaluationContext context, @Nullable String user) {
        for (AttributeRef attribute : attributes) {
            if (attribute.hasUnitIn(context, user)) {
                return attribute;
            }
        }
        return null;
    }

    /** The slot of the unit under a salt, or -1 if there is no unit. */
    int slot(EvaluationContext context, @Nullable String user, long saltHash) {
        for (AttributeRef attribute : attributes) {
            int slot = attribute.bucketIn(context, user, saltHash);
            if (slot >= 0) {
                return slot;
            }
        }
        return -1;
    }

    /** The unit, or null if there is none. */
    @Nullable Unit unit(EvaluationContext context) {
        AttributeRef attribute = present(context, null);
        return attribute == null
                ? null
                : new Unit(attribute.toString(), Objects.requireNonNull(attribute.unitIn(context, null)));
    }

    /** The unit of a context that has one, in its slot. */
    Bucket bucket(Unit unit, EvaluationContext context, long saltHash) {
        return new Bucket(unit, slot(context, null, saltHash));
    }

    /** That there is no unit. */
    NoUnit none() {
        return new NoUnit(Arrays.stream(attributes).map(AttributeRef::toString).toList());
    }
}
