package dev.flags.lint;

import dev.flags.config.Condition;
import dev.flags.config.TimeWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A split by our own hash that divides units among two variants or more, and is in no layer.
 *
 * @param pointer where it stands in its flag
 * @param salt what units are hashed with
 * @param bucketBy the attributes whose value is hashed
 * @param when for whom, or null for everybody
 */
record Assignment(
        String flag,
        String pointer,
        String salt,
        List<String> bucketBy,
        @Nullable Condition when,
        TimeWindow window) {

    /** Two assignments with the same place divide every unit in the same way. */
    record Place(String salt, List<String> bucketBy) {}

    Place place() {
        return new Place(salt, bucketBy);
    }
}
