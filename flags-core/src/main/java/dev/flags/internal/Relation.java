package dev.flags.internal;

/** How a candidate has to stand to an operand. */
public enum Relation {
    /** Candidate &lt; operand. */
    LESS,
    /** Candidate &lt;= operand. */
    AT_MOST,
    /** Candidate = operand. */
    EQUAL,
    /** Candidate &gt;= operand. */
    AT_LEAST,
    /** Candidate &gt; operand. */
    GREATER;

    /**
     * The result of comparing something that is not of the operand's kind, {@value}. It is negative, so ask
     * {@link #holds} rather than look at the sign.
     */
    public static final int INCOMPARABLE = Integer.MIN_VALUE;

    /**
     * Whether a comparison came out as this relation asks. False for every relation if the two were incomparable.
     *
     * @param comparison negative, zero or positive as the candidate is below, at or above the operand, or
     *     {@link #INCOMPARABLE}
     */
    public boolean holds(int comparison) {
        if (comparison == INCOMPARABLE) {
            return false;
        }
        return switch (this) {
            case LESS -> comparison < 0;
            case AT_MOST -> comparison <= 0;
            case EQUAL -> comparison == 0;
            case AT_LEAST -> comparison >= 0;
            case GREATER -> comparison > 0;
        };
    }
}
