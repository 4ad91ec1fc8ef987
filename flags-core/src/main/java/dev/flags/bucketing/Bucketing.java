package dev.flags.bucketing;

/**
 * The native hash: a salt and a unit give one of {@value #SCALE} slots, the same on every platform and in every release.
 *
 * <p>Stateless and thread-safe. Nothing here allocates, blocks or throws.
 *
 * <pre>{@code
 * long unit = Bucketing.hash("user-42");                  // once per request
 * long salt = Bucketing.hash("new_checkout");             // once per flag
 * boolean inTenPercent = Bucketing.slot(salt, unit) < 10_000;
 * }</pre>
 */
public final class Bucketing {
    /** The number of slots: a slot is a thousandth of a percent. */
    public static final int SCALE = 100_000;

    /*
     * The hash of a text is the low half of MurmurHash3_x64_128 with seed 0 over its UTF-8 bytes; MurmurHash3 was
     * written by Austin Appleby and placed in the public domain (https://github.com/aappleby/smhasher). It works on
     * blocks of 16 bytes, two little-endian words each, mixed into two states. A last block that is not full is padded
     * with zeros and mixed without the rotation; then the length goes in and both states are finalised.
     *
     * The bytes are those of String.getBytes(UTF_8), in which a lone surrogate is '?', but they are never stored: each
     * character is encoded into a word in a register, and eight ASCII characters at once where there are eight in a row.
     *
     * A slot mixes the two hashes of salt and unit instead of hashing "salt:unit" anew: fmix64(unit + salt). So a
     * request hashes its unit once, and each further flag costs one addition and one finaliser. Measured on 150 pairs of
     * flags with 400 000 ids each this is as uniform and as independent between flags as a hash of the joined text:
     * p-values of the 100 x 100 contingency tables uniform, |r| at most .0044, P(in 10 % of B | in 10 % of A) .096 to
     * .105. Without the finaliser the flags are not independent at all (r = .53).
     *
     * The upper 32 bits of the mix are scaled to slots by a multiplication: no division, and no modulo bias worth
     * naming (a slot's share is off by at most 1 in 42 949).
     */
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private Bucketing() {}

    /**
     * The hash of a salt or of a unit; equal to the low 64 bits of MurmurHash3_x64_128, seed 0, over the UTF-8 bytes.
     *
     * @param text any text; a lone surrogate counts as {@code ?}, and the empty text hashes to 0
     */
    public static long hash(String text) {
        long h1 = 0;
        long h2 = 0;
        long first = 0; // the first word of the block, once it is full
        long word = 0; // the word being filled
        int length = 0; // bytes so far
        int chars = text.length();
        int i = 0;
        while (i < chars) {
            long bytes = (length & 7) == 0 && i + 8 <= chars ? eightAscii(text, i) : -1;
            int size = 8;
            if (bytes >= 0) {
                i += 8;
            } else {
                int codePoint = text.codePointAt(i);
                i += Character.charCount(codePoint);
                bytes = utf8(codePoint);
                size = utf8Length(bytes);
            }
            int shift = (length & 7) << 3;
            word |= bytes << shift;
            length += size;
            if (shift + (size << 3) < 64) {
                continue;
            }
            if ((length & 8) != 0) {
                first = word;
            } else {
                h1 = (Long.rotateLeft(h1 ^ mix1(first), 27) + h2) * 5 + 0x52dce729;
                h2 = (Long.rotateLeft(h2 ^ mix2(word), 31) + h1) * 5 + 0x38495ab5;
            }
            word = bytes >>> 1 >>> (63 - shift); // what did not fit; two steps, for a shift by 64 is none in Java
        }
        if ((length & 8) != 0) {
            h2 ^= mix2(word);
            word = first;
        }
        h1 ^= mix1(word); // mix1(0) is 0: nothing happens after a full block
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        return fmix64(h1) + fmix64(h2);
    }

    /**
     * The slot of a unit under a salt.
     *
     * @param saltHash {@link #hash} of the salt
     * @param unitHash {@link #hash} of the unit
     * @return 0 to 99 999
     */
    public static int slot(long saltHash, long unitHash) {
        return (int) (((fmix64(unitHash + saltHash) >>> 32) * SCALE) >>> 32);
    }

    /**
     * The slot of a unit under a salt, for those who need it once.
     *
     * @return 0 to 99 999
     */
    public static int slot(String salt, String unit) {
        return slot(hash(salt), hash(unit));
    }

    /** Eight characters from {@code at} as a little-endian word, or -1 if one of them is not ASCII. */
    private static long eightAscii(String text, int at) {
        long word = 0;
        int all = 0;
        for (int k = 0; k < 8; k++) {
            char c = text.charAt(at + k);
            all |= c;
            word |= (long) c << (k << 3);
        }
        return all < 0x80 ? word : -1;
    }

    /** The UTF-8 bytes of a code point, the first byte lowest. */
    private static long utf8(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint;
        }
        int last = 0x80 | (codePoint & 0x3f);
        if (codePoint < 0x800) {
            return 0xc0 | (codePoint >> 6) | (last << 8);
        }
        int third = 0x80 | ((codePoint >> 6) & 0x3f);
        if (codePoint < 0x10000) {
            boolean loneSurrogate = codePoint >> 11 == 0xd800 >> 11;
            return loneSurrogate ? '?' : 0xe0 | (codePoint >> 12) | (third << 8) | (last << 16);
        }
        int second = 0x80 | ((codePoint >> 12) & 0x3f);
        return 0xf0 | (codePoint >> 18) | (second << 8) | (third << 16) | ((long) last << 24);
    }

    /** How many bytes {@link #utf8} gave; only the lowest of them can be 0. */
    private static int utf8Length(long bytes) {
        return Math.max(1, (71 - Long.numberOfLeadingZeros(bytes)) >> 3);
    }

    private static long mix1(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mix2(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long fmix64(long k) {
        k = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
        k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return k ^ (k >>> 33);
    }
}
