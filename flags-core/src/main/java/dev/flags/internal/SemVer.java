package dev.flags.internal;

/**
 * A version that attributes are compared with, strictly by
 * <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>: three numbers of any length, no leading
 * "v", no leading zeros. Build metadata is allowed and ignored. A candidate that is not such a version matches nothing.
 * Ordered by precedence.
 */
public final class SemVer implements Comparable<SemVer> {
    private final String text;
    private final String precedence;
    private final String tildeLimit;
    private final String caretLimit;

    private SemVer(String text) {
        this.text = text;
        int metadata = text.indexOf('+');
        this.precedence = metadata < 0 ? text : text.substring(0, metadata);
        int majorEnd = Digits.end(text, 0);
        int minorEnd = Digits.end(text, majorEnd + 1);
        int patchEnd = Digits.end(text, minorEnd + 1);
        String major = text.substring(0, majorEnd);
        String minor = text.substring(majorEnd + 1, minorEnd);
        String patch = text.substring(minorEnd + 1, patchEnd);
        // "-0" is the lowest pre-release there is, so the limits leave out the pre-releases of the next version too.
        String nextMinor = major + "." + increment(minor) + ".0-0";
        this.tildeLimit = nextMinor;
        if (!major.equals("0")) {
            this.caretLimit = increment(major) + ".0.0-0";
        } else if (!minor.equals("0")) {
            this.caretLimit = nextMinor;
        } else {
            this.caretLimit = "0.0." + increment(patch) + "-0";
        }
    }

    /**
     * Reads a version.
     *
     * @throws IllegalArgumentException if the text is not a semantic version
     */
    public static SemVer parse(String text) {
        if (!SemVerText.isVersion(text)) {
            throw Refusal.of("not a semantic version such as 1.2.3 or 1.2.3-rc.1", text);
        }
        return new SemVer(text);
    }

    /**
     * The precedence of a candidate.
     *
     * @return negative, zero or positive as the candidate is below, at or above this version, or
     *     {@link Relation#INCOMPARABLE} if it is not a version
     */
    public int compare(String candidate) {
        return SemVerText.isVersion(candidate) ? SemVerText.compare(candidate, precedence) : Relation.INCOMPARABLE;
    }

    /**
     * Whether a candidate is at or above this version and below its next minor one: {@code ~1.2.3} is
     * {@code >=1.2.3 <1.3.0-0}, {@code ~1.2.3-rc.1} is {@code >=1.2.3-rc.1 <1.3.0-0}. An interval of precedence and
     * nothing else: 1.2.4-rc.1 is in {@code ~1.2.3}, where npm would leave it out.
     */
    public boolean tilde(String candidate) {
        return isBetween(candidate, tildeLimit);
    }

    /**
     * Whether a candidate is at or above this version and leaves its left-most number that is not zero as it is:
     * {@code ^1.2.3} is {@code >=1.2.3 <2.0.0-0}, {@code ^0.2.3} is {@code >=0.2.3 <0.3.0-0}, {@code ^0.0.3} is
     * {@code >=0.0.3 <0.0.4-0} and {@code ^0.0.0} is {@code >=0.0.0 <0.0.1-0}. An interval of precedence, as for
     * {@link #tilde}.
     */
    public boolean caret(String candidate) {
        return isBetween(candidate, caretLimit);
    }

    /** The first version that is too high for {@link #tilde}. */
    public SemVer tildeLimit() {
        return new SemVer(tildeLimit);
    }

    /** The first version that is too high for {@link #caret}. */
    public SemVer caretLimit() {
        return new SemVer(caretLimit);
    }

    @Override
    public int compareTo(SemVer other) {
        return SemVerText.compare(precedence, other.precedence);
    }

    private boolean isBetween(String candidate, String limit) {
        return SemVerText.isVersion(candidate)
                && SemVerText.compare(candidate, precedence) >= 0
                && SemVerText.compare(candidate, limit) < 0;
    }

    /** Digits plus one. By hand, because BigInteger takes quadratic time to read a long number. */
    private static String increment(String digits) {
        int nines = digits.length();
        while (nines > 0 && digits.charAt(nines - 1) == '9') {
            nines--;
        }
        String zeros = "0".repeat(digits.length() - nines);
        if (nines == 0) {
            return "1" + zeros;
        }
        return digits.substring(0, nines - 1) + (char) (digits.charAt(nines - 1) + 1) + zeros;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SemVer version && precedence.equals(version.precedence);
    }

    @Override
    public int hashCode() {
        return precedence.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
