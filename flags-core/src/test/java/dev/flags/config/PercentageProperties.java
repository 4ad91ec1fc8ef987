package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class PercentageProperties {
    @Property
    void everyShare_survivesItsPercent(@ForAll @IntRange(max = Percentage.SCALE) int slots) {
        Percentage share = new Percentage(slots);

        assertThat(Percentage.ofPercent(share.toPercent())).isEqualTo(share);
        assertThat(Percentage.ofPercent(share.toPercent().doubleValue())).isEqualTo(share);
        assertThat(Percentage.roundedFromPercent(share.toPercent())).isEqualTo(share);
    }

    @Property
    void order_isThatOfTheSlots(
            @ForAll @IntRange(max = Percentage.SCALE) int a, @ForAll @IntRange(max = Percentage.SCALE) int b) {
        assertThat(Integer.signum(new Percentage(a).compareTo(new Percentage(b))))
                .isEqualTo(Integer.compare(a, b));
    }

    @Property
    void rounding_isWithinHalfASlot_exceptNextToTheEnds(
            @ForAll @BigRange(min = "0.001", max = "99.999") @Scale(9) BigDecimal percent) {
        BigDecimal error = Percentage.roundedFromPercent(percent).toPercent().subtract(percent);

        assertThat(error).isBetween(new BigDecimal("-0.0004999999"), new BigDecimal("0.0005"));
    }

    @Property
    void rounding_neverReachesAnEnd(@ForAll @BigRange(min = "0", max = "100") @Scale(12) BigDecimal percent) {
        Percentage share = Percentage.roundedFromPercent(percent);

        assertThat(share.equals(Percentage.NONE)).isEqualTo(percent.signum() == 0);
        assertThat(share.equals(Percentage.ALL)).isEqualTo(percent.compareTo(new BigDecimal(100)) == 0);
    }
}
