package dev.flags.bucketing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Dialects and edges for which there are no vectors: the formula once more, written for clarity and not for speed. */
class DialectOraclesTest {
    private static final List<Integer> WEIGHTS = List.of(0, 12_000, 33_000, 0, 40_000);
    private static final int[] THOUSANDTHS = {120, 450, 850};
    private static final int[] VARIANTS = {1, 2, 4};

    @Test
    void statsig_isTheFormula() {
        agree(
                "statsig",
                Map.of("config_salt", "c", "rule_salt", "r"),
                unit -> pick(sha256("c.r." + unit).mod(BigInteger.valueOf(10_000)), 10_000));
        agree("statsig", Map.of("salt", "s"), unit -> pick(sha256("s." + unit).mod(BigInteger.valueOf(1000)), 1000));
    }

    @Test
    void flipt_isTheFormula() {
        agree("flipt", Map.of("kind", "variant"), unit -> pick(crc32("flag" + unit) % 1000, 1000));
        agree("flipt", Map.of("kind", "boolean"), unit -> pick(crc32(unit + "flag") % 100, 100));
    }

    @Test
    void flipt_roundsEachVariantDownToAThousandth() {
        Dialect.Bucketer third = Dialect.of("flipt", Map.of("kind", "variant")).bucketer("flag", List.of(33_399));
        for (int i = 0; i < 20_000; i++) {
            String unit = "u" + i;
            assertThat(third.indexOf(unit)).isEqualTo(crc32("flag" + unit) % 1000 < 333 ? 0 : -1);
        }
    }

    @Test
    void datadogAndEppo_areTheFormula() {
        for (String name : List.of("datadog", "eppo")) {
            agree(name, Map.of("salt", "s"), unit -> pick(md5Shard("s-" + unit, 10_000), 10_000));
            agree(
                    name,
                    Map.of("salt", "s", "total_shards", 100, "traffic_salt", "t", "traffic_slots", 50_000),
                    unit -> md5Shard("t-" + unit, 100) < 50 ? pick(md5Shard("s-" + unit, 100), 100) : -1);
        }
    }

    @Test
    void togglz_isTheFormula() {
        agree("togglz", Map.of("feature", "NEW_UI"), unit -> {
            int hash = (unit.toLowerCase(Locale.ENGLISH).trim() + ":NEW_UI").hashCode();
            return pick(Math.abs((long) hash) % 100, 100); // no unit here hashes to -2^31
        });
        Dialect.Bucketer togglz = Dialect.of("togglz", Map.of("feature", "F")).bucketer("f", List.of(0, 1000, 99_000));
        assertThat(togglz.indexOf(" ANN ")).isEqualTo(togglz.indexOf("ann"));
        assertThat(togglz.indexOf("  ")).isEqualTo(-1);
    }

    @Test
    void togglz_ofTheSmallestHash_isInTheFirstVariantWithAWeight() {
        String user = userThatHashesTo(Integer.MIN_VALUE, ":F");
        assertThat(Togglz.bucket(user, "F")).isEqualTo(-48);
        assertThat(Dialect.of("togglz", Map.of("feature", "F"))
                        .bucketer("f", List.of(0, 1000))
                        .indexOf(user))
                .isEqualTo(1);
    }

    @Test
    void unleashVariant_isGatedByItsRollout() {
        agree("unleash", Map.of("kind", "variant", "traffic_slots", 40_000), unit -> {
            boolean in = Murmur3.unsigned("flag:" + unit, 0) % 100 + 1 <= 40;
            return in ? pick(Murmur3.unsigned("flag:" + unit, 86028157) % 1000, 1000) : -1;
        });
    }

    @Test
    void split_isGatedByItsTraffic() {
        agree("split", Map.of("seed", -7, "traffic_seed", 9, "traffic_slots", 40_000), unit -> {
            boolean in = Murmur3.unsigned(unit, 9) % 100 + 1 <= 40;
            return in ? pick(Murmur3.unsigned(unit, -7) % 100, 100) : -1;
        });
    }

    @Test
    void posthogVariant_isGatedByItsRollout() {
        agree("posthog", Map.of("kind", "variant", "traffic_slots", 40_000), unit -> {
            double rollout = fraction("flag." + unit);
            double variant = fraction("flag." + unit + "variant");
            return rollout > .4 ? -1 : variant < .12 ? 1 : variant < .45 ? 2 : variant < .85 ? 4 : -1;
        });
    }

    @Test
    void growthBook_coversTheStartOfEachRange() {
        Map<String, Object> parameters = Map.of(
                "kind",
                "experiment",
                "coverage_slots",
                40_000,
                "namespace",
                "n",
                "namespace_from",
                20_000,
                "namespace_to",
                70_000);
        Dialect.Bucketer bucketer = Dialect.of("growthbook-v2", parameters).bucketer("flag", List.of(50_000, 50_000));
        for (int i = 0; i < 20_000; i++) {
            String unit = "user" + i;
            double mutex = GrowthBook.fraction(1, "__n", unit);
            double n = GrowthBook.fraction(2, "flag", unit);
            int expected = mutex < .2 || mutex >= .7 ? -1 : n < .2 ? 0 : n >= .5 && n < .7 ? 1 : -1;
            assertThat(bucketer.indexOf(unit)).as(unit).isEqualTo(expected);
        }
        assertThat(bucketer.indexOf("")).isEqualTo(-1);
    }

    @Test
    void rollouts_includeTheirBound() {
        String unit = unitWhere(id -> GrowthBook.fraction(1, "flag", id) == .25);
        assertThat(indexOf("growthbook-v1", Map.of("kind", "rollout"), 25_000, unit))
                .isZero();
        assertThat(indexOf("growthbook-v1", Map.of("kind", "experiment"), 25_000, unit))
                .isEqualTo(-1);
        String edge = unitWhere(id -> Unleash.normalized("flag", id, 100, 0) == 30);
        assertThat(indexOf("unleash", Map.of("kind", "rollout"), 30_000, edge)).isZero();
        assertThat(indexOf("unleash", Map.of("kind", "rollout"), 29_000, edge)).isEqualTo(-1);
        String zero = unitWhere(id -> Flagsmith.percentage(Digest.named("MD5"), "k", id) == 0);
        assertThat(indexOf("flagsmith", Map.of("kind", "segment", "key", "k"), 0, zero))
                .isEqualTo(-1);
        assertThat(indexOf("flagsmith", Map.of("kind", "segment", "key", "k"), 1, zero))
                .isZero();
    }

    @Test
    void flagsmith_of100_hashesTheIdsWrittenTwice() {
        String unit =
                unitWhere(id -> md5("k," + id).mod(BigInteger.valueOf(9999)).intValue() == 9998);
        double twice =
                md5("k," + unit + ",k," + unit).mod(BigInteger.valueOf(9999)).intValue() / 9998. * 100;
        assertThat(Flagsmith.percentage(Digest.named("MD5"), "k", unit))
                .isEqualTo(twice)
                .isLessThan(100);
    }

    @Test
    void launchDarkly_beyondTheLastEnd_isTheLastVariantUnlessThereIsAGap() {
        List<Integer> third = List.of(1, 99_999, 0);
        Dialect.Bucketer full = Dialect.of("launchdarkly", Map.of("seed", 61)).bucketer("f", third);
        Dialect.Bucketer none = Dialect.of("launchdarkly", Map.of("seed", 61)).bucketer("f", List.of(0, 0));
        Dialect.Bucketer gap = Dialect.of("launchdarkly", Map.of("seed", 61)).bucketer("f", List.of(90_000));
        for (int i = 0; i < 2000; i++) {
            assertThat(full.indexOf("u" + i)).isBetween(0, 1);
            assertThat(none.indexOf("u" + i)).isEqualTo(-1);
        }
        assertThat(gap.indexOf("userKeyC")).isEqualTo(-1); // .924
        assertThat(gap.indexOf("userKeyA")).isZero(); // .098
    }

    /** A thousand floats of .001 add up to .9999907. */
    @Test
    void launchDarkly_beyondASumOfFloats_isTheLastVariantWithAWeight() {
        List<Integer> weights = new ArrayList<>(Collections.nCopies(1_000, 100));
        weights.add(0);
        Dialect.Bucketer bucketer =
                Dialect.of("launchdarkly", Map.of("seed", 61)).bucketer("f", weights);
        Digest sha1 = Digest.named("SHA-1");
        assertThat(bucketer.indexOf(unitWhere(unit -> LaunchDarkly.fraction(sha1, "61", unit) > .999991f)))
                .isEqualTo(999);
    }

    private static void agree(String name, Map<String, Object> parameters, ToIntFunction<String> oracle) {
        Dialect.Bucketer bucketer = Dialect.of(name, parameters).bucketer("flag", WEIGHTS);
        for (int i = 0; i < 5000; i++) {
            String unit = i % 2 == 0 ? "User " + i : "\u5c71\u7530" + i + "\ud83d\ude00";
            assertThat(bucketer.indexOf(unit)).as(unit).isEqualTo(oracle.applyAsInt(unit));
        }
    }

    private static int indexOf(String name, Map<String, Object> parameters, int weight, String unit) {
        return Dialect.of(name, parameters).bucketer("flag", List.of(weight)).indexOf(unit);
    }

    private static String unitWhere(Predicate<String> wanted) {
        for (int i = 0; i < 1_000_000; i++) {
            if (wanted.test("u" + i)) {
                return "u" + i;
            }
        }
        throw new AssertionError("no such unit");
    }

    /** Builds the user from its hash, character by character from the end; letters that lower case does not change. */
    private static String userThatHashesTo(int hash, String suffix) {
        long modulus = 1L << 32;
        long rest = Integer.toUnsignedLong(hash - suffix.hashCode());
        BigInteger power = BigInteger.valueOf(31).pow(suffix.length());
        long start = BigInteger.valueOf(rest)
                .multiply(power.modInverse(BigInteger.valueOf(modulus)))
                .mod(BigInteger.valueOf(modulus))
                .longValue();
        for (long whole = start; ; whole += modulus) {
            StringBuilder user = new StringBuilder();
            long left = whole;
            while (left >= '0') {
                long digit = '0' + (left - '0') % 31;
                user.insert(0, (char) digit);
                left = (left - digit) / 31;
            }
            String text = user.toString();
            if (left == 0 && text.equals(text.toLowerCase(Locale.ENGLISH).trim())) {
                return text;
            }
        }
    }

    private static int pick(BigInteger bucket, int total) {
        return pick(bucket.longValue(), total);
    }

    private static int pick(long bucket, int total) {
        for (int i = 0; i < VARIANTS.length; i++) {
            if (bucket * 1000 < (long) THOUSANDTHS[i] * total) {
                return VARIANTS[i];
            }
        }
        return -1;
    }

    private static long md5Shard(String text, int shards) {
        return Long.parseLong(hex("MD5", text).substring(0, 8), 16) % shards;
    }

    private static double fraction(String text) {
        return Long.parseLong(hex("SHA-1", text).substring(0, 15), 16) / (double) 0xFFFFFFFFFFFFFFFL;
    }

    private static BigInteger md5(String text) {
        return new BigInteger(hex("MD5", text), 16);
    }

    private static BigInteger sha256(String text) {
        return new BigInteger(hex("SHA-256", text).substring(0, 16), 16);
    }

    private static String hex(String algorithm, String text) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
            return String.format("%0" + 2 * hash.length + "x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Bit by bit, from the polynomial. */
    private static long crc32(String text) {
        int crc = -1;
        for (byte b : text.getBytes(UTF_8)) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
            }
        }
        return Integer.toUnsignedLong(~crc);
    }
}
