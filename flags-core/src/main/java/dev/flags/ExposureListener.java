package dev.flags;

/**
 * Is told when a unit meets a variant for the first time.
 *
 * <p>Called soon afterwards, on a daemon thread of its own, one call at a time: it may take as long as it likes, throw or
 * hang, and no evaluation waits. Each (flag, rule, variant, unit) is told to each listener once within a window, as far as the
 * last so many are remembered ({@link FeatureFlagManager.Builder#exposures}); restarts, other processes and forgotten ones
 * repeat it, so let the same exposure count once. While the listener has thousands to catch up with, exposures are not taken
 * for told: the unit's next question tells them. When the manager is closed there are 0.3 s for what still waits; the rest is
 * lost, and counted ({@code feature.flag.exposures}, {@code dropped}).
 *
 * <p>The first answer of a unit allocates the exposure, and enters a hash table; repeats allocate nothing and take no lock.
 */
@FunctionalInterface
public interface ExposureListener {
    void onExposure(Exposure exposure);
}
