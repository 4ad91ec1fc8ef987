package dev.flags.rollout;

/**
 * Knows what a metric is now. Called on a thread of the manager's, again and again while a stage lasts; one that throws, or
 * takes longer than its analysis allows, is in error, and interrupted.
 */
@FunctionalInterface
public interface MetricSource {
    /**
     * What was measured since the stage began; {@link Measurement#NO_DATA} if nothing was.
     *
     * @throws Exception if it cannot be told now
     */
    Measurement measure(StageContext context) throws Exception;
}
