package dev.flags;

import java.util.concurrent.atomic.LongAdder;

/** How often a flag served a variant for a reason. One object, since every flag has a few of them. */
final class ServedCount extends LongAdder {
    private static final long serialVersionUID = 1L;

    private final String variant;
    private final Reason reason;

    ServedCount(String variant, Reason reason) {
        this.variant = variant;
        this.reason = reason;
    }

    String variant() {
        return variant;
    }

    Reason reason() {
        return reason;
    }
}
