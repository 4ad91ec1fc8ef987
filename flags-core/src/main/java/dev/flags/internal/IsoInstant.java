package dev.flags.internal;

import java.time.Instant;

/**
 * An instant that attributes are compared with, in the texts that {@link java.time.OffsetDateTime#parse(CharSequence)}
 * takes, with the years 0000 to 9999 in four digits:
 *
 * <pre>{@code
 * yyyy-MM-dd T HH:mm[:ss[.fraction]] (Z | +HH[:mm[:ss]] | -HH[:mm[:ss]])
 * }</pre>
 *
 * with 0 to 9 digits of fraction, an offset of at most 18 hours, and {@code t} and {@code z} as good as {@code T} and
 * {@code Z}. Days must exist; 24:00 and leap seconds do not. A text without an offset is not an instant.
 */
public final class IsoInstant {
    private static final long NOT_AN_INSTANT = Long.MIN_VALUE;
    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final int MAX_OFFSET = 18 * 3_600;

    /** Days from 0000-01-01 to 1970-01-01 in the proleptic Gregorian calendar. */
    private static final int EPOCH = 719_528;

    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private static final int MINUTE_END = 16;
    private static final int SECOND_END = 19;
    private static final int FRACTION = 20;
    private static final int MAX_FRACTION_DIGITS = 9;

    private final String text;
    private final long epochSecond;
    private final int nano;

    private IsoInstant(String text, long epochSecond, int nano) {
        this.text = text;
        this.epochSecond = epochSecond;
        this.nano = nano;
    }

    /**
     * Reads an instant.
     *
     * @throws IllegalArgumentException if the text is not an instant with an offset, of the years 0000 to 9999
     */
    public static IsoInstant parse(String text) {
        long epochSecond = epochSecond(text);
        if (epochSecond == NOT_AN_INSTANT) {
            throw Refusal.of("not an instant with a zone, such as 2026-12-01T00:00:00Z", text);
        }
        return new IsoInstant(text, epochSecond, nano(text));
    }

    /** The same moment as the JDK's type. */
    public Instant toInstant() {
        return Instant.ofEpochSecond(epochSecond, nano);
    }

    /**
     * Where a candidate stands on the time line.
     *
     * @return negative, zero or positive as the candidate is before, at or after this instant, or
     *     {@link Relation#INCOMPARABLE} if it is not an instant
     */
    public int compare(String candidate) {
        long second = epochSecond(candidate);
        if (second == NOT_AN_INSTANT) {
            return Relation.INCOMPARABLE;
        }
        int bySecond = Long.compare(second, epochSecond);
        return bySecond != 0 ? bySecond : Integer.compare(nano(candidate), nano);
    }

    /** Everything up to the minute stands at a fixed place; only the seconds and the offset vary in length. */
    private static long epochSecond(String text) {
        if (text.length() <= MINUTE_END
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) | 0x20) != 't'
                || text.charAt(13) != ':') {
            return NOT_AN_INSTANT;
        }
        int century = field(text, 0, 0, 99);
        int yearOfCentury = field(text, 2, 0, 99);
        int month = field(text, 5, 1, 12);
        int day = field(text, 8, 1, 31);
        int hour = field(text, 11, 0, 23);
        int minute = field(text, 14, 0, 59);
        boolean hasSecond = text.charAt(MINUTE_END) == ':';
        int second = hasSecond ? field(text, MINUTE_END + 1, 0, 59) : 0;
        if ((century | yearOfCentury | month | day | hour | minute | second) < 0) {
            return NOT_AN_INSTANT;
        }
        int year = century * 100 + yearOfCentury;
        int offset = offset(text, hasSecond ? endOfFraction(text) : MINUTE_END);
        if (day > daysIn(year, month) || offset == NO_OFFSET) {
            return NOT_AN_INSTANT;
        }
        return ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset;
    }

    /** Two digits within bounds, or -1. */
    private static int field(String text, int at, int min, int max) {
        if (at + 1 >= text.length() || !Digits.isDigit(text.charAt(at)) || !Digits.isDigit(text.charAt(at + 1))) {
            return -1;
        }
        int value = (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
        return value >= min && value <= max ? value : -1;
    }

    private static int endOfFraction(String text) {
        if (!hasFraction(text)) {
            return SECOND_END;
        }
        return Math.min(Digits.end(text, FRACTION), FRACTION + MAX_FRACTION_DIGITS);
    }

    /** Seconds east of UTC of the offset that is the rest of the text, or {@link #NO_OFFSET}. */
    private static int offset(String text, int at) {
        int length = text.length() - at;
        if (length == 1 && (text.charAt(at) | 0x20) == 'z') {
            return 0;
        }
        if (length != 3 && length != 6 && length != 9) {
            return NO_OFFSET;
        }
        char sign = text.charAt(at);
        int hours = field(text, at + 1, 0, 18);
        int minutes = length < 6 ? 0 : fieldAfterColon(text, at + 3);
        int seconds = length < 9 ? 0 : fieldAfterColon(text, at + 6);
        if ((sign != '+' && sign != '-') || (hours | minutes | seconds) < 0) {
            return NO_OFFSET;
        }
        int total = (hours * 60 + minutes) * 60 + seconds;
        if (total > MAX_OFFSET) {
            return NO_OFFSET;
        }
        return sign == '+' ? total : -total;
    }

    private static int fieldAfterColon(String text, int at) {
        return text.charAt(at) == ':' ? field(text, at + 1, 0, 59) : -1;
    }

    private static boolean hasFraction(String text) {
        return text.length() > SECOND_END && text.charAt(MINUTE_END) == ':' && text.charAt(SECOND_END) == '.';
    }

    /** The nanoseconds of a text that is an instant. */
    private static int nano(String text) {
        if (!hasFraction(text)) {
            return 0;
        }
        int end = Digits.end(text, FRACTION);
        int nano = 0;
        for (int at = FRACTION; at < FRACTION + MAX_FRACTION_DIGITS; at++) {
            nano = nano * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nano;
    }

    private static int daysIn(int year, int month) {
        int days = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
        return month == 2 && isLeap(year) ? days + 1 : days;
    }

    private static long epochDay(int year, int month, int day) {
        // Leap days of the years before this one; year 0 was a leap year, hence the rounding up.
        int leapDays = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
        int leapDayOfThisYear = month > 2 && isLeap(year) ? 1 : 0;
        return 365L * year + leapDays + DAYS_BEFORE_MONTH[month - 1] + leapDayOfThisYear + day - 1 - EPOCH;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IsoInstant instant && epochSecond == instant.epochSecond && nano == instant.nano;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(epochSecond) * 31 + nano;
    }

    @Override
    public String toString() {
        return text;
    }
}
