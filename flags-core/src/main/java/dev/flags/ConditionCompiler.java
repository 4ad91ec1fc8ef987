package dev.flags;

import dev.flags.ValueMatcher.Part.Place;
import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.Definition;
import dev.flags.config.Operator;
import dev.flags.internal.Cidr;
import dev.flags.internal.ExactNumber;
import dev.flags.internal.IsoInstant;
import dev.flags.internal.LinearRegex;
import dev.flags.internal.Relation;
import dev.flags.internal.SemVer;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns conditions into the form that is evaluated. Everything that can be computed before a question is. */
final class ConditionCompiler {
    /** What is compared with where a reference names no variants. */
    private static final List<String> ON = List.of(Definition.ON);

    private final Function<String, @Nullable CompiledSegment> segments;

    /** @param segments the segment of a name, or null if there is no valid one: such a condition never holds */
    ConditionCompiler(Function<String, @Nullable CompiledSegment> segments) {
        this.segments = segments;
    }

    CompiledCondition compile(Condition condition) {
        if (condition instanceof Clause clause) {
            return compile(clause);
        }
        if (condition instanceof Condition.All all) {
            return new CompiledCondition.AllOf(compileAll(all.conditions()));
        }
        if (condition instanceof Condition.Any any) {
            return new CompiledCondition.AnyOf(compileAll(any.conditions()));
        }
        if (condition instanceof Condition.Not not) {
            return new CompiledCondition.Opposite(compile(not.condition()));
        }
        if (condition instanceof Condition.InSegment in) {
            CompiledSegment segment = segments.apply(in.segment());
            return segment == null
                    ? new CompiledCondition.Nowhere(in.segment())
                    : new CompiledCondition.Inside(segment);
        }
        Condition.FlagServes serves = (Condition.FlagServes) condition;
        return flagIs(serves.flag(), serves.variants());
    }

    static CompiledCondition.FlagIs flagIs(String flag, List<String> variants) {
        return new CompiledCondition.FlagIs(flag, (variants.isEmpty() ? ON : variants).toArray(String[]::new));
    }

    CompiledCondition[] compileAll(List<? extends Condition> conditions) {
        return conditions.stream().map(this::compile).toArray(CompiledCondition[]::new);
    }

    private static CompiledClause compile(Clause clause) {
        ValueMatcher matcher = matcher(clause.operator(), clause.values(), clause.ignoreCase());
        boolean ifMissing = clause.operator() == Operator.EXISTS
                ? matcher.matches("") == clause.negate()
                : clause.onMissing().answer(clause.negate());
        return new CompiledClause(clause, matcher, ifMissing);
    }

    private static ValueMatcher matcher(Operator operator, List<JsonValue> values, boolean ignoreCase) {
        return switch (operator) {
            case EQUALS, IN, ANY_OF -> oneOf(values, ignoreCase);
            case ALL_OF ->
                new ValueMatcher.AllOf(values.stream()
                        .map(value -> oneOf(List.of(value), ignoreCase))
                        .toArray(ValueMatcher.OneOf[]::new));
            case STARTS_WITH -> part(Place.START, values, ignoreCase);
            case ENDS_WITH -> part(Place.END, values, ignoreCase);
            case CONTAINS -> part(Place.ANYWHERE, values, ignoreCase);
            case MATCHES ->
                new ValueMatcher.Pattern(
                        texts(values, text -> LinearRegex.compile(text, ignoreCase), LinearRegex[]::new));
            case LT -> new ValueMatcher.NumberIs(Relation.LESS, numbers(values));
            case LTE -> new ValueMatcher.NumberIs(Relation.AT_MOST, numbers(values));
            case GT -> new ValueMatcher.NumberIs(Relation.GREATER, numbers(values));
            case GTE -> new ValueMatcher.NumberIs(Relation.AT_LEAST, numbers(values));
            case BETWEEN -> new ValueMatcher.Between(numbers(values)[0], numbers(values)[1]);
            case BEFORE -> instant(Relation.LESS, values);
            case AFTER -> instant(Relation.GREATER, values);
            case SEMVER_EQ -> version(Relation.EQUAL, values);
            case SEMVER_LT -> version(Relation.LESS, values);
            case SEMVER_LTE -> version(Relation.AT_MOST, values);
            case SEMVER_GT -> version(Relation.GREATER, values);
            case SEMVER_GTE -> version(Relation.AT_LEAST, values);
            case SEMVER_TILDE -> new ValueMatcher.VersionNear(false, texts(values, SemVer::parse, SemVer[]::new));
            case SEMVER_CARET -> new ValueMatcher.VersionNear(true, texts(values, SemVer::parse, SemVer[]::new));
            case CIDR -> new ValueMatcher.Network(texts(values, Cidr::parse, Cidr[]::new));
            case EXISTS ->
                new ValueMatcher.Exists(values.isEmpty() || values.get(0).equals(JsonBoolean.TRUE));
            case TYPE -> new ValueMatcher.TypeIs(Set.copyOf(List.of(texts(values, text -> text, String[]::new))));
            case SIZE ->
                new ValueMatcher.Size(
                        values.stream().mapToLong(ConditionCompiler::integer).toArray());
            case MODULO -> new ValueMatcher.Modulo(integer(values.get(0)), integer(values.get(1)));
            case BUCKET ->
                new ValueMatcher.Bucket(((JsonString) values.get(0)).value(), (int) integer(values.get(1)), (int)
                        integer(values.get(2)));
        };
    }

    private static ValueMatcher.OneOf oneOf(List<JsonValue> values, boolean ignoreCase) {
        Set<String> strings = new HashSet<>();
        Set<Long> integers = new HashSet<>();
        for (JsonValue value : values) {
            if (value instanceof JsonString string) {
                strings.add(folded(string.value(), ignoreCase));
            } else if (value instanceof JsonNumber number) {
                number.toLong().ifPresent(integers::add);
            }
        }
        return new ValueMatcher.OneOf(
                strings,
                values.stream()
                        .filter(JsonNumber.class::isInstance)
                        .map(number -> ExactNumber.parse(((JsonNumber) number).literal()))
                        .toArray(ExactNumber[]::new),
                integers,
                values.contains(JsonBoolean.TRUE),
                values.contains(JsonBoolean.FALSE),
                ignoreCase);
    }

    private static ValueMatcher part(Place place, List<JsonValue> values, boolean ignoreCase) {
        return new ValueMatcher.Part(place, texts(values, text -> folded(text, ignoreCase), String[]::new), ignoreCase);
    }

    private static ValueMatcher instant(Relation relation, List<JsonValue> values) {
        return new ValueMatcher.InstantIs(relation, texts(values, IsoInstant::parse, IsoInstant[]::new));
    }

    private static ValueMatcher version(Relation relation, List<JsonValue> values) {
        return new ValueMatcher.VersionIs(relation, texts(values, SemVer::parse, SemVer[]::new));
    }

    private static <T> T[] texts(List<JsonValue> values, Function<String, T> parse, IntFunction<T[]> array) {
        return values.stream()
                .map(value -> parse.apply(((JsonString) value).value()))
                .toArray(array);
    }

    private static ExactNumber[] numbers(List<JsonValue> values) {
        return values.stream()
                .map(value -> ExactNumber.parse(((JsonNumber) value).literal()))
                .toArray(ExactNumber[]::new);
    }

    private static long integer(JsonValue value) {
        return ((JsonNumber) value).toLong().orElseThrow();
    }

    private static String folded(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }
}
