package dev.flags.store;

import dev.flags.config.Problem;
import java.util.List;

/**
 * What the directory of a file store says is committed.
 *
 * @param problems what was wrong with the store's own files, and what was done about it
 * @param isRebuilt whether the head was spoiled, so that this was put together from the rest
 */
record Committed(Head head, Truth truth, List<Problem> problems, boolean isRebuilt) {
    static final Committed NOTHING = new Committed(Head.start(""), Truth.NONE, List.of(), false);

    boolean isNothing() {
        return head.epoch().isEmpty();
    }
}
