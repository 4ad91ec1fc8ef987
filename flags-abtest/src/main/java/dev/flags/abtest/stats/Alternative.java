package dev.flags.abtest.stats;

/** On which side of the null value the effect, treatment minus control, is looked for. */
public enum Alternative {
    /** The effect differs from the null value. */
    TWO_SIDED,
    /** The effect is above the null value. */
    GREATER,
    /** The effect is below the null value. */
    LESS;

    /** The same question with the arms swapped. */
    public Alternative mirrored() {
        return switch (this) {
            case TWO_SIDED -> TWO_SIDED;
            case GREATER -> LESS;
            case LESS -> GREATER;
        };
    }
}
