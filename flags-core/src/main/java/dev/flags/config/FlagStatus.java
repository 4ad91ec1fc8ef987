package dev.flags.config;

import java.util.Locale;

/** What a flag does at large. */
public enum FlagStatus {
    /** Off for everyone. */
    DISABLED,
    /** On for whoever meets the conditions; in the rich form, its rules and default decide. */
    ENABLED,
    /** On for a percentage of those who meet the conditions; plain form only. */
    PERCENTAGE;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in the configuration format. */
    public String key() {
        return key;
    }
}
