package dev.flags.abtest.stats;

/** Which way an estimate lies from the null value. Says nothing of significance. */
public enum Direction {
    DECREASE,
    NONE,
    INCREASE;

    static Direction of(double difference) {
        if (difference > 0) {
            return INCREASE;
        }
        return difference < 0 ? DECREASE : NONE;
    }
}
