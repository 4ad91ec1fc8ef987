package dev.flags.samples.digits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Counts what happened to the requests of one phase of a rollout. Not thread-safe: one thread adds and summarizes.
 *
 * <pre>{@code
 * PhaseStats stats = new PhaseStats("10 %", newModel.name());
 * long start = System.nanoTime();
 * int answer = model.classify(request.digit());
 * stats.add(request, model.name(), answer, System.nanoTime() - start);
 * }</pre>
 */
public final class PhaseStats {
    private final String phase;
    private final String newModel;
    private final List<Outcome> outcomes = new ArrayList<>();

    /**
     * Starts at no requests.
     *
     * @param phase what to call the phase in a table
     * @param newModel the name of the model whose share is of interest
     */
    public PhaseStats(String phase, String newModel) {
        this.phase = phase;
        this.newModel = newModel;
    }

    /**
     * Adds one answered request.
     *
     * @param model the name of the model that answered
     * @param answer what it answered, to be compared with the label
     * @param nanos how long it took, at least 0
     * @throws IllegalArgumentException if {@code nanos} is negative
     */
    public void add(Request request, String model, int answer, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("nanos must not be negative: " + nanos);
        }
        boolean correct = answer == request.digit().label();
        outcomes.add(new Outcome(request.tenant(), model, model.equals(newModel), correct, nanos));
    }

    /**
     * What was added so far; the result does not change when more is added.
     *
     * @throws IllegalStateException if nothing was added
     */
    public Summary summary() {
        if (outcomes.isEmpty()) {
            throw new IllegalStateException("no requests in phase " + phase);
        }
        long[] sortedNanos =
                outcomes.stream().mapToLong(Outcome::nanos).sorted().toArray();
        return new Summary(
                phase,
                outcomes.size(),
                share(outcomes, Outcome::byNewModel),
                share(outcomes, Outcome::correct),
                shares(Outcome::model, Outcome::correct),
                shares(Outcome::tenant, Outcome::byNewModel),
                Duration.ofNanos(nearestRank(sortedNanos, 50)),
                Duration.ofNanos(nearestRank(sortedNanos, 95)));
    }

    private SortedMap<String, Double> shares(Function<Outcome, String> group, Predicate<Outcome> counted) {
        SortedMap<String, Double> shares = new TreeMap<>();
        outcomes.stream()
                .collect(Collectors.groupingBy(group))
                .forEach((name, members) -> shares.put(name, share(members, counted)));
        return shares;
    }

    private static double share(List<Outcome> outcomes, Predicate<Outcome> counted) {
        return (double) outcomes.stream().filter(counted).count() / outcomes.size();
    }

    /**
     * The exact quantile by nearest rank: the smallest value that at least {@code percent} % of all values do not
     * exceed. Always one of the values, never a mean of two.
     *
     * @param sorted at least one value, in ascending order
     * @param percent from 1 to 100
     */
    public static long nearestRank(long[] sorted, int percent) {
        // In whole numbers: in doubles, 0.07 * 100 is more than 7 and would be rounded up to rank 8.
        long rank = ((long) percent * sorted.length + 99) / 100;
        return sorted[(int) rank - 1];
    }

    private record Outcome(String tenant, String model, boolean byNewModel, boolean correct, long nanos) {}

    /**
     * The numbers of one phase. Immutable. Shares and accuracies are from 0 to 1.
     *
     * @param phase what to call the phase in a table
     * @param requests how many requests were answered, at least 1
     * @param newModelShare the share of them that the new model answered
     * @param accuracy the share of them that was answered rightly
     * @param accuracyByModel the accuracy of each model that answered at least one request
     * @param newModelShareByTenant the new model's share of the requests of each tenant that sent at least one
     * @param p50 the latency that half of the requests did not exceed
     * @param p95 the latency that 95 % of the requests did not exceed
     */
    public record Summary(
            String phase,
            int requests,
            double newModelShare,
            double accuracy,
            SortedMap<String, Double> accuracyByModel,
            SortedMap<String, Double> newModelShareByTenant,
            Duration p50,
            Duration p95) {
        /** @throws IllegalArgumentException if there are no requests, or a share or an accuracy is not in [0, 1] */
        public Summary {
            if (requests < 1) {
                throw new IllegalArgumentException("requests must be at least 1: " + requests);
            }
            requireShare("newModelShare", newModelShare);
            requireShare("accuracy", accuracy);
            accuracyByModel = copyShares("accuracyByModel", accuracyByModel);
            newModelShareByTenant = copyShares("newModelShareByTenant", newModelShareByTenant);
        }

        private static SortedMap<String, Double> copyShares(String name, SortedMap<String, Double> shares) {
            shares.values().forEach(share -> requireShare(name, share));
            return Collections.unmodifiableSortedMap(new TreeMap<>(shares));
        }

        private static void requireShare(String name, double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(name + " not in [0, 1]: " + share);
            }
        }
    }
}
