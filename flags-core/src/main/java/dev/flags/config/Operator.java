package dev.flags.config;

import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a clause asks of an attribute. The format's documentation says what each matches. */
public enum Operator {
    EQUALS,
    IN,
    ANY_OF,
    ALL_OF,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS,
    /** RE2 syntax, found anywhere in the string. */
    MATCHES,
    LT,
    LTE,
    GT,
    GTE,
    /** Both ends included. */
    BETWEEN,
    BEFORE,
    AFTER,
    SEMVER_EQ,
    SEMVER_LT,
    SEMVER_LTE,
    SEMVER_GT,
    SEMVER_GTE,
    SEMVER_TILDE,
    SEMVER_CARET,
    CIDR,
    EXISTS,
    TYPE,
    SIZE,
    MODULO,
    BUCKET;

    private static final Map<String, Operator> BY_KEY = byKey();

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in the configuration format. */
    public String key() {
        return key;
    }

    static Optional<Operator> ofKey(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    static Collection<String> keys() {
        return BY_KEY.keySet();
    }

    private static Map<String, Operator> byKey() {
        ImmutableMap.Builder<String, Operator> map = ImmutableMap.builder();
        for (Operator operator : values()) {
            map.put(operator.key(), operator);
        }
        return map.buildOrThrow();
    }
}
