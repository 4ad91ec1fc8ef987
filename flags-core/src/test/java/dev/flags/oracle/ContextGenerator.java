package dev.flags.oracle;

import dev.flags.oracle.Pools.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes contexts and instants that the conditions of a {@link ConfigGenerator} match often, and miss narrowly. */
public final class ContextGenerator {

    private static final List<Duration> NUDGES = List.of(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofNanos(-1),
            Duration.ofMillis(1),
            Duration.ofSeconds(-1),
            Duration.ofDays(3),
            Duration.ofDays(-40));

    private final Dice dice;

    private ContextGenerator(Dice dice) {
        this.dice = dice;
    }

    /** A context: strings, numbers of four classes, booleans, nulls, lists and maps. */
    public static Map<String, Object> randomContext(Random random) {
        return new ContextGenerator(new Dice(random)).context();
    }

    /** A time at, a little before or a little after one that configurations speak of. */
    public static Instant randomInstant(Random random) {
        Dice dice = new Dice(random);
        return OffsetDateTime.parse(dice.pick(Pools.INSTANTS)).toInstant().plus(dice.pick(NUDGES));
    }

    private Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        if (dice.chance(4)) {
            return context;
        }
        for (String name : List.of("country", "plan", "a.b", "a/b")) {
            put(context, name, Kind.TEXT);
        }
        for (String name : List.of("age", "orders", "größe")) {
            put(context, name, Kind.NUMBER);
        }
        put(context, "signed_up", Kind.INSTANT);
        put(context, "app_version", Kind.VERSION);
        put(context, "ip", Kind.ADDRESS);
        put(context, "premium", Kind.BOOLEAN);
        for (String name : List.of("user", "session", "account")) {
            put(context, name, Kind.UNIT);
        }
        putGroups(context);
        put(context, "roles", Kind.LIST);
        put(context, "scores", Kind.LIST);
        put(context, "address", Map.of("country", Kind.TEXT, "zip", Kind.NUMBER));
        put(context, "device", Map.of("version", Kind.VERSION, "ip", Kind.ADDRESS));
        put(context, "nested", nested());
        if (dice.chance(10)) {
            // Literal names that a careless lookup would take for the pointer, or the other way round.
            context.put("/address/country", dice.pick(Pools.TEXTS));
            context.put("address.zip", 18L);
        }
        return context;
    }

    private static Map<String, Kind> nested() {
        Map<String, Kind> nested = new LinkedHashMap<>();
        nested.put("a/b", Kind.TEXT);
        nested.put("t~d", Kind.NUMBER);
        nested.put("since", Kind.INSTANT);
        nested.put("premium", Kind.BOOLEAN);
        nested.put("id", Kind.UNIT);
        nested.put("list", Kind.LIST);
        return nested;
    }

    private void put(Map<String, Object> context, String name, Kind kind) {
        int roll = dice.between(1, 100);
        if (roll <= 9) {
            return;
        }
        context.put(name, roll <= 12 ? null : value(roll <= 20 ? dice.pick(List.of(Kind.values())) : kind));
    }

    private void put(Map<String, Object> context, String name, Map<String, Kind> members) {
        if (dice.chance(8)) {
            put(context, name, dice.pick(List.of(Kind.values())));
            return;
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        // Map.of has no order of its own; a seed must give the same context always.
        members.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(member -> put(inner, member.getKey(), member.getValue()));
        context.put(name, inner);
    }

    private void putGroups(Map<String, Object> context) {
        if (dice.chance(20)) {
            put(context, "groups", Kind.UNIT);
        } else if (dice.chance(80)) {
            List<Object> groups = new ArrayList<>(dice.some(Pools.GROUPS, 0, 2));
            groups.add(dice.chance(10) ? null : "guests");
            context.put("groups", dice.chance(30) ? groups.get(0) : groups);
        }
    }

    private @Nullable Object value(Kind kind) {
        return switch (kind) {
            case TEXT -> wrapped(dice.pick(Pools.TEXTS));
            case NUMBER -> wrapped(dice.pick(Pools.CONTEXT_NUMBERS));
            case INSTANT -> wrapped(dice.pick(dice.chance(80) ? Pools.INSTANTS : Pools.NO_INSTANTS));
            case VERSION -> wrapped(dice.pick(dice.chance(85) ? Pools.VERSIONS : Pools.NO_VERSIONS));
            case ADDRESS -> wrapped(dice.pick(dice.chance(80) ? Pools.ADDRESSES : Pools.NO_ADDRESSES));
            case BOOLEAN -> wrapped(dice.chance(50));
            case UNIT -> unit();
            case LIST -> list();
            case OBJECT -> Map.of("country", dice.pick(Pools.TEXTS));
            case ABSENT -> null;
        };
    }

    private Object wrapped(Object value) {
        return dice.chance(6) ? List.of(dice.pick(Pools.TEXTS), value) : value;
    }

    private Object unit() {
        int roll = dice.between(1, 100);
        if (roll <= 35) {
            return dice.pick(Pools.USERS);
        }
        return roll <= 50 ? dice.pick(Pools.ODD_UNITS) : "user-" + dice.between(0, 99_999);
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        int size = dice.between(0, 4);
        Kind kind = dice.chance(50) ? Kind.TEXT : Kind.NUMBER;
        while (list.size() < size) {
            int roll = dice.between(1, 100);
            if (roll <= 80) {
                list.add(value(kind));
            } else {
                list.add(roll <= 88 ? null : value(dice.pick(List.of(Kind.values()))));
            }
        }
        return list;
    }
}
