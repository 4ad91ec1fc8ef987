package dev.flags.abtest;

import dev.flags.abtest.stats.MomentSums;
import dev.flags.abtest.stats.Moments;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Count, sum and sum of squares of small integers, which are exact, while several threads change them. */
interface Grown {
    void add(int value);

    void replace(int before, int after);

    /** Adds a value that was gathered elsewhere. */
    void merge(int value);

    /** Count, sum and sum of squares; zeros if the count is 0. */
    List<Long> look();

    static List<Long> look(long count, long sum, long squares) {
        return count == 0 ? List.of(0L, 0L, 0L) : List.of(count, sum, squares);
    }

    /** The accumulator itself. */
    final class OfAccumulator implements Grown {
        private final MomentsAccumulator accumulator = MomentsAccumulator.create();

        @Override
        public void add(int value) {
            accumulator.add(value);
        }

        @Override
        public void replace(int before, int after) {
            accumulator.replace(before, after);
        }

        @Override
        public void merge(int value) {
            accumulator.merge(Moments.of(value));
        }

        @Override
        public List<Long> look() {
            MomentSums sums = accumulator.snapshot().joint().sums();
            double pivot = sums.pivot().get(0);
            double s = sums.s().get(0).high();
            double ss = sums.ss().get(0).get(0).high();
            double sum = s + sums.n() * pivot;
            return Grown.look(sums.n(), (long) sum, (long) (ss + pivot * (s + sum)));
        }
    }

    /** A known bad twin: three adders, each of which is exact. */
    final class OfAdders implements Grown {
        private final LongAdder count = new LongAdder();
        private final LongAdder sum = new LongAdder();
        private final LongAdder squares = new LongAdder();

        @Override
        public void add(int value) {
            count.increment();
            replace(0, value);
        }

        @Override
        public void replace(int before, int after) {
            sum.add(after - before);
            squares.add((long) after * after - (long) before * before);
        }

        @Override
        public void merge(int value) {
            add(value);
        }

        @Override
        public List<Long> look() {
            return Grown.look(count.sum(), sum.sum(), squares.sum());
        }
    }

    /** A known bad twin: two stripes, each behind a lock, that are looked at one after the other. */
    final class OfStripesOneByOne implements Grown {
        private final Stripe evens = new Stripe();
        private final Stripe odds = new Stripe();

        @Override
        public void add(int value) {
            (value % 2 == 0 ? evens : odds).change(1, value, (long) value * value);
        }

        @Override
        public void replace(int before, int after) {
            (after % 2 == 0 ? evens : odds).change(0, after - before, (long) after * after - (long) before * before);
        }

        @Override
        public void merge(int value) {
            add(value);
        }

        @Override
        public List<Long> look() {
            List<Long> first = evens.look();
            List<Long> second = odds.look();
            return Grown.look(first.get(0) + second.get(0), first.get(1) + second.get(1), first.get(2) + second.get(2));
        }

        private static final class Stripe {
            private long count;
            private long sum;
            private long squares;

            synchronized void change(long units, long bySum, long bySquares) {
                count += units;
                sum += bySum;
                squares += bySquares;
            }

            synchronized List<Long> look() {
                return List.of(count, sum, squares);
            }
        }
    }
}
