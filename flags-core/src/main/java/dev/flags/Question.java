package dev.flags;

/** In which form somebody asked for a flag. */
public enum Question {
    /** Whether it is on. */
    BOOLEAN,
    /** Which variant it serves, whatever its type. */
    VARIANT,
    /** Its value as a string. */
    STRING,
    /** Its value as an integer of 64 or of 32 bits. */
    INTEGER,
    /** Its value as a double. */
    DOUBLE,
    /** Its value as JSON. */
    JSON
}
