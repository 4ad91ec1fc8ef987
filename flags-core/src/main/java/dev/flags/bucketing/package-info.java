/**
 * Which units get which variant: the native hash, and the hashes of other systems for those who migrate.
 *
 * <p>Start with {@link dev.flags.bucketing.Bucketing}, which turns a salt and a unit into one of 100 000 slots; every
 * split, rollout and layer uses it. {@link dev.flags.bucketing.Dialect} is the other door: it computes what Unleash,
 * GrowthBook, LaunchDarkly and others compute, so that a flag can move here and no user changes variant on the way. The
 * package depends on nothing but the JDK, holds no state and may be used alone.
 */
@NullMarked
package dev.flags.bucketing;

import org.jspecify.annotations.NullMarked;
