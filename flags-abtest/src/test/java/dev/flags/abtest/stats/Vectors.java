package dev.flags.abtest.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Runs all vectors of a method. */
final class Vectors {
    private Vectors() {}

    /** A method under test: from a case to all fields that the vectors expect. */
    interface Method {
        Map<String, ?> answer(VectorCase vector);
    }

    static DynamicNode all(String method, Method underTest) {
        VectorErrors errors = new VectorErrors(method);
        Stream<DynamicTest> tests = VectorCase.of(method)
                .map(c -> DynamicTest.dynamicTest(c.id(), () -> errors.check(c, underTest.answer(c))));
        return DynamicContainer.dynamicContainer(
                method, Stream.concat(tests, Stream.of(DynamicTest.dynamicTest("errors", errors::save))));
    }

    /** A map that takes null, from names and values in turn. */
    static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    static List<Double> ends(Interval interval) {
        return List.of(interval.lower(), interval.upper());
    }
}
