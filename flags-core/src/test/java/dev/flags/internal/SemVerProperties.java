package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SemVerProperties {
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final String NUMBER = "(?:0|[1-9][0-9]*)";
    private static final Pattern GRAMMAR = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-"
            + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    @Property
    void compare_agreesWithTheNaiveOrder(@ForAll("versions") String a, @ForAll("versions") String b) {
        assertThat(Integer.signum(SemVer.parse(b).compare(a))).isEqualTo(naive(a, b));
        assertThat(Integer.signum(SemVer.parse(a).compare(b))).isEqualTo(-naive(a, b));
        assertThat(SemVer.parse(a).equals(SemVer.parse(b))).isEqualTo(naive(a, b) == 0);
    }

    @Property
    void compare_isTransitive(
            @ForAll("versions") String a, @ForAll("versions") String b, @ForAll("versions") String c) {
        if (SemVer.parse(b).compare(a) <= 0 && SemVer.parse(c).compare(b) <= 0) {
            assertThat(SemVer.parse(c).compare(a)).isLessThanOrEqualTo(0);
        }
    }

    @Property
    void ranges_areIntervalsAndTildeIsTheNarrower(
            @ForAll("versions") String operand, @ForAll("versions") String candidate) {
        SemVer version = SemVer.parse(operand);
        BigInteger[] core = core(operand);
        String nextMinor = core[0] + "." + core[1].add(BigInteger.ONE) + ".0-0";
        String caretLimit = core[0].signum() > 0
                ? core[0].add(BigInteger.ONE) + ".0.0-0"
                : core[1].signum() > 0 ? nextMinor : "0.0." + core[2].add(BigInteger.ONE) + "-0";
        boolean atLeast = naive(candidate, operand) >= 0;
        assertThat(version.tilde(candidate)).isEqualTo(atLeast && naive(candidate, nextMinor) < 0);
        assertThat(version.caret(candidate)).isEqualTo(atLeast && naive(candidate, caretLimit) < 0);
    }

    @Property(tries = 5_000)
    void versions_areWhatTheGrammarSays(@ForAll("nearlyVersions") String text) {
        boolean version = GRAMMAR.matcher(text).matches();
        assertThat(SemVer.parse("1.0.0").compare(text) != Relation.INCOMPARABLE).isEqualTo(version);
    }

    @Property
    void order_isThatOfPrecedence(@ForAll("versions") String a, @ForAll("versions") String b) {
        assertThat(Integer.signum(SemVer.parse(a).compareTo(SemVer.parse(b)))).isEqualTo(Integer.signum(naive(a, b)));
        assertThat(SemVer.parse(a).compareTo(SemVer.parse(b)) == 0)
                .isEqualTo(SemVer.parse(a).equals(SemVer.parse(b)));
    }

    @Property
    void limits_areTheFirstVersionsThatAreTooHigh(
            @ForAll("versions") String operand, @ForAll("versions") String candidate) {
        SemVer version = SemVer.parse(operand);
        SemVer other = SemVer.parse(candidate);
        boolean atLeast = other.compareTo(version) >= 0;
        assertThat(version.tilde(candidate)).isEqualTo(atLeast && other.compareTo(version.tildeLimit()) < 0);
        assertThat(version.caret(candidate)).isEqualTo(atLeast && other.compareTo(version.caretLimit()) < 0);
    }

    @Provide
    Arbitrary<String> versions() {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 12).map(String::valueOf),
                Arbitraries.of("9223372036854775808", "9223372036854775809", "199", "999"));
        Arbitrary<String> identifier =
                Arbitraries.oneOf(number, Arbitraries.of("a", "alpha", "B", "-", "1a", "0x", "a-1", "10-"));
        Arbitrary<String> suffix = identifier.list().ofMaxSize(3).map(list -> String.join(".", list));
        return Combinators.combine(number, number, number, suffix, suffix)
                .as((major, minor, patch, pre, build) -> major + "." + minor + "." + patch
                        + (pre.isEmpty() ? "" : "-" + pre) + (build.isEmpty() ? "" : "+" + build));
    }

    @Provide
    Arbitrary<String> nearlyVersions() {
        String alphabet = "019.+-aZvé ";
        return Arbitraries.oneOf(Garbage.texts(), Garbage.of(alphabet, 12), Garbage.mutated(versions(), alphabet));
    }

    /** §11, word for word. */
    private static int naive(String a, String b) {
        for (int i = 0; i < 3; i++) {
            int order = core(a)[i].compareTo(core(b)[i]);
            if (order != 0) {
                return order;
            }
        }
        String[] pre = preRelease(a);
        String[] other = preRelease(b);
        if (pre.length == 0 || other.length == 0) {
            return Integer.signum(other.length - pre.length);
        }
        for (int i = 0; i < Math.min(pre.length, other.length); i++) {
            boolean number = pre[i].matches("[0-9]+");
            boolean otherNumber = other[i].matches("[0-9]+");
            int order = number && otherNumber
                    ? new BigInteger(pre[i]).compareTo(new BigInteger(other[i]))
                    : number != otherNumber ? (number ? -1 : 1) : Integer.signum(pre[i].compareTo(other[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pre.length, other.length);
    }

    @SuppressWarnings("StringSplitter") // the oracle is to be naive
    private static BigInteger[] core(String version) {
        String[] parts = version.split("[+-]")[0].split("\\.");
        return new BigInteger[] {new BigInteger(parts[0]), new BigInteger(parts[1]), new BigInteger(parts[2])};
    }

    @SuppressWarnings("StringSplitter") // the oracle is to be naive
    private static String[] preRelease(String version) {
        String text = version.split("\\+")[0];
        int dash = text.indexOf('-');
        return dash < 0 ? new String[0] : text.substring(dash + 1).split("\\.");
    }
}
