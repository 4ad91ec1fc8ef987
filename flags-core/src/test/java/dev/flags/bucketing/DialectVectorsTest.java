package dev.flags.bucketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DialectVectorsTest {
    private static final Digest MD5 = Digest.named("MD5");
    private static final Digest SHA1 = Digest.named("SHA-1");

    static Stream<JsonNode> vectors() {
        return Vectors.of("bucketing.json");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void bucket_isThatOfTheVector(JsonNode vector) {
        JsonNode in = vector.get("in");
        JsonNode out = vector.get("out");
        String dialect = vector.get("dialect").asText();
        switch (dialect) {
            case "unleash-rollout" -> assertThat(normalized(in)).isEqualTo(out.asInt());
            case "unleash-variant" -> unleashVariant(in, out);
            case "growthbook-v1" -> assertThat(growthBook(1, in)).isEqualTo(out.asDouble());
            case "growthbook-v2" -> assertThat(growthBook(2, in)).isEqualTo(out.asDouble());
            case "growthbook-v99" ->
                assertThatThrownBy(() -> Dialect.of(dialect, Map.of("kind", "rollout")))
                        .isInstanceOf(IllegalArgumentException.class);
            case "flagd" -> flagd(in, out);
            case "murmur3_32" ->
                assertThat(Murmur3.unsigned(text(in, "key"), in.get("seed").asInt()))
                        .isEqualTo(out.asLong());
            case "launchdarkly" ->
                assertThat(LaunchDarkly.fraction(SHA1, text(in, "key") + "." + text(in, "salt"), text(in, "value")))
                        .isEqualTo(out.floatValue());
            case "launchdarkly-seed" ->
                assertThat(LaunchDarkly.fraction(SHA1, text(in, "seed"), text(in, "value")))
                        .isEqualTo(out.floatValue());
            case "optimizely" ->
                assertThat(Optimizely.bucket(text(in, "bucketingId"), text(in, "entityId")))
                        .isEqualTo(out.asInt());
            case "split" -> split(in, out);
            case "configcat" ->
                assertThat(ConfigCat.bucket(SHA1, text(in, "key"), text(in, "value")))
                        .isEqualTo(out.asInt());
            case "eppo" ->
                assertThat(Eppo.shard(MD5, text(in, "hashKey"), in.get("total").asInt()))
                        .isEqualTo(out.asInt());
            case "posthog" -> posthog(in, out);
            case "flagsmith" -> flagsmith(in, out);
            case "go-feature-flag" -> goFeatureFlag(in, out);
            default -> throw new AssertionError("no test for " + dialect);
        }
    }

    private static int normalized(JsonNode in) {
        return Unleash.normalized(
                text(in, "groupId"),
                text(in, "id"),
                in.get("mod").asInt(),
                in.get("seed").asInt());
    }

    private static void unleashVariant(JsonNode in, JsonNode out) {
        assertThat(normalized(in)).isEqualTo(out.get("target").asInt());
        Dialect dialect = Dialect.of(
                "unleash",
                Map.of("kind", "variant", "total_weight", in.get("mod").asInt()));
        int index = dialect.bucketer(text(in, "groupId"), List.of(33_333, 33_333, 33_334))
                .indexOf(text(in, "id"));
        assertThat("variant" + (index + 1)).isEqualTo(text(out, "variant"));
    }

    private static double growthBook(int version, JsonNode in) {
        return GrowthBook.fraction(version, text(in, "seed"), text(in, "value"));
    }

    private static void flagd(JsonNode in, JsonNode out) {
        String key = text(in, "key");
        List<String> suits = List.of("clubs", "diamonds", "hearts", "spades");
        List<Integer> quarters = List.of(25_000, 25_000, 25_000, 25_000);
        Map<String, Object> whole = Map.of("prefix", "", "total_weight", 100L);
        assertThat(Murmur3.unsigned(key, 0)).isEqualTo(out.get("murmur3").asLong());
        assertThat(Flagd.bucket(key, 100)).isEqualTo(out.get("v2bucket").asInt());
        assertThat((int) Flagd.percentage(key)).isEqualTo(out.get("v1bucket").asInt());
        assertThat(suits.get(
                        Dialect.of("flagd-v2", whole).bucketer("f", quarters).indexOf(key)))
                .isEqualTo(text(out, "v2"));
        assertThat(suits.get(
                        Dialect.of("flagd-v1", whole).bucketer("f", quarters).indexOf(key)))
                .isEqualTo(text(out, "v1"));
        int flag = key.length() - 2; // the flag's name precedes the unit
        assertThat(suits.get(Dialect.of("flagd-v2", Map.of())
                        .bucketer(key.substring(0, flag), quarters)
                        .indexOf(key.substring(flag))))
                .isEqualTo(text(out, "v2"));
    }

    private static void split(JsonNode in, JsonNode out) {
        String key = text(in, "key");
        int seed = in.get("seed").asInt();
        assertThat(Murmur3.unsigned(key, seed)).isEqualTo(out.get("hash").asLong());
        assertThat(SplitIo.bucket(key, seed)).isEqualTo(out.get("bucket").asInt());
    }

    private static void posthog(JsonNode in, JsonNode out) {
        int weight = in.get("pct").asInt() * 1000;
        int index = Dialect.of("posthog", Map.of("kind", "rollout"))
                .bucketer(text(in, "key"), List.of(weight))
                .indexOf(text(in, "id"));
        assertThat(index == 0).isEqualTo(out.asBoolean());
    }

    private static void flagsmith(JsonNode in, JsonNode out) {
        String key = in.get("ids").get(0).asText();
        String identity = in.get("ids").get(1).asText();
        assertThat(Flagsmith.percentage(MD5, key, identity))
                .isCloseTo(out.get("pct").asDouble(), within(5e-5)); // the vector has four decimals
        int index = Dialect.of("flagsmith", Map.of("kind", "variant", "key", key))
                .bucketer("f", List.of(30_000, 30_000))
                .indexOf(identity);
        assertThat(in.get("variants").get(index).get(0).asText()).isEqualTo(text(out, "value"));
    }

    private static void goFeatureFlag(JsonNode in, JsonNode out) {
        if (in.has("s")) {
            assertThat(Fnv1a.ofBytes(text(in, "s"))).isEqualTo(out.asLong());
        } else {
            assertThat(GoFeatureFlag.bucket(text(in, "flag"), text(in, "key"))).isEqualTo(out.asInt());
        }
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).asText();
    }
}
