package dev.flags.lint;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.flags.config.Clause;
import dev.flags.config.Operator;
import dev.flags.internal.Cidr;
import dev.flags.internal.IsoInstant;
import dev.flags.internal.LinearRegex;
import dev.flags.internal.Relation;
import dev.flags.internal.SemVer;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.lint.ElementTest.Bucket;
import dev.flags.lint.ElementTest.Modulo;
import dev.flags.lint.ElementTest.Networks;
import dev.flags.lint.ElementTest.Part;
import dev.flags.lint.ElementTest.Part.Place;
import dev.flags.lint.ElementTest.Pattern;
import dev.flags.lint.FiniteTest.OneOf;
import dev.flags.lint.Formula.AttributeFact;
import dev.flags.lint.OrderedTest.InstantIn;
import dev.flags.lint.OrderedTest.NumberIn;
import dev.flags.lint.OrderedTest.VersionIn;
import dev.flags.lint.Ranges.Range;
import dev.flags.lint.WholeTest.AllOf;
import dev.flags.lint.WholeTest.Exists;
import dev.flags.lint.WholeTest.Size;
import dev.flags.lint.WholeTest.TypeIs;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns clauses into facts. Two names of one attribute, {@code a} and {@code /a}, are two attributes to it. */
final class ClauseReader {
    private final List<JsonValue> values;
    private final boolean ignoreCase;

    private ClauseReader(Clause clause) {
        this.values = clause.values();
        this.ignoreCase = clause.ignoreCase();
    }

    static AttributeFact fact(Clause clause) {
        ValueTest test = new ClauseReader(clause).test(clause.operator());
        boolean ifMissing = test instanceof Exists exists
                ? exists.wanted() == clause.negate()
                : clause.onMissing().answer(clause.negate());
        return new AttributeFact(clause.attribute(), test, !clause.negate(), ifMissing);
    }

    private ValueTest test(Operator operator) {
        return switch (operator) {
            case EQUALS, IN, ANY_OF -> oneOf(values);
            case ALL_OF ->
                new AllOf(values.stream()
                        .<ElementTest>map(value -> oneOf(List.of(value)))
                        .distinct()
                        .toList());
            case STARTS_WITH -> part(Place.START);
            case ENDS_WITH -> part(Place.END);
            case CONTAINS -> part(Place.ANYWHERE);
            case MATCHES ->
                new Pattern(
                        texts().collect(ImmutableSet.toImmutableSet()),
                        ignoreCase,
                        parsed(text -> LinearRegex.compile(text, ignoreCase)));
            case LT -> numbers(Relation.LESS);
            case LTE -> numbers(Relation.AT_MOST);
            case GT -> numbers(Relation.GREATER);
            case GTE -> numbers(Relation.AT_LEAST);
            case BETWEEN -> {
                List<BigDecimal> ends = numbers();
                yield new NumberIn(new Ranges<>(List.of(new Range<>(ends.get(0), true, ends.get(1), true))));
            }
            case BEFORE -> instants(Relation.LESS);
            case AFTER -> instants(Relation.GREATER);
            case SEMVER_EQ -> versions(Relation.EQUAL);
            case SEMVER_LT -> versions(Relation.LESS);
            case SEMVER_LTE -> versions(Relation.AT_MOST);
            case SEMVER_GT -> versions(Relation.GREATER);
            case SEMVER_GTE -> versions(Relation.AT_LEAST);
            case SEMVER_TILDE -> versions(SemVer::tildeLimit);
            case SEMVER_CARET -> versions(SemVer::caretLimit);
            case CIDR -> new Networks(parsed(Cidr::parse));
            case EXISTS -> new Exists(values.isEmpty() || values.get(0).equals(JsonBoolean.TRUE));
            case TYPE -> new TypeIs(texts().collect(ImmutableSet.toImmutableSet()));
            case SIZE -> new Size(values.stream().map(ClauseReader::integer).collect(ImmutableSet.toImmutableSet()));
            case MODULO -> new Modulo(integer(values.get(0)), integer(values.get(1)));
            case BUCKET ->
                new Bucket(((JsonString) values.get(0)).value(), integer(values.get(1)), integer(values.get(2)));
        };
    }

    private OneOf oneOf(List<JsonValue> allowed) {
        ImmutableSet.Builder<String> strings = ImmutableSet.builder();
        ImmutableSortedSet.Builder<BigDecimal> numbers = ImmutableSortedSet.naturalOrder();
        ImmutableSet.Builder<Boolean> booleans = ImmutableSet.builder();
        for (JsonValue value : allowed) {
            if (value instanceof JsonString string) {
                strings.add(ElementTest.folded(string.value(), ignoreCase));
            } else if (value instanceof JsonNumber number) {
                numbers.add(number.toBigDecimal());
            } else if (value instanceof JsonBoolean bool) {
                booleans.add(bool.value());
            }
        }
        return new OneOf(strings.build(), ignoreCase, numbers.build(), booleans.build());
    }

    private Part part(Place place) {
        return new Part(
                place,
                texts().map(text -> ElementTest.folded(text, ignoreCase)).collect(ImmutableSet.toImmutableSet()),
                ignoreCase);
    }

    private NumberIn numbers(Relation relation) {
        return new NumberIn(Ranges.of(relation, numbers()));
    }

    private InstantIn instants(Relation relation) {
        List<Instant> instants = parsed(text -> IsoInstant.parse(text).toInstant());
        return new InstantIn(Ranges.of(relation, instants));
    }

    private VersionIn versions(Relation relation) {
        return new VersionIn(Ranges.of(relation, parsed(SemVer::parse)));
    }

    private VersionIn versions(Function<SemVer, SemVer> limit) {
        List<SemVer> versions = parsed(SemVer::parse);
        return new VersionIn(new Ranges<>(versions.stream()
                .map(version -> new Range<>(version, true, limit.apply(version), false))
                .toList()));
    }

    private List<BigDecimal> numbers() {
        return values.stream().map(value -> ((JsonNumber) value).toBigDecimal()).toList();
    }

    private Stream<String> texts() {
        return values.stream().map(value -> ((JsonString) value).value());
    }

    private <T> List<T> parsed(Function<String, T> parse) {
        return texts().map(parse).toList();
    }

    private static long integer(JsonValue value) {
        return ((JsonNumber) value).toLong().orElseThrow();
    }
}
