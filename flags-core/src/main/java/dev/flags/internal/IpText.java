package dev.flags.internal;

/**
 * IP addresses read straight from their text, a part at a time, so that no array or object has to hold them: dotted
 * decimal IPv4, and the three forms of IPv6 in RFC 4291 §2.2. No zone ids, no brackets, and no names, hence no DNS.
 */
final class IpText {
    /** Not an address. */
    static final int INVALID = -1;

    private static final int V6_GROUPS = 8;
    private static final int V4_OCTETS = 4;

    private IpText() {}

    /**
     * The 32 bits of a dotted decimal IPv4 address that fills {@code [start, end)}, or {@link #INVALID}. Four numbers
     * without leading zeros, which some systems take for octal (RFC 6943 §3.1.1).
     */
    static long ipv4(String text, int start, int end) {
        long address = 0;
        int at = start;
        for (int octet = 0; octet < V4_OCTETS; octet++) {
            if (octet > 0) {
                if (at >= end || text.charAt(at) != '.') {
                    return INVALID;
                }
                at++;
            }
            int value = 0;
            int first = at;
            while (at < end && at - first < 3 && Digits.isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            if (at == first || value > 255 || (at - first > 1 && text.charAt(first) == '0')) {
                return INVALID;
            }
            address = address << 8 | value;
        }
        return at == end ? address : INVALID;
    }

    /**
     * How many groups of 16 bits the IPv6 address in {@code [0, end)} spells out, an IPv4 tail counting as two, or
     * {@link #INVALID} if it is none. Fewer than eight means that a {@code ::} stands for the rest.
     */
    static int ipv6Groups(String text, int end) {
        int groups = 0;
        boolean compressed = startsWithCompression(text, end);
        int at = compressed ? 2 : 0;
        if (compressed && at == end) {
            return 0;
        }
        while (groups < V6_GROUPS) {
            int stop = endOfHex(text, at, end);
            if (stop < end && text.charAt(stop) == '.') {
                return ipv4(text, at, end) == INVALID ? INVALID : complete(groups + 2, compressed);
            }
            if (stop == at) {
                return INVALID;
            }
            groups++;
            if (stop == end) {
                return complete(groups, compressed);
            }
            if (text.charAt(stop) != ':') {
                return INVALID;
            }
            at = stop + 1;
            if (at < end && text.charAt(at) == ':') {
                if (compressed) {
                    return INVALID;
                }
                compressed = true;
                at++;
                if (at == end) {
                    return complete(groups, true);
                }
            }
        }
        return INVALID;
    }

    private static int complete(int groups, boolean compressed) {
        boolean right = compressed ? groups < V6_GROUPS : groups == V6_GROUPS;
        return right ? groups : INVALID;
    }

    /**
     * Half of the 128 bits of an IPv6 address in {@code [0, end)}.
     *
     * @param groups what {@link #ipv6Groups} says of the address, not negative
     * @param half 0 for the upper 64 bits, 1 for the lower
     */
    static long ipv6Half(String text, int end, int groups, int half) {
        int firstGroup = half * 4;
        long bits = 0;
        int group = 0;
        int at = 0;
        if (startsWithCompression(text, end)) {
            group = V6_GROUPS - groups;
            at = 2;
        }
        while (at < end) {
            int stop = endOfHex(text, at, end);
            if (stop < end && text.charAt(stop) == '.') {
                // An IPv4 tail fills the last 32 bits.
                return half == 1 ? bits | ipv4(text, at, end) : bits;
            }
            if (group >= firstGroup && group < firstGroup + 4) {
                bits |= hex(text, at, stop) << (16 * (firstGroup + 3 - group));
            }
            group++;
            at = stop + 1;
            if (at < end && text.charAt(at) == ':') {
                group += V6_GROUPS - groups;
                at++;
            }
        }
        return bits;
    }

    private static boolean startsWithCompression(String text, int end) {
        return end >= 2 && text.charAt(0) == ':' && text.charAt(1) == ':';
    }

    private static int endOfHex(String text, int start, int end) {
        int at = start;
        while (at < end && at - start < 4 && hexDigit(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static long hex(String text, int start, int end) {
        long value = 0;
        for (int at = start; at < end; at++) {
            value = value << 4 | hexDigit(text.charAt(at));
        }
        return value;
    }

    /** 0 to 15, or {@link #INVALID}. Not Character.digit, which takes the digits of every script. */
    static int hexDigit(char c) {
        if (Digits.isDigit(c)) {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : INVALID;
    }
}
