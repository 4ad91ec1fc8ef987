package dev.flags;

/**
 * Is told of answers, for logs of samples, debugging and tests.
 *
 * <p>Called soon afterwards, on a daemon thread of its own, one call at a time: it may take as long as it likes, throw or
 * hang, and no evaluation waits. What comes faster than it can take is dropped, and counted
 * ({@code feature.flag.events.dropped}). Each answer costs an allocation while there is such a listener; to count answers,
 * use the meters.
 */
@FunctionalInterface
public interface EvaluationListener {
    void onEvaluation(EvaluationEvent event);
}
