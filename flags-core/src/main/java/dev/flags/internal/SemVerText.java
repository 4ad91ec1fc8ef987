package dev.flags.internal;

/**
 * Grammar and precedence of <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>, read straight
 * from the text. Nothing is converted to numbers: a numeric identifier has no leading zeros, so of two the longer is the
 * greater and equally long ones compare as text, whatever their length.
 */
final class SemVerText {
    private static final int INVALID = -1;
    private static final int CORE_PARTS = 3;

    private SemVerText() {}

    /** Whether a text is a version: §2 (three numbers), §9 (pre-release), §10 (build metadata). */
    static boolean isVersion(String text) {
        int at = 0;
        for (int part = 0; part < CORE_PARTS; part++) {
            if (part > 0) {
                if (!has(text, at, '.')) {
                    return false;
                }
                at++;
            }
            int end = Digits.end(text, at);
            if (end == at || hasLeadingZero(text, at, end)) {
                return false;
            }
            at = end;
        }
        if (has(text, at, '-')) {
            at = endOfIdentifiers(text, at + 1, true);
        }
        if (at != INVALID && has(text, at, '+')) {
            at = endOfIdentifiers(text, at + 1, false);
        }
        return at == text.length();
    }

    /** Precedence (§11) of two texts that are versions: -1, 0 or 1. Build metadata has no part in it. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        for (int part = 0; part < CORE_PARTS; part++) {
            int iEnd = Digits.end(a, i);
            int jEnd = Digits.end(b, j);
            int order = compareNumbers(a, i, iEnd, b, j, jEnd);
            if (order != 0) {
                return order;
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        boolean aIsPreRelease = has(a, i - 1, '-');
        boolean bIsPreRelease = has(b, j - 1, '-');
        if (!aIsPreRelease || !bIsPreRelease) {
            return Boolean.compare(bIsPreRelease, aIsPreRelease); // §11.3: the pre-release is the lower one
        }
        return comparePreReleases(a, i, b, j);
    }

    /** §11.4: identifier by identifier; if all are equal, the longer list is the greater. */
    private static int comparePreReleases(String a, int aStart, String b, int bStart) {
        int i = aStart;
        int j = bStart;
        while (true) {
            int iEnd = endOfIdentifier(a, i);
            int jEnd = endOfIdentifier(b, j);
            int order = compareIdentifiers(a, i, iEnd, b, j, jEnd);
            if (order != 0) {
                return order;
            }
            boolean aGoesOn = has(a, iEnd, '.');
            boolean bGoesOn = has(b, jEnd, '.');
            if (!aGoesOn || !bGoesOn) {
                return Boolean.compare(aGoesOn, bGoesOn);
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
    }

    private static int compareIdentifiers(String a, int i, int iEnd, String b, int j, int jEnd) {
        boolean aIsNumber = Digits.end(a, i) == iEnd;
        boolean bIsNumber = Digits.end(b, j) == jEnd;
        if (aIsNumber != bIsNumber) {
            return aIsNumber ? -1 : 1; // §11.4.3: numbers before words
        }
        return aIsNumber ? compareNumbers(a, i, iEnd, b, j, jEnd) : compareWords(a, i, iEnd, b, j, jEnd);
    }

    private static int compareNumbers(String a, int i, int iEnd, String b, int j, int jEnd) {
        int byLength = Integer.compare(iEnd - i, jEnd - j);
        return byLength != 0 ? byLength : compareWords(a, i, iEnd, b, j, jEnd);
    }

    private static int compareWords(String a, int aStart, int iEnd, String b, int bStart, int jEnd) {
        int i = aStart;
        int j = bStart;
        while (i < iEnd && j < jEnd) {
            char c = a.charAt(i++);
            char d = b.charAt(j++);
            if (c != d) {
                return c < d ? -1 : 1;
            }
        }
        return Boolean.compare(i < iEnd, j < jEnd);
    }

    /** The end of a dot-separated list of identifiers, or {@link #INVALID} if one is empty or has a leading zero. */
    private static int endOfIdentifiers(String text, int start, boolean preRelease) {
        int at = start;
        while (true) {
            int end = endOfIdentifier(text, at);
            boolean number = Digits.end(text, at) == end;
            if (end == at || (preRelease && number && hasLeadingZero(text, at, end))) {
                return INVALID;
            }
            if (!has(text, end, '.')) {
                return end;
            }
            at = end + 1;
        }
    }

    private static int endOfIdentifier(String text, int start) {
        int at = start;
        while (at < text.length() && isIdentifierPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean hasLeadingZero(String text, int start, int end) {
        return end - start > 1 && text.charAt(start) == '0';
    }

    private static boolean has(String text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static boolean isIdentifierPart(char c) {
        return Digits.isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    }
}
