package dev.flags;

import dev.flags.BucketFinding.Bucket;
import dev.flags.BucketFinding.Unit;
import dev.flags.bucketing.Bucketing;
import dev.flags.config.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer's slots for one flag: who takes part in its split. */
final class LayerGate {
    private final String layer;
    private final BucketBy bucketBy;
    private final long saltHash;
    private final List<Layer.Slots> slots;

    LayerGate(String layer, BucketBy bucketBy, String salt, List<Layer.Slots> slots) {
        this.layer = layer;
        this.bucketBy = bucketBy;
        this.saltHash = Bucketing.hash(salt);
        this.slots = slots;
    }

    /** The slot of the context's unit in the layer, or -1 if it has none. */
    int slot(EvaluationContext context, @Nullable String user) {
        return bucketBy.slot(context, user, saltHash);
    }

    boolean includes(int slot) {
        for (int i = 0; i < slots.size(); i++) { // an iterator would be an object for each answer
            Layer.Slots range = slots.get(i);
            if (slot >= range.from() && slot < range.to()) {
                return true;
            }
        }
        return false;
    }

    BucketFinding explain(EvaluationContext context) {
        Unit unit = bucketBy.unit(context);
        if (unit == null) {
            return bucketBy.none();
        }
        Bucket bucket = bucketBy.bucket(unit, context, saltHash);
        return new BucketFinding.InLayer(layer, bucket, slots, includes(bucket.slot()));
    }
}
