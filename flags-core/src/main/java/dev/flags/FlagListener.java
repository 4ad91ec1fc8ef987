package dev.flags;

import dev.flags.config.DocumentKey;
import java.util.Set;

/**
 * Is told of changes of the configuration, whoever made them.
 *
 * <p>A listener is called soon after the change has taken effect, on a daemon thread of its own, one call at a time. It may
 * take as long as it likes, and change flags: it delays nobody but itself. Changes that come while it is called are told
 * together, in one call. What it throws is logged once, and the next change is told all the same. The end of the manager
 * interrupts it.
 */
@FunctionalInterface
public interface FlagListener {
    /**
     * Something has changed.
     *
     * @param version the number of the newest version that has taken effect
     * @param changed the flags, segments and layers that were changed, made or deleted since the last call
     */
    void onChange(long version, Set<DocumentKey> changed);
}
