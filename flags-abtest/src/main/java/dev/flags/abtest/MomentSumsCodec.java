package dev.flags.abtest;

import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.MomentSums;
import dev.flags.abtest.stats.Twofold;
import dev.flags.config.Members;
import dev.flags.config.Parsed;
import dev.flags.config.Problems;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The JSON form of moments, {@code {"version": 1, "n": 3, "pivot": [2.5], "s": [1.5], "ss": [[4.25]]}}: {@link MomentSums}, member by
 * member. A sum is a number, or, where it has more digits than a {@code double}, an array of two numbers whose exact sum it is.
 * Reading what was written gives the same to the last bit, in another process and on another JDK.
 */
public final class MomentSumsCodec {
    /** What is written, and all that can be read. */
    public static final int VERSION = 1;

    private static final Twofold ZERO = new Twofold(0, 0);
    /** Stands in for what could not be read. */
    private static final MomentSums NOTHING = JointMoments.empty(1).sums();

    private final Problems problems;

    private MomentSumsCodec(Problems problems) {
        this.problems = problems;
    }

    public static JsonObject write(MomentSums sums) {
        return JsonObject.builder()
                .put("version", VERSION)
                .put("n", sums.n())
                .put("pivot", array(sums.pivot(), JsonNumber::of))
                .put("s", array(sums.s(), MomentSumsCodec::sum))
                .put("ss", array(sums.ss(), row -> array(row, MomentSumsCodec::sum)))
                .build();
    }

    private static <T> JsonArray array(List<T> elements, Function<T, JsonValue> writer) {
        return new JsonArray(elements.stream().map(writer).toList());
    }

    private static JsonValue sum(Twofold sum) {
        JsonNumber high = JsonNumber.of(sum.high());
        return sum.low() == 0 ? high : JsonArray.of(high, JsonNumber.of(sum.low()));
    }

    /** Reads what was written, or what a database has computed; finds everything that is wrong. */
    public static Parsed<MomentSums> read(JsonObject json) {
        Problems problems = new Problems("the moments");
        return new MomentSumsCodec(problems).read(new Members(json, "", problems));
    }

    private Parsed<MomentSums> read(Members members) {
        if (!isOfThisVersion(members)) {
            return problems.failed();
        }
        long n = count(members);
        List<Double> pivot = list(members, "pivot", this::number);
        List<Twofold> s = list(members, "s", this::sum);
        List<List<Twofold>> ss = list(members, "ss", (value, at) -> elements(value, at, this::sum));
        members.refuseUnknown();
        if (!problems.found().isEmpty()) {
            return problems.failed();
        }
        return problems.result(problems.make("", () -> new MomentSums(n, pivot, s, ss), () -> NOTHING));
    }

    private boolean isOfThisVersion(Members members) {
        Optional<JsonValue> version = members.required("version");
        if (version.isPresent() && !version.get().equals(JsonNumber.of(VERSION))) {
            problems.error(members.at("version"), "is " + shown(version.get()) + "; " + VERSION + " is required");
        }
        return problems.found().isEmpty();
    }

    private long count(Members members) {
        Optional<JsonValue> n = members.required("n");
        OptionalLong count =
                n.isPresent() && n.get() instanceof JsonNumber number ? number.toLong() : OptionalLong.empty();
        if (n.isPresent() && count.isEmpty()) {
            problems.error(members.at("n"), "is " + shown(n.get()) + "; an integer is required");
        }
        return count.orElse(0);
    }

    private <T> List<T> list(Members members, String name, BiFunction<JsonValue, String, T> reader) {
        members.required(name);
        return members.list(name, reader);
    }

    private <T> List<T> elements(JsonValue value, String at, BiFunction<JsonValue, String, T> reader) {
        List<JsonValue> elements = value instanceof JsonArray array ? array.elements() : List.of();
        if (!(value instanceof JsonArray)) {
            problems.error(at, "is " + shown(value) + "; an array is required");
        }
        return IntStream.range(0, elements.size())
                .mapToObj(i -> reader.apply(elements.get(i), at + "/" + i))
                .toList();
    }

    private Twofold sum(JsonValue value, String at) {
        if (!(value instanceof JsonArray array)) {
            return new Twofold(number(value, at), 0);
        }
        if (array.elements().size() != 2) {
            problems.error(at, "has " + array.elements().size() + " elements; a number, or two, are required");
            return ZERO;
        }
        List<Double> parts = elements(value, at, this::number);
        return problems.make(at, () -> new Twofold(parts.get(0), parts.get(1)), () -> ZERO);
    }

    private double number(JsonValue value, String at) {
        if (value instanceof JsonNumber number) {
            return Double.parseDouble(number.literal());
        }
        problems.error(at, "is " + shown(value) + "; a number is required");
        return 0;
    }

    private static String shown(JsonValue value) {
        return value instanceof JsonNumber ? value.toJson() : value.typeName();
    }
}
