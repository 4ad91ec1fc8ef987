package dev.flags.testkit;

import dev.flags.config.Configuration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The attributes of contexts. */
final class ContextArbitraries {
    private ContextArbitraries() {}

    static Arbitrary<Map<String, Object>> attributes(Configuration configuration) {
        Map<String, Set<Object>> mentioned = Mentioned.in(configuration);
        List<String> names = new ArrayList<>(mentioned.keySet());
        List<Arbitrary<Optional<Object>>> values = new ArrayList<>();
        mentioned.values().forEach(some -> values.add(value(List.copyOf(some))));
        return Combinators.combine(values).as(chosen -> nested(names, chosen));
    }

    /** Most often one that makes a difference, sometimes nothing, and sometimes one that nobody thought of. */
    private static Arbitrary<Optional<Object>> value(List<Object> mentioned) {
        Arbitrary<Object> other = Arbitraries.of("other", 7L, true, List.of("other"), Map.of("other", 1L));
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Optional.empty())),
                Tuple.of(
                        7,
                        mentioned.isEmpty()
                                ? other.map(Optional::of)
                                : Arbitraries.of(mentioned).map(Optional::of)),
                Tuple.of(1, other.map(Optional::of)));
    }

    /** A name that starts with a slash leads into maps. */
    private static Map<String, Object> nested(List<String> names, List<Optional<Object>> values) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Iterator<String> name = names.iterator();
        for (Optional<Object> value : values) {
            String attribute = name.next();
            value.ifPresent(present -> put(path(attribute), present, attributes));
        }
        return attributes;
    }

    private static List<String> path(String attribute) {
        if (!attribute.startsWith("/")) {
            return List.of(attribute);
        }
        return List.of(attribute.substring(1).split("/", -1)).stream()
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** What is there already and is no map stays. */
    private static void put(List<String> path, Object value, Map<String, Object> into) {
        String name = path.get(0);
        if (path.size() == 1) {
            into.putIfAbsent(name, value);
            return;
        }
        Object below = into.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
        if (below instanceof LinkedHashMap<?, ?>) {
            @SuppressWarnings("unchecked") // every LinkedHashMap in here was made two lines above
            Map<String, Object> map = (Map<String, Object>) below;
            put(path.subList(1, path.size()), value, map);
        }
    }
}
