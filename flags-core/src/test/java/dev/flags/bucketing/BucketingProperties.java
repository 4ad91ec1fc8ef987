package dev.flags.bucketing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BucketingProperties {
    @Property
    void hash_isGuavas(@ForAll("texts") String text) {
        assertThat(Bucketing.hash(text)).isEqualTo(BucketingTest.guava(text));
    }

    @Property
    void slot_isOnTheScale(@ForAll long salt, @ForAll long unit) {
        assertThat(Bucketing.slot(salt, unit)).isBetween(0, Bucketing.SCALE - 1);
    }

    @Property
    void slot_ofTexts_isThatOfTheirHashes(@ForAll("texts") String salt, @ForAll("texts") String unit) {
        assertThat(Bucketing.slot(salt, unit)).isEqualTo(Bucketing.slot(Bucketing.hash(salt), Bucketing.hash(unit)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(60),
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(60),
                Arbitraries.strings().withCharRange('\u4e00', '\u9fff').ofMaxLength(60),
                Arbitraries.strings().withCharRange('\ud7f0', '\ue010').ofMaxLength(60),
                Arbitraries.strings().all().ofMaxLength(60),
                Arbitraries.strings().all().ofMinLength(900).ofMaxLength(1100));
    }
}
