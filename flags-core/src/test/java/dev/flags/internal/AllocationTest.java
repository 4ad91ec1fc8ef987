package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AllocationTest {
    private static final SemVer VERSION = SemVer.parse("1.2.3-rc.1+build");
    private static final Cidr V4 = Cidr.parse("10.0.0.0/8");
    private static final Cidr V6 = Cidr.parse("2001:db8::/32");
    private static final IsoInstant INSTANT = IsoInstant.parse("2026-12-01T00:00:00.5Z");
    private static final ExactNumber NUMBER = ExactNumber.parse("12345678901234567890.5");
    private static final String[] TEXTS = {
        "1.2.3-rc.1.x+b",
        "99999999999999999999.0.0",
        "10.1.2.3",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "1::",
        "12:34:56::1.2.3.4",
        "2026-12-01T01:00:00.500000001+01:00",
        "2026-12-01T00:00:00.5z",
        "garbage",
        "",
        "\uD800\u0661.\u0662"
    };

    @TestFactory
    Stream<DynamicTest> matching_allocatesNothing() {
        Object[] numbers = {17L, 1.25e19, Double.NaN, new BigDecimal("0.1"), new BigDecimal("1234567890123456.75"), "17"
        };
        ExactNumber tenth = ExactNumber.parse("0.1");
        return Stream.of(
                test("SemVer.compare", () -> sum(text -> VERSION.compare(text))),
                test("SemVer.tilde", () -> sum(text -> VERSION.tilde(text) ? 1 : 0)),
                test("SemVer.caret", () -> sum(text -> VERSION.caret(text) ? 1 : 0)),
                test("Cidr.contains, IPv4", () -> sum(text -> V4.contains(text) ? 1 : 0)),
                test("Cidr.contains, IPv6", () -> sum(text -> V6.contains(text) ? 1 : 0)),
                test("IsoInstant.compare", () -> sum(text -> INSTANT.compare(text))),
                test("ExactNumber.compareUnknown", () -> {
                    int sum = 0;
                    for (Object number : numbers) {
                        sum += NUMBER.compareUnknown(number) + tenth.compareUnknown(number);
                    }
                    return sum;
                }),
                test("ExactNumber.compare(long)", () -> tenth.compare(sinkLong)),
                test("ExactNumber.compare(double)", () -> tenth.compare(0.1)),
                test("Relation.holds", () -> Relation.LESS.holds(VERSION.compare("1.0.0")) ? 1 : 0));
    }

    @Test
    void assertNone_catchesAllocation() {
        assertThatThrownBy(() -> Allocation.assertNone(() -> ("x" + sinkLong).length()))
                .isInstanceOf(AssertionError.class);
    }

    private static volatile long sinkLong = 7;

    private interface TextCall {
        int apply(String text);
    }

    private static int sum(TextCall call) {
        int sum = 0;
        for (String text : TEXTS) {
            sum += call.apply(text);
        }
        return sum;
    }

    private static DynamicTest test(String name, IntSupplier call) {
        return DynamicTest.dynamicTest(name, () -> Allocation.assertNone(call));
    }
}
