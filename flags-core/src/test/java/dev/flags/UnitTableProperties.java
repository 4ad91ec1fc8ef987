package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class UnitTableProperties {
    @Property
    void table_isASetOfItsUnits(
            @ForAll List<@StringLength(max = 2) String> units, @ForAll @StringLength(max = 2) String other) {
        Set<String> model = new HashSet<>(units);

        UnitTable table = UnitTable.of(units);

        assertThat(table).isEqualTo(model).hasSize(model.size());
        assertThat(table.hashCode()).isEqualTo(model.hashCode());
        units.forEach(unit ->
                assertThat(table.contains(String.valueOf(unit.toCharArray()))).isTrue());
        assertThat(table.contains(other)).isEqualTo(model.contains(other));
    }

    @Example
    void unitsOfOneHash_areToldApart() {
        UnitTable table = UnitTable.of(List.of("AaAa", "BBBB", "AaBB"));

        assertThat(table).containsExactlyInAnyOrder("AaAa", "BBBB", "AaBB");
        assertThat(table.contains("BBAa")).isFalse();
    }

    @Example
    void nothingElseIsInATable() {
        UnitTable table = UnitTable.of(List.of("1"));

        assertThat(table.contains(null)).isFalse();
        assertThat(((Collection<?>) table).contains(1L)).isFalse();
        assertThat(UnitTable.of(List.of()).contains("")).isFalse();
    }

    @Example
    void tableOfATable_isTheSame() {
        UnitTable table = UnitTable.of(Set.of("a"));

        assertThat(UnitTable.of(table)).isSameAs(table);
    }

    @Example
    void iteratorEnds_andTakesNothingOut() {
        Iterator<String> units = UnitTable.of(List.of("a")).iterator();

        assertThat(units.next()).isEqualTo("a");
        assertThat(units.hasNext()).isFalse();
        assertThatThrownBy(units::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(units::remove).isInstanceOf(UnsupportedOperationException.class);
    }
}
