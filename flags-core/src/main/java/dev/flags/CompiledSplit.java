package dev.flags;

import dev.flags.BucketFinding.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of some outcomes a unit gets. */
abstract sealed class CompiledSplit extends Step permits NativeSplit, DialectSplit {
    final BucketBy bucketBy;
    final @Nullable Outcome missed;
    final @Nullable Outcome missing;
    private final @Nullable LayerGate layer;

    /**
     * Whom a split concerns.
     *
     * @param layer who takes part at all, or null for everyone
     * @param missed what a unit gets to which the split gives nothing, or null if it goes on to the next step
     * @param missing what a context without a unit gets, or null if it goes on to the next step
     */
    record Scope(
            StepName name,
            BucketBy bucketBy,
            @Nullable LayerGate layer,
            @Nullable Outcome missed,
            @Nullable Outcome missing) {}

    CompiledSplit(Scope scope) {
        super(scope.name());
        this.bucketBy = scope.bucketBy();
        this.layer = scope.layer();
        this.missed = scope.missed();
        this.missing = scope.missing();
    }

    @Override
    final @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
        if (layer != null) {
            int slot = layer.slot(context, user);
            if (slot < 0) {
                return missing;
            }
            if (!layer.includes(slot)) {
                return missed;
            }
        }
        return outcome(context, user);
    }

    /** The outcome of a context that takes part. */
    abstract @Nullable Outcome outcome(EvaluationContext context, @Nullable String user);

    /** Where the context's unit is put. */
    abstract BucketFinding explain(Unit unit, EvaluationContext context);

    /** Looks at what {@link #decide} looks at. */
    @Override
    final List<Finding> findings(Inquiry question) {
        EvaluationContext context = question.context();
        Trail trail = new Trail();
        if (layer != null) {
            trail.then(() -> layer.explain(context));
        }
        return trail.then(() -> explain(context)).findings();
    }

    private BucketFinding explain(EvaluationContext context) {
        Unit unit = bucketBy.unit(context);
        return unit == null ? bucketBy.none() : explain(unit, context);
    }
}
