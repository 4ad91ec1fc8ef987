package dev.flags.internal;

import dev.flags.fuzz.FuzzInput;
import dev.flags.fuzz.Law;
import dev.flags.oracle.NaiveEvaluator;
import java.util.List;

/** Two lines, versions or what looks like them: parsing, order and ranges are those of the naive reader. */
public final class SemVerFuzz {
    private static final String LOWEST = "0.0.0-0";

    private SemVerFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = FuzzInput.lines(data, 2);
        String operand = lines.get(0);
        String candidate = lines.get(1);
        SemVer version;
        try {
            version = SemVer.parse(operand);
        } catch (IllegalArgumentException e) {
            Law.same(NaiveEvaluator.holds("semver_gte", LOWEST, operand), false);
            return;
        }
        Law.same(version.toString(), operand);
        int order = version.compare(candidate);
        Law.same(order != Relation.INCOMPARABLE, NaiveEvaluator.holds("semver_gte", LOWEST, candidate));
        Law.same(order == 0, NaiveEvaluator.holds("semver_eq", operand, candidate));
        Law.same(Relation.LESS.holds(order), NaiveEvaluator.holds("semver_lt", operand, candidate));
        Law.same(version.tilde(candidate), NaiveEvaluator.holds("semver_tilde", operand, candidate));
        Law.same(version.caret(candidate), NaiveEvaluator.holds("semver_caret", operand, candidate));
        if (order != Relation.INCOMPARABLE) {
            SemVer other = SemVer.parse(candidate);
            Law.same(Integer.signum(other.compare(operand)), -Integer.signum(order));
            Law.same(other.equals(version), order == 0);
        }
    }
}
