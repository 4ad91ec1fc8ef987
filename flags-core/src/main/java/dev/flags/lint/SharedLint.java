package dev.flags.lint;

import dev.flags.config.Condition;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.internal.JsonPointer;
import dev.flags.lint.Assignment.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at what documents do to one another. */
final class SharedLint {
    private final ConfigLint config;
    private final ConditionLogic logic;
    private final List<LintFinding> found = new ArrayList<>();

    private SharedLint(ConfigLint config, ConditionLogic logic) {
        this.config = config;
        this.logic = logic;
    }

    /** @param isWhole whether these are all documents there are: else what nobody uses cannot be told */
    static List<LintFinding> check(ConfigLint config, ConditionLogic logic, boolean isWhole) {
        SharedLint lint = new SharedLint(config, logic);
        if (isWhole) {
            lint.checkUse();
        }
        lint.checkAssignments();
        lint.checkLayers();
        lint.found.sort(Comparator.comparing(LintFinding::document).thenComparing(LintFinding::pointer));
        return lint.found;
    }

    private void checkUse() {
        config.documents(Kind.SEGMENT)
                .filter(segment -> !config.isNamed(segment.key()))
                .forEach(segment ->
                        add(segment, LintRule.UNUSED_SEGMENT, "", "no flag and no segment refers to it; delete it"));
        config.documents(Kind.LAYER).forEach(layer -> {
            if (config.isNamed(layer.key())) {
                ((Layer) layer.value()).slots().keySet().forEach(flag -> checkSlots(layer, flag));
            } else {
                add(layer, LintRule.UNUSED_LAYER, "", "no split is in it; delete it, or name it in a split");
            }
        });
    }

    private void checkSlots(DocumentLint layer, String name) {
        DocumentKey flag = DocumentKey.flag(name);
        if (config.has(flag) && !config.document(flag).references().contains(layer.key())) {
            add(
                    layer,
                    LintRule.UNUSED_SLOTS,
                    JsonPointer.child("/slots", name),
                    "no split of " + flag + " is in this layer; give the slots to others, or name the layer there");
        }
    }

    private void checkAssignments() {
        Map<Place, List<Assignment>> byPlace = new HashMap<>();
        config.documents(Kind.FLAG)
                .flatMap(flag -> flag.assignments().stream())
                .forEach(assignment -> byPlace.computeIfAbsent(assignment.place(), place -> new ArrayList<>())
                        .add(assignment));
        byPlace.values().stream().filter(same -> same.size() > 1).forEach(this::checkSame);
    }

    /** Each flag is told once, of the first one before it by name that it meets. */
    private void checkSame(List<Assignment> same) {
        same.sort(Comparator.comparing(Assignment::flag).thenComparing(Assignment::pointer));
        Set<String> told = new HashSet<>();
        for (int i = 0; i < same.size(); i++) {
            Assignment later = same.get(i);
            if (!told.contains(later.flag())) {
                same.subList(0, i).stream()
                        .filter(earlier -> meet(earlier, later))
                        .findFirst()
                        .ifPresent(earlier -> {
                            told.add(later.flag());
                            reportSame(earlier, later);
                        });
            }
        }
    }

    private boolean meet(Assignment one, Assignment other) {
        return !one.flag().equals(other.flag())
                && one.window().overlaps(other.window())
                && !logic.areImpossible(List.of(formula(one.when()), formula(other.when())));
    }

    private Formula formula(@Nullable Condition when) {
        return when == null ? Formula.TRUE : logic.formula(when);
    }

    private void reportSame(Assignment earlier, Assignment later) {
        DocumentLint first = config.document(DocumentKey.flag(earlier.flag()));
        if (!first.ignored().contains(LintRule.SHARED_SALT)) {
            add(
                    config.document(DocumentKey.flag(later.flag())),
                    LintRule.SHARED_SALT,
                    later.pointer(),
                    "has the same salt as " + first.key() + " at " + earlier.pointer()
                            + ", so that who gets what here follows from what they get there; give one of them a salt of"
                            + " its own, or slots of a common layer to both");
        }
    }

    private void checkLayers() {
        Map<Place, DocumentLint> first = new HashMap<>();
        config.documents(Kind.LAYER).forEach(document -> {
            Layer layer = (Layer) document.value();
            DocumentLint earlier = first.putIfAbsent(new Place(layer.saltOrName(), layer.bucketBy()), document);
            if (earlier != null && !earlier.ignored().contains(LintRule.SHARED_SALT)) {
                add(
                        document,
                        LintRule.SHARED_SALT,
                        "/salt",
                        "is the salt of " + earlier.key()
                                + " too, so that the same units take part in both; give it a salt of its own");
            }
        });
    }

    private void add(DocumentLint document, LintRule rule, String pointer, String message) {
        if (!document.ignored().contains(rule)) {
            found.add(new LintFinding(rule, document.key().toString(), pointer, message));
        }
    }
}
