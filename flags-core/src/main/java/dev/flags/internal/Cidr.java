package dev.flags.internal;

/**
 * A range of IP addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address alone. Bits behind the prefix are
 * ignored. Nothing is ever looked up in DNS.
 *
 * <p>An IPv4-mapped address (RFC 4291 §2.5.5.2) is the IPv4 address it maps, for candidates and for operands:
 * {@code ::ffff:10.0.0.0/104} is {@code 10.0.0.0/8}. A range of IPv6 that is wider than {@code ::ffff:0:0/96} holds IPv6
 * addresses only, so {@code ::/0} does not hold 10.0.0.1.
 */
public final class Cidr {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int MAPPED_PREFIX = V6_BITS - V4_BITS;
    private static final long MAPPED = 0xFFFFL << V4_BITS;
    private static final String EXPECTED =
            "not an IP address with an optional prefix length, such as 10.0.0.0/8 or 2001:db8::/32";

    private final String text;
    /** The network in IPv6, IPv4 as its mapped form, bits behind the prefix cleared. */
    private final long high;

    private final long low;
    private final int prefix;
    private final long highMask;
    private final long lowMask;
    private final boolean ipv4;

    private Cidr(String text, long high, long low, int prefix) {
        this.text = text;
        this.prefix = prefix;
        this.highMask = mask(Math.min(prefix, 64));
        this.lowMask = mask(Math.max(prefix - 64, 0));
        this.high = high & highMask;
        this.low = low & lowMask;
        this.ipv4 = prefix >= MAPPED_PREFIX && isMapped(high, low);
    }

    /**
     * Reads an address, with or without {@code /} and a prefix length of 0 to 32 (IPv4) or 128 (IPv6).
     *
     * @throws IllegalArgumentException if the text is not that, also if the prefix has leading zeros
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        long v4 = IpText.ipv4(text, 0, end);
        if (v4 != IpText.INVALID) {
            return new Cidr(text, 0, MAPPED | v4, MAPPED_PREFIX + prefix(text, slash, V4_BITS));
        }
        int groups = IpText.ipv6Groups(text, end);
        if (groups == IpText.INVALID) {
            throw Refusal.of(EXPECTED, text);
        }
        long high = IpText.ipv6Half(text, end, groups, 0);
        long low = IpText.ipv6Half(text, end, groups, 1);
        return new Cidr(text, high, low, prefix(text, slash, V6_BITS));
    }

    /** Whether a candidate is an address in this range. False for any text that is not an address. */
    public boolean contains(String candidate) {
        int end = candidate.length();
        long v4 = IpText.ipv4(candidate, 0, end);
        if (v4 != IpText.INVALID) {
            return contains(0, MAPPED | v4);
        }
        int groups = IpText.ipv6Groups(candidate, end);
        return groups != IpText.INVALID
                && contains(IpText.ipv6Half(candidate, end, groups, 0), IpText.ipv6Half(candidate, end, groups, 1));
    }

    /** Whether every address of another range is in this one. Of two ranges one contains the other, or they share none. */
    public boolean contains(Cidr other) {
        return prefix <= other.prefix && contains(other.high, other.low);
    }

    private boolean contains(long candidateHigh, long candidateLow) {
        return isMapped(candidateHigh, candidateLow) == ipv4
                && (candidateHigh & highMask) == high
                && (candidateLow & lowMask) == low;
    }

    private static boolean isMapped(long high, long low) {
        return high == 0 && low >>> V4_BITS == 0xFFFF;
    }

    /** The upper {@code bits} of 64; a shift by 64 would be a shift by 0. */
    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    private static int prefix(String text, int slash, int max) {
        if (slash < 0) {
            return max;
        }
        int start = slash + 1;
        int digits = Digits.end(text, start) - start;
        boolean leadingZero = digits > 1 && text.charAt(start) == '0';
        if (digits == 0 || digits > 3 || leadingZero || start + digits != text.length()) {
            throw Refusal.of(EXPECTED, text);
        }
        int prefix = Integer.parseInt(text.substring(start));
        if (prefix > max) {
            throw Refusal.of("prefix length not in [0, " + max + "]", text);
        }
        return prefix;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr range && high == range.high && low == range.low && prefix == range.prefix;
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(high) * 31 + Long.hashCode(low)) * 31 + prefix;
    }

    @Override
    public String toString() {
        return text;
    }
}
