package dev.flags.oracle;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.List;

/** The few values that configurations and contexts are both made of, so that they meet often. */
final class Pools {

    /** What an attribute usually holds. */
    enum Kind {
        TEXT(ImmutableList.of(
                "country", "plan", "a.b", "a/b", "/address/country", "/nested/a~1b", "/roles/0", "roles")),
        NUMBER(ImmutableList.of("age", "orders", "größe", "/address/zip", "/nested/t~0d", "/scores/1", "scores")),
        INSTANT(ImmutableList.of("signed_up", "/nested/since")),
        VERSION(ImmutableList.of("app_version", "/device/version")),
        ADDRESS(ImmutableList.of("ip", "/device/ip")),
        BOOLEAN(ImmutableList.of("premium", "/nested/premium")),
        UNIT(ImmutableList.of("user", "session", "account", "/nested/id")),
        LIST(ImmutableList.of("roles", "scores", "/nested/list")),
        OBJECT(ImmutableList.of("address", "nested", "device")),
        /** Never in a context, or only behind something that is no container. */
        ABSENT(ImmutableList.of("nowhere", "address.country", "/roles/-", "/roles/00", "/country/0", "/a.b/c"));

        final ImmutableList<String> attributes;

        Kind(ImmutableList<String> attributes) {
            this.attributes = attributes;
        }
    }

    static final List<String> USERS = List.of(
            "alice", "bob", "carol", "dave", "u17", "u42", "ünal", "日本", "42", "7", "-1", "9223372036854775807");
    static final List<Object> ODD_UNITS = List.of(
            42L,
            7,
            -1L,
            Long.MAX_VALUE,
            42.0,
            new BigDecimal("42"),
            "",
            true,
            List.of("alice", "zoe"),
            List.of(7, 42L));

    static final List<String> GROUPS = List.of("beta", "staff", "ops", "7", "größe");

    static final List<String> TEXTS = List.of(
            "de",
            "fr",
            "us",
            "DE",
            "pro",
            "Pro",
            "team",
            "free",
            "straße",
            "STRASSE",
            "İstanbul",
            "istanbul",
            "ÉCLAIR",
            "éclair",
            "日本",
            "",
            "a b",
            "18",
            "true",
            "pro\n",
            "𝒳1.2");
    static final List<String> FRAGMENTS =
            List.of("", "p", "pro", "PRO", "St", "aße", "é", "É", "1", "m", "us", "日", "i̇");
    static final List<String> PATTERNS = List.of(
            "^pro",
            "^Pro$",
            "m$",
            "[0-9]+",
            "^(us|de|fr)$",
            "e.*[a-m]",
            "^$",
            "r{1,2}o",
            "^[^0-9]{4,6}$",
            "t.*e",
            "\\d\\.\\d",
            "(?i)ECLAIR|TEAM",
            "日",
            "a\\s?b",
            "^.{2}$");

    static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "1.0",
            "-1",
            "-3",
            "-0.5",
            "0.1",
            "0.10",
            "2.5",
            "10",
            "17.999",
            "18",
            "18.000",
            "65",
            "1E+2",
            "9007199254740993",
            "-123456789012345678901234567890",
            "1E+300");
    static final List<Object> CONTEXT_NUMBERS = List.of(
            0L,
            0,
            -0.0,
            1L,
            1.0,
            -1,
            -3L,
            -3.0,
            -0.5,
            0.1,
            new BigDecimal("0.1000"),
            2.5,
            10,
            17.999,
            18L,
            18,
            18.0,
            new BigDecimal("18.0"),
            65,
            100.0,
            new BigDecimal("1e2"),
            9007199254740993L,
            9007199254740992.0,
            1e300,
            new BigDecimal("-123456789012345678901234567890"),
            Long.MIN_VALUE,
            0.30000000000000004,
            Double.NaN,
            Double.POSITIVE_INFINITY);

    static final List<String> INSTANTS = List.of(
            "2026-01-01T00:00:00Z",
            "2026-03-29T02:30:00+02:00",
            "2026-06-01T12:00:00Z",
            "2026-06-01T14:00:00+02:00",
            "2026-06-01T12:00:00.001Z",
            "2026-12-01T00:00:00Z",
            "2026-11-30T18:00:00.000-06:00",
            "2026-12-24T00:00:00.5Z");
    static final List<String> NO_INSTANTS = List.of(
            "2026-06-01",
            "2026-06-01T12:00:00",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-06-01 12:00:00Z",
            "yesterday",
            "1780315200",
            "");

    static final List<String> VERSIONS = List.of(
            "0.0.0",
            "0.0.3",
            "0.0.4",
            "0.2.3",
            "0.2.10",
            "0.3.0-0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0+build.007",
            "1.2.3",
            "1.2.3-x-y",
            "1.2.4-1",
            "1.2.10",
            "1.3.0-0",
            "1.3.0",
            "2.0.0-0",
            "2.0.0-rc.1",
            "2.0.0",
            "99999999999999999999.0.0");
    static final List<String> NO_VERSIONS = List.of(
            "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "1.2.3.4", "1.2.3-a..b", " 1.2.3", "1.2.x", "");

    static final List<String> ADDRESSES = List.of(
            "10.0.0.1",
            "10.1.2.3",
            "10.255.255.255",
            "11.0.0.0",
            "192.168.1.7",
            "192.168.1.128",
            "255.255.255.255",
            "::ffff:10.1.2.3",
            "::FFFF:c0a8:0107",
            "2001:db8::1",
            "2001:DB8:0:0:0:0:0:1",
            "2001:db8:0:1::7",
            "2001:db9::1",
            "::1",
            "1:2:3:4:5:6:7:8");
    static final List<String> NO_ADDRESSES = List.of(
            "10.0.0",
            "10.0.0.256",
            "10.0.0.01",
            "10.0.0.1.2",
            "10.0.0.0/8",
            "2001:db8::1::2",
            "1:2:3:4:5:6:7",
            "12345::",
            "::g",
            "localhost",
            "");
    static final List<String> BLOCKS = List.of(
            "10.0.0.0/8",
            "10.1.2.3/32",
            "10.1.2.3",
            "192.168.1.0/25",
            "0.0.0.0/0",
            "128.0.0.0/1",
            "::ffff:10.0.0.0/104",
            "::ffff:10.1.2.3",
            "2001:db8::/32",
            "2001:db8::/63",
            "2001:db8::1/128",
            "2001:db8::1",
            "::1",
            "8000::/1");

    static final List<String> SALTS = List.of("s", "salt-2", "größe", "f#r");
    static final List<String> TYPES = List.of("string", "number", "boolean", "array", "object");
    static final List<String> PERCENTAGES =
            List.of("0", "0.001", "0.1", "5", "10", "12.5", "33.333", "50", "50.0", "90", "99.999", "100", "100.000");
    static final List<List<String>> BUCKET_BY = List.of(
            List.of("user"),
            List.of("session"),
            List.of("user", "session"),
            List.of("account", "user"),
            List.of("/nested/id", "user"),
            List.of("session", "/nested/id", "account"),
            List.of("scores", "user"));

    private Pools() {}
}
