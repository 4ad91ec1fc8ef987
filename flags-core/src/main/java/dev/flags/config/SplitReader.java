package dev.flags.config;

import dev.flags.bucketing.Dialect;
import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what a rule or a default serves. */
final class SplitReader {
    private final Problems problems;

    SplitReader(Problems problems) {
        this.problems = problems;
    }

    /** @param standIn a variant that is declared, so that a wrong split causes no second problem */
    Serve readServe(JsonValue value, String pointer, String standIn) {
        if (value instanceof JsonString variant) {
            return problems.make(pointer, () -> Serve.variant(variant.value()), () -> Serve.variant(standIn));
        }
        if (value instanceof JsonObject) {
            return readSplit(value, pointer, standIn);
        }
        Members.wrongType(value, "the name of a variant or a split", pointer, problems);
        return Serve.variant(standIn);
    }

    Split readSplit(JsonValue value, String pointer, String standIn) {
        Split.Builder empty = Split.builder().ranges(List.of());
        Optional<Members> found = Members.of(value, pointer, problems);
        if (found.isEmpty()) {
            return empty.build();
        }
        Members members = found.get();
        Split.Builder split = Split.builder()
                .weights(weights(members))
                .ranges(ranges(members, standIn))
                .salt(members.string("salt").orElse(null))
                .bucketBy(members.bucketBy())
                .layer(members.string("layer").orElse(null))
                .stopOnMiss(stopOnMiss(members))
                .dialect(dialect(members));
        members.refuseUnknown();
        return problems.make(pointer, split::build, empty::build);
    }

    private @Nullable Map<String, Percentage> weights(Members members) {
        if (!members.has("weights")) {
            return null;
        }
        Map<String, Percentage> weights = new LinkedHashMap<>();
        members.object("weights").members().forEach((variant, weight) -> {
            String pointer = JsonPointer.child(members.at("weights"), variant);
            if (weight instanceof JsonNumber number) {
                weights.put(
                        variant,
                        problems.make(
                                pointer, () -> Percentage.ofPercent(number.toBigDecimal()), () -> Percentage.NONE));
            } else {
                Members.wrongType(weight, "a number", pointer, problems);
            }
        });
        return weights;
    }

    private @Nullable List<SlotRange> ranges(Members members, String standIn) {
        if (!members.has("ranges")) {
            return null;
        }
        return members.list("ranges", (value, at) -> range(value, at, standIn));
    }

    private SlotRange range(JsonValue value, String pointer, String standIn) {
        SlotRange nothing = new SlotRange(standIn, 0, 0);
        if (!(value instanceof JsonArray array) || array.elements().size() != 3) {
            problems.error(pointer, "is no range; [variant, from, to] with 0 <= from <= to <= 100000 is required");
            return nothing;
        }
        OptionalInt from = slot(array.elements().get(1), pointer + "/1");
        OptionalInt to = slot(array.elements().get(2), pointer + "/2");
        if (!(array.elements().get(0) instanceof JsonString variant)) {
            Members.wrongType(array.elements().get(0), "the name of a variant", pointer + "/0", problems);
            return nothing;
        }
        if (from.isEmpty() || to.isEmpty()) {
            return nothing;
        }
        return problems.make(
                pointer,
                () -> {
                    new Checks().name(variant.value(), "/0").done();
                    return new SlotRange(variant.value(), from.getAsInt(), to.getAsInt());
                },
                () -> nothing);
    }

    /** One end of a range. */
    OptionalInt slot(JsonValue value, String pointer) {
        OptionalLong slot = integer(value);
        if (slot.isPresent() && slot.getAsLong() >= 0 && slot.getAsLong() <= Percentage.SCALE) {
            return OptionalInt.of((int) slot.getAsLong());
        }
        String given = value instanceof JsonNumber number ? number.literal() : value.typeName();
        problems.error(pointer, "is " + given + "; an integer from 0 to " + Percentage.SCALE + " is required");
        return OptionalInt.empty();
    }

    static OptionalLong integer(JsonValue value) {
        return value instanceof JsonNumber number ? number.toLong() : OptionalLong.empty();
    }

    private boolean stopOnMiss(Members members) {
        Optional<String> onMiss = members.string("on_miss");
        if (onMiss.isPresent() && !onMiss.get().equals("next") && !onMiss.get().equals("stop")) {
            problems.error(
                    members.at("on_miss"), "is " + Text.quote(onMiss.get()) + "; \"next\" or \"stop\" is allowed");
        }
        return onMiss.equals(Optional.of("stop"));
    }

    private @Nullable Dialect dialect(Members members) {
        Optional<JsonValue> value = members.value("dialect");
        if (value.isEmpty()) {
            return null;
        }
        String pointer = members.at("dialect");
        Optional<Members> found = Members.of(value.get(), pointer, problems);
        if (found.isEmpty()) {
            return null;
        }
        JsonObject object = (JsonObject) value.get();
        String name = found.get().requiredString("name");
        Map<String, Object> parameters = new LinkedHashMap<>();
        object.members().forEach((parameter, given) -> {
            if (!parameter.equals("name")) {
                parameter(given, JsonPointer.child(pointer, parameter))
                        .ifPresent(scalar -> parameters.put(parameter, scalar));
            }
        });
        boolean named = object.get("name").filter(JsonString.class::isInstance).isPresent();
        if (named && !Dialect.names().contains(name)) {
            problems.error(
                    pointer + "/name", "unknown dialect " + Text.quote(name) + Text.choices(name, Dialect.names()));
        }
        // What is known to be wrong with the name or a parameter would only be said again.
        if (!Dialect.names().contains(name)
                || parameters.size() < object.members().size() - 1) {
            return null;
        }
        return problems.make(pointer, () -> Optional.of(Dialect.of(name, parameters)), Optional::<Dialect>empty)
                .orElse(null);
    }

    private Optional<Object> parameter(JsonValue value, String pointer) {
        if (value instanceof JsonString string) {
            return Optional.of(string.value());
        }
        if (value instanceof JsonBoolean bool) {
            return Optional.of(bool.value());
        }
        OptionalLong integer = integer(value);
        if (integer.isPresent()) {
            return Optional.of(integer.getAsLong());
        }
        Members.wrongType(value, "a string, an integer or a boolean", pointer, problems);
        return Optional.empty();
    }
}
