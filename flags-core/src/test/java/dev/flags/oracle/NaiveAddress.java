package dev.flags.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Internet addresses as numbers of 128 bits; an IPv4 address a.b.c.d is the number of ::ffff:a.b.c.d. */
final class NaiveAddress {

    private NaiveAddress() {}

    /** Whether {@code text} is an address inside the block, {@code address/bits} or one address. */
    static boolean inside(String block, String text) {
        String[] parts = block.split("/", -1);
        BigInteger network = parse(parts[0]);
        BigInteger address = parse(text);
        if (network == null || address == null) {
            return false;
        }
        int width = parts[0].contains(":") ? 128 : 32;
        int free = parts.length == 2 ? width - Integer.parseInt(parts[1]) : 0;
        boolean isVersion4 = address.shiftRight(32).equals(BigInteger.valueOf(0xffff));
        if (isVersion4 && free > 32) {
            return false;
        }
        return network.shiftRight(free).equals(address.shiftRight(free));
    }

    static @Nullable BigInteger parse(String text) {
        return text.contains(":") ? version6(text) : mapped(version4(text));
    }

    private static @Nullable BigInteger mapped(@Nullable BigInteger version4) {
        return version4 == null ? null : new BigInteger("ffff00000000", 16).add(version4);
    }

    private static @Nullable BigInteger version4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return null;
        }
        BigInteger sum = BigInteger.ZERO;
        for (String octet : octets) {
            if (!octet.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(octet) > 255) {
                return null;
            }
            sum = sum.shiftLeft(8).add(new BigInteger(octet));
        }
        return sum;
    }

    private static @Nullable BigInteger version6(String text) {
        String hexadecimal = text;
        if (text.contains(".")) {
            int start = text.lastIndexOf(':') + 1;
            BigInteger tail = version4(text.substring(start));
            if (tail == null) {
                return null;
            }
            hexadecimal = text.substring(0, start)
                    + Integer.toHexString(tail.shiftRight(16).intValueExact()) + ":"
                    + Integer.toHexString(tail.intValue() & 0xffff);
        }
        String[] halves = hexadecimal.split("::", -1);
        if (halves.length > 2) {
            return null;
        }
        List<String> groups = new ArrayList<>(groups(halves[0]));
        if (halves.length == 2) {
            List<String> right = groups(halves[1]);
            int skipped = 8 - groups.size() - right.size();
            if (skipped < 1) {
                return null;
            }
            for (int i = 0; i < skipped; i++) {
                groups.add("0");
            }
            groups.addAll(right);
        }
        if (groups.size() != 8 || !groups.stream().allMatch(group -> group.matches("[0-9a-fA-F]{1,4}"))) {
            return null;
        }
        BigInteger sum = BigInteger.ZERO;
        for (String group : groups) {
            sum = sum.shiftLeft(16).add(new BigInteger(group, 16));
        }
        return sum;
    }

    private static List<String> groups(String half) {
        return half.isEmpty() ? List.of() : List.of(half.split(":", -1));
    }
}
