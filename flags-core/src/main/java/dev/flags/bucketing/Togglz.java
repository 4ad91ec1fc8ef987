package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Togglz's gradual rollout: {@code abs((lower(trim(user)) + ":" + FEATURE).hashCode()) % 100 < percentage}.
 *
 * <p>To import, not to build on. String.hashCode spreads short names badly and makes flags overlap: of two flags at 10 %
 * the users of one have had from none to 90.9 % of the other, where 10 % is right. The absolute value of -2^31 is
 * negative, which puts a user into every rollout. A blank user is in none. Source: togglz/togglz,
 * GradualActivationStrategy.
 *
 * @param feature the name of the enum constant; the flag's name if absent
 */
record Togglz(@Nullable String feature) implements Dialect {
    static final String NAME = "togglz";

    static Togglz read(Parameters p) {
        p.only("feature");
        return new Togglz(p.text("feature"));
    }

    /** From -48 to 99. */
    @SuppressWarnings("MathAbsoluteNegative") // the flaw is what is to be reproduced
    static int bucket(String user, String feature) {
        return Math.abs((user.toLowerCase(Locale.ENGLISH).trim() + ":" + feature).hashCode()) % 100;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written("feature", feature);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        String suffix = keyOr(flag, feature);
        Bounds percents = Bounds.whole(this, weights, 100);
        return user -> user.isBlank() ? -1 : percents.below(bucket(user, suffix));
    }
}
