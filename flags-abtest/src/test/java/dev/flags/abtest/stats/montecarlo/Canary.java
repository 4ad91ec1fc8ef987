package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Alternative;
import dev.flags.abtest.stats.BinomialEProcess;
import dev.flags.abtest.stats.Proportion;
import java.util.random.RandomGenerator;

/**
 * A canary that is compared with its control again and again. Here a success is an error.
 *
 * @param control the rate of errors
 * @param treatment that of the canary
 * @param units of each arm that a check brings
 * @param checks how many there are at most
 */
public record Canary(double control, double treatment, int units, int checks) {

    /** Says after each check whether it blames the canary. One for each run. */
    public interface Judge {
        /**
         * Looks.
         *
         * @param control the units since the last check only
         * @param treatment likewise
         */
        boolean blames(Proportion control, Proportion treatment);
    }

    /** The check at which a judge blames the canary first, from 1; 0 if it never does. */
    public int blamedAt(RandomGenerator random, Judge judge) {
        for (int check = 1; check <= checks; check++) {
            Proportion before = Counts.proportion(random, units, control);
            if (judge.blames(before, Counts.proportion(random, units, treatment))) {
                return check;
            }
        }
        return 0;
    }

    public boolean isBlamed(RandomGenerator random, Judge judge) {
        return blamedAt(random, judge) > 0;
    }

    /** Blames a canary for more errors, at α = .05 for all checks together. */
    public static Judge eProcess() {
        return new Judge() {
            private BinomialEProcess process = BinomialEProcess.start(Alternative.GREATER);

            @Override
            public boolean blames(Proportion control, Proportion treatment) {
                process = process.look(control, treatment);
                return process.rejects(0.05);
            }
        };
    }

    /** Hands a judge all units since the start. */
    public static Judge soFar(Judge judge) {
        return new Judge() {
            private Proportion allControl = new Proportion(0, 0);
            private Proportion allTreatment = allControl;

            @Override
            public boolean blames(Proportion control, Proportion treatment) {
                allControl = allControl.plus(control);
                allTreatment = allTreatment.plus(treatment);
                return judge.blames(allControl, allTreatment);
            }
        };
    }

    /** Blames a canary only if another judge does so several times in a row. */
    static Judge inARow(int times, Judge judge) {
        return new Judge() {
            private int row;

            @Override
            public boolean blames(Proportion control, Proportion treatment) {
                row = judge.blames(control, treatment) ? row + 1 : 0;
                return row >= times;
            }
        };
    }
}
