package dev.flags.config;

import java.util.Locale;

/** What a clause answers, once and for all, about an attribute that is absent or null. */
public enum OnMissing {
    /** It does not hold. */
    FALSE,
    /** It holds. */
    TRUE,
    /** It holds if it is negated, as if the attribute were there and did not match. */
    NEGATED;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in the configuration format. */
    public String key() {
        return key;
    }

    /** The answer of a clause with this setting. */
    public boolean answer(boolean negate) {
        return this == TRUE || (this == NEGATED && negate);
    }
}
