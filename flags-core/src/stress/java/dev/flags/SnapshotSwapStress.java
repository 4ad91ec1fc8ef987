package dev.flags;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What a reader sees while the snapshot is swapped. The two flags are on together or off together. */
final class SnapshotSwapStress {
    private static final EvaluationContext CONTEXT = EvaluationContext.ofUser("u");
    private static final Snapshot OFF = Configured.snapshot("""
            {"flags": [{"name": "a", "status": "disabled"}, {"name": "b", "status": "disabled"}]}
            """);
    private static final Snapshot ON = Configured.snapshot("""
            {"flags": [{"name": "a", "status": "enabled"}, {"name": "b", "status": "enabled"}]}
            """);

    private SnapshotSwapStress() {}

    /** One call gives all its answers from one snapshot. */
    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "before the swap")
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "after the swap")
    @Outcome(expect = Expect.FORBIDDEN, desc = "two configurations in one answer")
    public static class OneCall {
        private final Evaluator evaluator = new Evaluator(OFF, Observer.NONE);

        @Actor
        public void swap() {
            evaluator.swap(ON);
        }

        @Actor
        public void read(ZZ_Result result) {
            var all = evaluator.evaluateAll(CONTEXT);
            result.r1 = Objects.requireNonNull(all.get("a")).value().equals(true);
            result.r2 = Objects.requireNonNull(all.get("b")).value().equals(true);
        }
    }

    /** Two calls of one thread never go back. */
    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "before the swap")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "on both sides of the swap")
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "after the swap")
    @Outcome(expect = Expect.FORBIDDEN, desc = "back to the old configuration")
    public static class TwoCalls {
        private final Evaluator evaluator = new Evaluator(OFF, Observer.NONE);

        @Actor
        public void swap() {
            evaluator.swap(ON);
        }

        @Actor
        public void read(ZZ_Result result) {
            result.r1 = evaluator.isEnabled("a", "u");
            result.r2 = evaluator.isEnabled("b", "u");
        }
    }

    /** The known bad twin of one call: a snapshot for each flag, swapped one after the other. Mixed answers have to be seen. */
    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "before the swap")
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "after the swap")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "the twin's mixed configuration")
    public static class TwoFieldsTwin {
        private final Evaluator ofA = new Evaluator(OFF, Observer.NONE);
        private final Evaluator ofB = new Evaluator(OFF, Observer.NONE);

        @Actor
        public void swap() {
            ofA.swap(ON);
            ofB.swap(ON);
        }

        @Actor
        public void read(ZZ_Result result) {
            result.r2 = ofB.isEnabled("b", "u");
            result.r1 = ofA.isEnabled("a", "u");
        }
    }

    /** The known bad twin of two calls: what a look found that was overtaken is swapped in too. Going back has to be seen. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the twin's way back")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "anything else")
    public static class OvertakenLookTwin {
        private final Evaluator evaluator = new Evaluator(OFF, Observer.NONE);

        @Actor
        public void swap() {
            evaluator.swap(ON);
            evaluator.swap(OFF);
        }

        @Actor
        public void read(ZZ_Result result) {
            result.r1 = evaluator.isEnabled("a", "u");
            result.r2 = evaluator.isEnabled("b", "u");
        }
    }
}
