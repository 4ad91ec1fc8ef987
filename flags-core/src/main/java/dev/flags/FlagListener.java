package dev.flags;

import dev.flags.config.DocumentKey;
import java.util.Set;

/**
 * Is told of changes of the configuration, whoever made them. Called after the change has taken effect, on the thread that
 * found it, one call at a time. What it throws is logged once and harms nobody.
 */
@FunctionalInterface
public interface FlagListener {
    /**
     * Something has changed.
     *
     * @param version the number of the version that is in effect now
     * @param changed the flags, segments and layers that were changed, made or deleted
     */
    void onChange(long version, Set<DocumentKey> changed);
}
