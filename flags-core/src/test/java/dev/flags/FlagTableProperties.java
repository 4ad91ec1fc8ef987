package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FlagTableProperties {
    @Property
    void eachFlag_isFoundByItsNameAndNothingElseIs(@ForAll Set<String> names, @ForAll String other) {
        List<CompiledFlag> flags = names.stream().map(FlagTableProperties::flag).toList();

        FlagTable table = FlagTable.of(flags);

        assertThat(table.all()).isEqualTo(flags);
        flags.forEach(flag -> assertThat(table.get(flag.name())).isSameAs(flag));
        flags.forEach(flag -> assertThat(table.get(copy(flag.name()))).isSameAs(flag));
        assertThat(table.get(other) == null).isEqualTo(!names.contains(other));
    }

    @Example
    void namesOfOneHash_areToldApart() {
        List<CompiledFlag> flags = new ArrayList<>();
        for (String name : List.of("AaAa", "BBBB", "AaBB", "BBAa")) {
            flags.add(flag(name));
        }

        FlagTable table = FlagTable.of(flags.subList(0, 3));

        assertThat(table.get("AaBB")).isSameAs(flags.get(2));
        assertThat(table.get("BBAa")).isNull();
    }

    @Example
    void nullIsNobodysName() {
        assertThat(FlagTable.of(List.of(flag("a"))).get(null)).isNull();
        assertThat(FlagTable.EMPTY.get(null)).isNull();
        assertThat(FlagTable.EMPTY.get("a")).isNull();
    }

    @Property
    void mapped_hasTheOthersUnderTheSameNames(@ForAll Set<String> names) {
        FlagTable table =
                FlagTable.of(names.stream().map(FlagTableProperties::flag).toList());

        FlagTable mapped = table.mapped(flag -> CompiledFlag.refused(flag.name(), 2, new LongAdder()));

        assertThat(mapped.all()).hasSameSizeAs(table.all());
        names.forEach(name -> assertThat(mapped.get(name)).isNotSameAs(table.get(name)));
        names.forEach(name -> assertThat(mapped.get(name))
                .isNotNull()
                .extracting(CompiledFlag::revision)
                .isEqualTo(2L));
    }

    @Property
    void with_isWhatASortedMapWouldBe(@ForAll Set<String> names, @ForAll Map<String, Boolean> changes) {
        SortedMap<String, CompiledFlag> model = new TreeMap<>();
        names.forEach(name -> model.put(name, flag(name)));
        FlagTable table = FlagTable.of(model.values());
        SortedMap<String, Optional<CompiledFlag>> changed = new TreeMap<>();
        changes.forEach((name, isThere) -> {
            Optional<CompiledFlag> flag = isThere ? Optional.of(flag(name)) : Optional.empty();
            changed.put(name, flag);
            flag.ifPresentOrElse(made -> model.put(name, made), () -> model.remove(name));
        });
        List<CompiledFlag> before = List.copyOf(table.all());

        FlagTable next = table.with(changed);

        assertThat(next.all()).containsExactlyElementsOf(model.values());
        model.forEach((name, flag) -> assertThat(next.get(name)).isSameAs(flag));
        assertThat(table.all()).isEqualTo(before);
    }

    private static CompiledFlag flag(String name) {
        return CompiledFlag.refused(name, 1, new LongAdder());
    }

    private static String copy(String name) {
        return String.valueOf(name.toCharArray());
    }
}
