package dev.flags;

import dev.flags.BucketFinding.Bucket;
import dev.flags.BucketFinding.Unit;
import dev.flags.bucketing.Bucketing;
import dev.flags.config.SlotRange;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A split by our own hash: the scale of slots is cut into pieces, and each piece has an outcome.
 *
 * <p>Almost all splits are percentages and have two pieces. These stand in the split itself: with thousands of flags, what
 * an answer costs is how many objects it has to fetch from memory, and an array is one.
 */
final class NativeSplit extends CompiledSplit {
    private final long saltHash;
    private final int cut;
    private final @Nullable Outcome below;
    private final @Nullable Outcome above;
    /** All of the pieces, if there are more than two; else null. */
    private final @Nullable Pieces pieces;

    private final List<SlotRange> declared;
    private final Ramp ramp;

    /**
     * Makes a split.
     *
     * @param declared what {@code pieces} was made of
     */
    NativeSplit(Scope scope, String salt, Pieces pieces, List<SlotRange> declared, Ramp ramp) {
        super(scope);
        this.saltHash = Bucketing.hash(salt);
        this.cut = pieces.firstEnd();
        this.below = pieces.at(0);
        this.above = pieces.at(Bucketing.SCALE - 1);
        this.pieces = pieces.count() > 2 ? pieces : null;
        this.declared = declared;
        this.ramp = ramp;
    }

    @Override
    @Nullable Outcome outcome(EvaluationContext context, @Nullable String user) {
        int slot = bucketBy.slot(context, user, saltHash);
        return slot < 0 ? missing : at(slot);
    }

    private @Nullable Outcome at(int slot) {
        if (pieces != null) {
            return pieces.at(slot);
        }
        return slot < cut ? below : above;
    }

    @Override
    BucketFinding explain(Unit unit, EvaluationContext context) {
        Bucket bucket = bucketBy.bucket(unit, context, saltHash);
        int slot = bucket.slot();
        Outcome outcome = at(slot);
        return outcome == null || Objects.equals(outcome, missed)
                ? new BucketFinding.InGap(bucket, declared, ramp.entries(slot))
                : new BucketFinding.InRange(bucket, outcome.variant(), declared, ramp.entries(slot));
    }
}
