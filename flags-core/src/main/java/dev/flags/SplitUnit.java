package dev.flags;

import dev.flags.bucketing.Bucketing;
import org.jspecify.annotations.Nullable;

/** Whom a split gave a variant to, for exposures. */
final class SplitUnit {
    private final BucketBy bucketBy;
    private final long hash;

    SplitUnit(String flag, String variant, @Nullable String rule, BucketBy bucketBy) {
        this.bucketBy = bucketBy;
        this.hash = Bucketing.hash(flag + '\0' + variant + (rule == null ? "" : '\0' + rule));
    }

    BucketBy bucketBy() {
        return bucketBy;
    }

    /** Tells apart flag, rule and variant, and stays the same when the flag is changed. */
    long hash() {
        return hash;
    }
}
