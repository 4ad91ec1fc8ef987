package dev.flags.internal;

import dev.flags.fuzz.FuzzInput;
import dev.flags.fuzz.Law;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two lines, instants or what looks like them: they are what the JDK takes them for, unless a sign is before the year. */
public final class IsoInstantFuzz {
    private static final IsoInstant SOME = IsoInstant.parse("2026-12-01T00:00:00Z");

    private IsoInstantFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = FuzzInput.lines(data, 2);
        Instant a = judge(lines.get(0));
        Instant b = judge(lines.get(1));
        if (a != null && b != null) {
            IsoInstant first = IsoInstant.parse(lines.get(0));
            IsoInstant second = IsoInstant.parse(lines.get(1));
            Law.same(Integer.signum(second.compare(lines.get(0))), Integer.signum(a.compareTo(b)));
            Law.same(Integer.signum(first.compare(lines.get(1))), Integer.signum(b.compareTo(a)));
            Law.same(first.equals(second), a.equals(b));
        }
    }

    /** The instant, or null if the text is none. */
    private static @Nullable Instant judge(String text) {
        Instant expected = jdk(text);
        Law.same(SOME.compare(text) != Relation.INCOMPARABLE, expected != null);
        try {
            IsoInstant parsed = IsoInstant.parse(text);
            Law.same(parsed.toString(), text);
            Law.same(parsed.toInstant(), expected);
        } catch (IllegalArgumentException e) {
            Law.same(expected, null);
        }
        return expected;
    }

    private static @Nullable Instant jdk(String text) {
        try {
            return text.matches("[0-9].*") ? OffsetDateTime.parse(text).toInstant() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
