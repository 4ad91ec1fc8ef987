package dev.flags.testkit;

import java.util.List;

/** The few values that configurations are made of, so that they meet often. The simplest come first. */
final class Pools {
    static final List<String> NAMES =
            List.of("a", "b", "c", "new_checkout", "größe", "risky/model", "日本", "a flag", "x.y", "f#r");
    static final List<String> SEGMENTS = List.of("staff", "big spenders", "größe");
    static final List<String> VARIANTS = List.of("control", "treatment", "red", "größe", "x/y");
    static final List<String> UNITS = List.of("ada", "bob", "carol", "42", "ünal", "日本");
    static final List<String> GROUPS = List.of("beta", "staff", "7");
    static final List<String> SALTS = List.of("salt", "größe", "");

    static final List<String> TEXT_ATTRIBUTES = List.of("country", "plan", "/address/city");
    static final List<String> NUMBER_ATTRIBUTES = List.of("age", "orders", "/address/zip");
    static final List<String> LIST_ATTRIBUTES = List.of("groups", "roles");
    static final List<String> UNIT_ATTRIBUTES = List.of("user", "session", "tenant");

    static final List<String> TEXTS = List.of("de", "pro", "DE", "straße", "İstanbul", "", "18", "true", "日本");
    static final List<String> PATTERNS = List.of("^pro", "e$", "[0-9]+", "^(de|fr)$", "r{1,2}o", "^$");
    static final List<String> NUMBERS = List.of("0", "1", "18", "-3", "0.10", "2.5", "1E+2", "9007199254740993");
    static final List<String> INSTANTS = List.of(
            "2026-01-01T00:00:00Z", "2026-06-01T12:00:00+02:00", "2026-12-24T18:30:00.5Z", "2027-01-01T00:00:00Z");
    static final List<String> VERSIONS = List.of("1.0.0", "2.3.0", "2.3.1", "2.4.0-beta.1", "10.0.0");
    static final List<String> NETWORKS = List.of("10.0.0.0/8", "192.168.1.0/24", "2001:db8::/32");
    static final List<String> TYPES = List.of("string", "number", "boolean", "array", "object");

    private Pools() {}
}
