package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class CidrProperties {
    private static final String ALPHABET = "0129afFg:.% ";
    private static final Pattern OCTETS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final BigInteger MAPPED = BigInteger.valueOf(0xFFFF);

    @Property(tries = 5_000)
    void contains_agreesWithBigIntegers(
            @ForAll("addresses") String network, @ForAll("addresses") String candidate, @ForAll("bits") int bits) {
        int max = network.contains(":") ? 128 : 32;
        int prefix = bits % (max + 1);
        BigInteger operand = naive(network);
        BigInteger address = naive(candidate);
        assertThat(operand).isNotNull();
        assertThat(address).isNotNull();
        int prefix128 = max == 32 ? prefix + 96 : prefix;
        boolean operandIsV4 = prefix128 >= 96 && isMapped(operand);
        int shift = 128 - prefix128;
        boolean expected =
                operandIsV4 == isMapped(address) && operand.shiftRight(shift).equals(address.shiftRight(shift));
        assertThat(Cidr.parse(network + "/" + prefix).contains(candidate)).isEqualTo(expected);
    }

    @Property
    void everyAddress_isInItsOwnRange(@ForAll("addresses") String address) {
        assertThat(Cidr.parse(address).contains(address)).isTrue();
    }

    @Property(tries = 5_000)
    void addresses_areWhatTheNaiveParserTakes(@ForAll("nearlyAddresses") String text) {
        boolean inAny =
                Cidr.parse("0.0.0.0/0").contains(text) || Cidr.parse("::/0").contains(text);
        assertThat(inAny).isEqualTo(naive(text) != null);
    }

    /** Ranges are nested or apart: a range is in another if its first address is, and it is not wider. */
    @Property(tries = 5_000)
    void containsRange_ifAndOnlyIfItContainsWhatIsInThatRange(
            @ForAll("addresses") String outer,
            @ForAll("bits") int outerBits,
            @ForAll("addresses") String inner,
            @ForAll("bits") int innerBits) {
        Cidr wide = range(outer, outerBits);
        Cidr narrow = range(inner, innerBits);
        if (wide.contains(narrow)) {
            assertThat(wide.contains(inner) || !narrow.contains(inner)).isTrue();
        }
        if (wide.contains(inner) && narrow.contains(inner)) {
            assertThat(wide.contains(narrow) || narrow.contains(wide)).isTrue();
        }
        assertThat(wide.contains(wide)).isTrue();
    }

    private static Cidr range(String network, int bits) {
        return Cidr.parse(network + "/" + bits % (network.contains(":") ? 129 : 33));
    }

    @Provide
    Arbitrary<Integer> bits() {
        return Arbitraries.integers().between(0, 128);
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> octets = Arbitraries.of(0, 1, 9, 10, 127, 128, 255)
                .list()
                .ofSize(4)
                .map(list -> String.join(".", list.stream().map(String::valueOf).toList()));
        Arbitrary<String> groups = Arbitraries.of("0", "1", "00ff", "ffff", "FFFE", "8000", "db8")
                .list()
                .ofMaxSize(8)
                .map(list -> list.size() == 8 ? String.join(":", list) : compressed(list));
        Arbitrary<String> tails = Combinators.combine(
                        Arbitraries.of("::ffff:", "::", "::fffe:", "1:2::", "0:0:0:0:0:ffff:"), octets)
                .as((head, tail) -> head + tail);
        return Arbitraries.oneOf(octets, groups, tails);
    }

    @Provide
    Arbitrary<String> nearlyAddresses() {
        return Arbitraries.oneOf(Garbage.texts(), Garbage.of(ALPHABET, 20), Garbage.mutated(addresses(), ALPHABET));
    }

    private static String compressed(List<String> groups) {
        int middle = groups.size() / 2;
        return String.join(":", groups.subList(0, middle)) + "::"
                + String.join(":", groups.subList(middle, groups.size()));
    }

    private static boolean isMapped(BigInteger address) {
        return address.shiftRight(32).equals(MAPPED);
    }

    /** The 128 bits of an address, IPv4 as its mapped form, by expanding the text to eight groups; null if it is none. */
    private static @Nullable BigInteger naive(String text) {
        if (!text.contains(":")) {
            BigInteger v4 = naiveV4(text);
            return v4 == null ? null : MAPPED.shiftLeft(32).or(v4);
        }
        String expanded = text;
        String tail = text.substring(text.lastIndexOf(':') + 1);
        if (tail.contains(".")) {
            BigInteger v4 = naiveV4(tail);
            if (v4 == null) {
                return null;
            }
            String hex = String.format("%08x", v4);
            expanded = text.substring(0, text.length() - tail.length()) + hex.substring(0, 4) + ":" + hex.substring(4);
        }
        List<String> groups = new ArrayList<>();
        int gap = expanded.indexOf("::");
        if (gap >= 0) {
            List<String> head = groups(expanded.substring(0, gap));
            List<String> rest = groups(expanded.substring(gap + 2));
            groups.addAll(head);
            for (int i = head.size() + rest.size(); i < 8; i++) {
                groups.add("0");
            }
            groups.addAll(rest);
            if (head.size() + rest.size() > 7) {
                return null;
            }
        } else {
            groups.addAll(groups(expanded));
        }
        BigInteger address = BigInteger.ZERO;
        for (String group : groups) {
            if (!group.matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            address = address.shiftLeft(16).or(new BigInteger(group, 16));
        }
        return groups.size() == 8 ? address : null;
    }

    private static List<String> groups(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(":", -1));
    }

    private static @Nullable BigInteger naiveV4(String text) {
        if (!OCTETS.matcher(text).matches()) {
            return null;
        }
        BigInteger address = BigInteger.ZERO;
        for (String octet : text.split("\\.", -1)) {
            if (Integer.parseInt(octet) > 255) {
                return null;
            }
            address = address.shiftLeft(8).or(new BigInteger(octet));
        }
        return address;
    }
}
