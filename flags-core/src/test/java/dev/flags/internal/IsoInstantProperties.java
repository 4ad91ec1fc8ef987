package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IsoInstantProperties {
    private static final String ALPHABET = "0123456789-:.+TtZz ";

    @Property(tries = 5_000)
    void texts_areInstantsAsTheJdkSaysOfTheseYears(@ForAll("nearlyInstants") String text) {
        Optional<Instant> expected = oracle(text);
        int comparison = IsoInstant.parse("2026-12-01T00:00:00Z").compare(text);
        assertThat(comparison != Relation.INCOMPARABLE).isEqualTo(expected.isPresent());
        expected.ifPresent(
                instant -> assertThat(IsoInstant.parse(text).toInstant()).isEqualTo(instant));
    }

    @Property(tries = 5_000)
    void compare_agreesWithTheJdk(@ForAll("instants") String a, @ForAll("instants") String b) {
        int expected = oracle(a).orElseThrow().compareTo(oracle(b).orElseThrow());
        assertThat(Integer.signum(IsoInstant.parse(b).compare(a))).isEqualTo(Integer.signum(expected));
        assertThat(Integer.signum(IsoInstant.parse(a).compare(b))).isEqualTo(-Integer.signum(expected));
        assertThat(IsoInstant.parse(a).equals(IsoInstant.parse(b))).isEqualTo(expected == 0);
    }

    @Provide
    Arbitrary<String> instants() {
        return dates().filter(text -> oracle(text).isPresent());
    }

    @Provide
    Arbitrary<String> nearlyInstants() {
        return Arbitraries.oneOf(
                dates(), Garbage.texts(), Garbage.of(ALPHABET, 30), Garbage.mutated(dates(), ALPHABET));
    }

    /** Well-formed, with days and offsets that do not always exist; often close together. */
    private static Arbitrary<String> dates() {
        Arbitrary<Integer> years =
                Arbitraries.oneOf(Arbitraries.integers().between(0, 9999), Arbitraries.of(1900, 2000, 2024, 2026));
        Arbitrary<String> days = Combinators.combine(
                        years,
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 31))
                .as((year, month, day) -> String.format("%04d-%02d-%02d", year, month, day));
        Arbitrary<String> times = Arbitraries.of("00:00", "00:00:00", "23:59:59", "12:34:56", "11:30", "22:00");
        Arbitrary<String> fractions = Arbitraries.of("", "", ".", ".0", ".5", ".500000000", ".000000001", ".999999999");
        Arbitrary<String> offsets =
                Arbitraries.of("Z", "z", "+00:00", "-01", "+01:00", "-18:00", "+18:00", "+05:45:30", "+18:30");
        return Combinators.combine(days, Arbitraries.of("T", "t"), times, fractions, offsets)
                .as((day, t, time, fraction, offset) -> day + t + time + (time.length() > 5 ? fraction : "") + offset);
    }

    private static Optional<Instant> oracle(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 0 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
