package dev.flags;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Listed units of one attribute. An array is in the list if one of its elements is. */
final class UnitSet {
    private final AttributeRef attribute;
    private final UnitTable units;

    UnitSet(String attribute, Collection<String> units) {
        this.attribute = new AttributeRef(attribute);
        this.units = UnitTable.of(units);
    }

    boolean contains(EvaluationContext context, @Nullable String user) {
        Object value = attribute.valueIn(context, user);
        if (value instanceof Object[] array) {
            for (Object element : array) {
                if (element != null && lists(element)) {
                    return true;
                }
            }
            return false;
        }
        return value != null && lists(value);
    }

    /** Whether it contains the context's, and which. */
    ListFinding explain(EvaluationContext context) {
        Object value = attribute.valueIn(context, null);
        if (value == null) {
            return new ListFinding.Missing(attribute.toString(), units.size());
        }
        if (!contains(context, null)) {
            return new ListFinding.NotListed(attribute.toString(), units.size(), ContextJson.of(value));
        }
        return new ListFinding.Listed(attribute.toString(), units.size(), listed(value));
    }

    private String listed(Object value) {
        Object[] elements = value instanceof Object[] array ? array : new Object[] {value};
        return Arrays.stream(elements)
                .filter(element -> element != null && lists(element))
                .findFirst()
                .map(Units::textOf)
                .orElseThrow();
    }

    private boolean lists(Object value) {
        String unit = Units.textOf(value);
        return unit != null && units.has(unit);
    }
}
