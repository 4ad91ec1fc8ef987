package dev.flags;

import dev.flags.BucketFinding.Unit;
import dev.flags.bucketing.Dialect;
import dev.flags.config.Percentage;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A split by another system's hash. */
final class DialectSplit extends CompiledSplit {
    private final Dialect.Bucketer bucketer;
    private final Outcome[] outcomes;
    private final String dialect;
    private final Map<String, Percentage> weights;

    /**
     * Makes a split.
     *
     * @param outcomes one for each of {@code weights}
     * @param weights what {@code bucketer} was made with
     */
    DialectSplit(
            Scope scope,
            Dialect.Bucketer bucketer,
            Outcome[] outcomes,
            String dialect,
            Map<String, Percentage> weights) {
        super(scope);
        this.bucketer = bucketer;
        this.outcomes = outcomes;
        this.dialect = dialect;
        this.weights = weights;
    }

    @Override
    @Nullable Outcome outcome(EvaluationContext context, @Nullable String user) {
        AttributeRef attribute = bucketBy.present(context, user);
        if (attribute == null) {
            return missing;
        }
        int index = bucketer.indexOf(Objects.requireNonNull(attribute.unitIn(context, user)));
        return index < 0 ? missed : outcomes[index];
    }

    @Override
    BucketFinding explain(Unit unit, EvaluationContext context) {
        int index = bucketer.indexOf(unit.text());
        return index < 0
                ? new BucketFinding.NotByDialect(dialect, unit, weights)
                : new BucketFinding.ByDialect(dialect, unit, outcomes[index].variant(), weights);
    }
}
