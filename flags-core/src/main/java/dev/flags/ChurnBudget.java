package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.config.Percentage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refuses changes that would give too many of the recent contexts another answer. */
final class ChurnBudget {
    /** So few contexts say nothing. */
    static final int MIN_CONTEXTS = 100;

    /** The kill switch and its undoing are for emergencies. */
    private static final Set<String> FREE = Set.of(FeatureFlagManager.DISABLE, FeatureFlagManager.RESTORE);

    private final ChangePreview preview;
    private final Evaluator evaluator;
    private final Optional<Percentage> max;

    /** @param max the largest share of contexts that may flip, for any flag; empty for no limit */
    ChurnBudget(ChangePreview preview, Evaluator evaluator, Optional<Percentage> max) {
        this.preview = preview;
        this.evaluator = evaluator;
        this.max = max;
    }

    Impact preview(DocumentKey changed, Map<DocumentKey, Object> after, ConfigState state) {
        return preview.of(evaluator.snapshot(), state, changed, after);
    }

    /**
     * Refuses what nobody has said is meant.
     *
     * @throws ChurnBudgetException if the edit is over the budget
     * @throws dev.flags.config.ConfigException if the configuration would become invalid
     */
    void require(Edit edit, ConfigState state) {
        if (max.isEmpty() || edit.change().isOverChurnBudget() || FREE.contains(edit.action())) {
            return;
        }
        Impact impact = preview(edit.key(), Edit.after(edit.key(), edit.value(), state), state);
        for (FlagImpact flag : impact.flags()) {
            boolean isOver = flag.share() * Percentage.SCALE > max.get().slots();
            if (isOver && flag.contexts() >= MIN_CONTEXTS) {
                throw new ChurnBudgetException(flag, max.get(), impact);
            }
        }
    }
}
