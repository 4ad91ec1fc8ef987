package dev.flags.bucketing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BucketingTest {
    private static final HashFunction GUAVA = Hashing.murmur3_128(0);

    static Stream<JsonNode> vectors() {
        return Vectors.of("bucketing-native.json");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void slot_isThatOfTheVector(JsonNode vector) {
        String salt = vector.get("salt").asText();
        String unit = vector.get("unit").asText();

        assertThat(Bucketing.hash(salt))
                .isEqualTo(Long.parseUnsignedLong(vector.get("salt_hash").asText(), 16));
        assertThat(Bucketing.hash(unit))
                .isEqualTo(Long.parseUnsignedLong(vector.get("unit_hash").asText(), 16));
        assertThat(Bucketing.slot(salt, unit)).isEqualTo(vector.get("slot").asInt());
    }

    @Test
    void hash_ofNothing_isZero() {
        assertThat(Bucketing.hash("")).isZero();
    }

    @Test
    void hash_ofEveryLengthAndWidth_isGuavas() {
        for (String c : new String[] {"a", "\u0080", "\u00e9", "\u4e2d", "\ud83d\ude00", "\ud800", "\0"}) {
            for (int length = 0; length <= 1100; length++) {
                String text = "x".repeat(length % 17) + c.repeat(length) + "yz";
                assertThat(Bucketing.hash(text)).as(c + length).isEqualTo(guava(text));
            }
        }
    }

    @Test
    void hash_ofEveryCharacter_isGuavas() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = Character.toString(c);
            if (Bucketing.hash(text) != guava(text)) {
                assertThat(Bucketing.hash(text)).as("U+%x", c).isEqualTo(guava(text));
            }
        }
    }

    @Test
    void hashAndSlot_allocateNothing() throws Throwable {
        String[] units = {"user-42", "8e0c1cad-f4c0-3b03-7761-524e9e8b641e", "j\u00fcrgen \u5c71\u7530 \ud83d\ude00"};
        MethodHandle allocated = allocatedBytes();
        long least = Long.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < 20; round++) {
            long before = (long) allocated.invokeExact();
            for (int i = 0; i < 30_000; i++) {
                sum += Bucketing.slot(7L, Bucketing.hash(units[i % 3]));
            }
            least = Math.min(least, (long) allocated.invokeExact() - before);
        }

        assertThat(sum).isPositive();
        assertThat(least).isLessThan(30_000 / 100); // the measurement itself may cost a few bytes, a call none
    }

    /** The module under test does not read java.management, so the bean is found by name. */
    private static MethodHandle allocatedBytes() throws ReflectiveOperationException {
        Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
        Object bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        MethodHandle bytes = MethodHandles.publicLookup()
                .findVirtual(type, "getThreadAllocatedBytes", MethodType.methodType(long.class, long.class));
        return MethodHandles.insertArguments(
                bytes, 0, bean, Thread.currentThread().getId());
    }

    static long guava(String text) {
        return GUAVA.hashBytes(text.getBytes(UTF_8)).asLong();
    }
}
