package dev.flags.internal;

import dev.flags.fuzz.FuzzInput;
import dev.flags.fuzz.Law;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;

/** Two lines, numbers or what looks like them: they are JSON numbers within the limits, and compare as decimals do. */
public final class ExactNumberFuzz {
    private static final Pattern JSON = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?0*[0-9]{1,3})?");
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private ExactNumberFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = FuzzInput.lines(data, 2);
        boolean isFirst = judge(lines.get(0));
        boolean isSecond = judge(lines.get(1));
        if (isFirst && isSecond) {
            compare(lines.get(0), new BigDecimal(lines.get(1)));
            compare(lines.get(1), new BigDecimal(lines.get(0)));
        }
    }

    private static boolean judge(String literal) {
        try {
            ExactNumber number = ExactNumber.parse(literal);
            Law.same(number.toString(), literal);
            Law.same(number.value(), new BigDecimal(literal));
            Law.same(number.compare(Double.parseDouble(literal)), compareDouble(literal));
            return true;
        } catch (IllegalArgumentException e) {
            boolean isInside = literal.length() <= ExactNumber.MAX_LENGTH
                    && JSON.matcher(literal).matches()
                    && isWithin400(literal)
                    && Double.isFinite(Double.parseDouble(literal));
            Law.holds(!isInside);
            return false;
        }
    }

    private static boolean isWithin400(String literal) {
        String[] parts = literal.split("[eE]", -1);
        return parts.length == 1 || Math.abs(Integer.parseInt(parts[1])) <= 400;
    }

    /** A double stands for its shortest decimal. */
    private static int compareDouble(String literal) {
        return ShortestDecimal.of(Double.parseDouble(literal)).compareTo(new BigDecimal(literal));
    }

    private static void compare(String literal, BigDecimal candidate) {
        ExactNumber number = ExactNumber.parse(literal);
        int expected = candidate.compareTo(new BigDecimal(literal));
        Law.same(number.compare(candidate), expected);
        Law.holds(number.equals(ExactNumber.parse(literal)));
        BigDecimal whole = candidate.setScale(0, RoundingMode.DOWN);
        if (whole.abs().compareTo(MAX_LONG) <= 0) {
            Law.same(number.compare(whole.longValueExact()), whole.compareTo(new BigDecimal(literal)));
        }
    }
}
