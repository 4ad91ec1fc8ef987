package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class MultiplicityVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(all("p_adjust", c -> adjusted(c.array("p"))));
    }

    private static Map<String, ?> adjusted(List<JsonValue> p) {
        Map<Integer, PValue> pValues = IntStream.range(0, p.size())
                .filter(i -> !VectorCase.isNull(p.get(i)))
                .boxed()
                .collect(Collectors.toMap(i -> i, i -> PValue.of(VectorCase.number(p.get(i)))));
        return fields(
                "bonferroni", adjusted(Multiplicity.BONFERRONI, pValues, p.size()),
                "sidak", adjusted(Multiplicity.SIDAK, pValues, p.size()),
                "holm", adjusted(Multiplicity.HOLM, pValues, p.size()),
                "hochberg", adjusted(Multiplicity.HOCHBERG, pValues, p.size()),
                "bh", adjusted(Multiplicity.BENJAMINI_HOCHBERG, pValues, p.size()),
                "by", adjusted(Multiplicity.BENJAMINI_YEKUTIELI, pValues, p.size()));
    }

    private static List<?> adjusted(Multiplicity method, Map<Integer, PValue> pValues, int size) {
        Object[] adjusted = new Object[size];
        method.adjust(pValues).forEach((i, p) -> adjusted[i] = p.value());
        return Arrays.asList(adjusted);
    }
}
