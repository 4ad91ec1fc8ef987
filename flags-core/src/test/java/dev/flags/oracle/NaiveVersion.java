package dev.flags.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version by Semantic Versioning 2.0.0, ordered by its precedence (clause 11); build metadata is checked and dropped. */
record NaiveVersion(BigInteger major, BigInteger minor, BigInteger patch, List<String> prerelease)
        implements Comparable<NaiveVersion> {

    private static final String NUMERIC = "0|[1-9][0-9]*";

    static @Nullable NaiveVersion parse(String text) {
        String[] build = text.split("\\+", -1);
        String[] parts = build[0].split("-", 2);
        String[] core = parts[0].split("\\.", -1);
        boolean wrongBuild = build.length > 2 || (build.length == 2 && !identifiers(build[1], false));
        boolean wrongPrerelease = parts.length == 2 && !identifiers(parts[1], true);
        if (wrongBuild || wrongPrerelease || core.length != 3) {
            return null;
        }
        for (String number : core) {
            if (!number.matches(NUMERIC)) {
                return null;
            }
        }
        List<String> prerelease = parts.length == 2 ? List.of(parts[1].split("\\.", -1)) : List.of();
        return new NaiveVersion(new BigInteger(core[0]), new BigInteger(core[1]), new BigInteger(core[2]), prerelease);
    }

    private static boolean identifiers(String text, boolean noLeadingZeros) {
        for (String identifier : text.split("\\.", -1)) {
            boolean digits = identifier.matches("[0-9]+");
            if (!identifier.matches("[0-9A-Za-z-]+") || (noLeadingZeros && digits && !identifier.matches(NUMERIC))) {
                return false;
            }
        }
        return true;
    }

    /** The end of the range of {@code semver_tilde}, excluded. */
    NaiveVersion nextMinor() {
        return lowest(major, minor.add(BigInteger.ONE), BigInteger.ZERO);
    }

    /** The end of the range of {@code semver_caret}, excluded. */
    NaiveVersion nextBreaking() {
        if (major.signum() > 0) {
            return lowest(major.add(BigInteger.ONE), BigInteger.ZERO, BigInteger.ZERO);
        }
        return minor.signum() > 0 ? nextMinor() : lowest(major, minor, patch.add(BigInteger.ONE));
    }

    private static NaiveVersion lowest(BigInteger major, BigInteger minor, BigInteger patch) {
        return new NaiveVersion(major, minor, patch, List.of("0"));
    }

    @Override
    public int compareTo(NaiveVersion other) {
        List<Integer> comparisons = new ArrayList<>();
        comparisons.add(major.compareTo(other.major));
        comparisons.add(minor.compareTo(other.minor));
        comparisons.add(patch.compareTo(other.patch));
        // A version without a pre-release is above every one with it.
        comparisons.add(Boolean.compare(prerelease.isEmpty(), other.prerelease.isEmpty()));
        for (int i = 0; i < Math.min(prerelease.size(), other.prerelease.size()); i++) {
            comparisons.add(compare(prerelease.get(i), other.prerelease.get(i)));
        }
        comparisons.add(Integer.compare(prerelease.size(), other.prerelease.size()));
        return comparisons.stream().filter(c -> c != 0).findFirst().orElse(0);
    }

    private static int compare(String a, String b) {
        boolean numericA = a.matches("[0-9]+");
        boolean numericB = b.matches("[0-9]+");
        if (numericA && numericB) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        // A numeric identifier is below one with letters.
        return numericA == numericB ? a.compareTo(b) : Boolean.compare(numericB, numericA);
    }
}
