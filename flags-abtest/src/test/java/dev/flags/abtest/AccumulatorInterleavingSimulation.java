package dev.flags.abtest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.Moments;
import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** However calls of two threads interleave, it is as if they came one after the other: sums are linearizable. */
class AccumulatorInterleavingSimulation {
    @Test
    void sums_areLinearizable() {
        modelChecking().check(OfAccumulator.class);
    }

    @Test
    void sums_onRealThreads_areLinearizable() {
        onRealThreads().check(OfAccumulator.class);
    }

    @Test
    void adders_areCaughtTorn() {
        assertThatThrownBy(() -> modelChecking().check(OfAdders.class)).isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void stripesThatAreReadOneByOne_areCaught() {
        assertThatThrownBy(() -> modelChecking().check(OfStripesOneByOne.class))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void adders_onRealThreads_areCaughtTorn() {
        assertThatThrownBy(() -> {
                    for (int round = 0; round < 20; round++) { // on a busy machine the threads may take turns
                        onRealThreads().check(OfAdders.class);
                    }
                })
                .isInstanceOf(LincheckAssertionError.class);
    }

    private static ModelCheckingOptions modelChecking() {
        return small(new ModelCheckingOptions())
                .iterations(15)
                .invocationsPerIteration(300)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                                JointMoments.class.getName(), Moments.class.getName(), List.class.getName())
                        .allMethods()
                        .ignore());
    }

    private static StressOptions onRealThreads() {
        return small(new StressOptions()).iterations(30).invocationsPerIteration(300);
    }

    private static <T extends Options<T, ?>> T small(Options<T, ?> options) {
        return options.threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Model.class);
    }

    /** What is called. */
    @Param(name = "value", gen = IntGen.class, conf = "1:3")
    public abstract static class Calls {
        private final Grown sums;

        Calls(Grown sums) {
            this.sums = sums;
        }

        @Operation(params = "value")
        public final void add(int value) {
            sums.add(value);
        }

        @Operation(params = {"value", "value"})
        public final void replace(int before, int after) {
            sums.replace(before, after);
        }

        @Operation(params = "value")
        public final void merge(int value) {
            sums.merge(value);
        }

        @Operation
        public final List<Long> look() {
            return sums.look();
        }
    }

    /** The accumulator itself. */
    public static final class OfAccumulator extends Calls {
        public OfAccumulator() {
            super(new Grown.OfAccumulator());
        }
    }

    /** A known bad twin. */
    public static final class OfAdders extends Calls {
        public OfAdders() {
            super(new Grown.OfAdders());
        }
    }

    /** A known bad twin. */
    public static final class OfStripesOneByOne extends Calls {
        public OfStripesOneByOne() {
            super(new Grown.OfStripesOneByOne());
        }
    }

    /** What the calls answer one after the other. */
    public static final class Model {
        private long count;
        private long sum;
        private long squares;

        public void add(int value) {
            count++;
            replace(0, value);
        }

        public void replace(int before, int after) {
            sum += after - before;
            squares += (long) after * after - (long) before * before;
        }

        public void merge(int value) {
            add(value);
        }

        public List<Long> look() {
            return Grown.look(count, sum, squares);
        }
    }
}
