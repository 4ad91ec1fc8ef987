package dev.flags.abtest.stats;

/**
 * How many units the arms need. Not rounded: formulas and other tools can be compared with them.
 *
 * @param control above 0
 * @param treatment above 0
 */
public record ArmSizes(double control, double treatment) {

    /** @throws IllegalArgumentException if a size is not above 0 */
    public ArmSizes {
        Arguments.positive(control, "control");
        Arguments.positive(treatment, "treatment");
    }

    static ArmSizes of(double control, double ratio) {
        return new ArmSizes(control, control * ratio);
    }

    /** Whole units. */
    public long controlUnits() {
        return (long) Math.ceil(control);
    }

    /** Whole units. */
    public long treatmentUnits() {
        return (long) Math.ceil(treatment);
    }

    /** Whole units of both arms; {@link Long#MAX_VALUE} if there are more. */
    public long units() {
        long units = controlUnits() + treatmentUnits();
        return units < 0 ? Long.MAX_VALUE : units;
    }

    /**
     * How many days it takes until the arms are as large, if every day as many units come that were not there before. Those who
     * come back do not count; and a result should cover whole weeks.
     *
     * @param unitsPerDay new units in both arms together, above 0
     * @param unitsSoFar units that are there already, at least 0
     * @return 0 if there are enough
     */
    public long days(double unitsPerDay, long unitsSoFar) {
        Arguments.positive(unitsPerDay, "unitsPerDay");
        double missing = Math.max(0, units() - Arguments.atLeast(unitsSoFar, 0, "unitsSoFar"));
        return (long) Math.ceil(missing / unitsPerDay);
    }
}
