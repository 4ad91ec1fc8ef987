package dev.flags.lint;

import dev.flags.config.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a {@link Tangle} is made of: few of each, and close to one another. */
final class TanglePools {
    static final List<String> ATTRIBUTES = List.of("a", "a", "a", "b", "user");
    static final List<String> TEXTS =
            List.of("", "a", "A", "ab", "aB", "abc", "b", "ba", "7", "-1", "42", "ΑΣ", "ΑΣΑ", "ας", "İ", "i̇", "ß");
    static final List<String> VERSIONS =
            List.of("1.0.0-rc.1", "1.0.0", "1.0.0+b", "1.2.3", "1.3.0-0", "2.0.0-0", "2.0.0", "0.0.3");
    static final List<String> INSTANTS = List.of(
            "2026-01-01T00:00:00Z",
            "2026-01-01T01:00:00+01:00",
            "2026-01-01T00:00:00.5Z",
            "2026-06-01t00:00z",
            "2027-01-01T00:00:00Z");
    static final List<String> ADDRESSES = List.of("10.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "2001:db8::1");
    static final List<String> NETWORKS = List.of(
            "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "0.0.0.0/0", "::/0", "::1", "2001:db8::/32", "::ffff:0:0/95");
    static final List<String> NUMBERS =
            List.of("-1", "0", "1", "1.0", "1.5", "2", "3", "7", "42", "9007199254740993", "1e300");
    static final List<String> PATTERNS = List.of("", "^a", "b$", "^[ab]+$", "(?i)AB", "\\d");
    static final List<String> TYPES = List.of("string", "number", "boolean", "array", "object");
    /** All of them, and lists twice as often: they are what most rules ask for. */
    static final List<String> OPERATORS = Stream.concat(
                    Arrays.stream(Operator.values()).map(Operator::key), Stream.of(Operator.IN.key()))
            .toList();

    static final List<String> VARIANTS = List.of("x", "y", "z");

    private TanglePools() {}
}
