package dev.flags.abtest.stats;

/** Which way a metric should go. */
public enum Better {
    /** Conversions, revenue. */
    HIGHER(1),
    /** Errors, latency. */
    LOWER(-1);

    private final int sign;

    Better(int sign) {
        this.sign = sign;
    }

    /** 1 or −1: what an effect is multiplied with so that more is better. */
    int sign() {
        return sign;
    }

    /** The alternative under which the treatment is better. */
    public Alternative gain() {
        return this == HIGHER ? Alternative.GREATER : Alternative.LESS;
    }

    /** The alternative under which the treatment is worse: the side that a guardrail looks at. */
    public Alternative harm() {
        return gain().mirrored();
    }
}
