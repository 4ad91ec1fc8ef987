package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class BytePatternProperties {

    @Property
    void pattern_isFoundWhereAStringIs(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 40) String text,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 6) String pattern) {
        assertThat(isIn(pattern, text)).isEqualTo(text.contains(pattern));
    }

    @Property
    void pattern_ofAnyCharacters_isFoundInWhatItIsIn(
            @ForAll @StringLength(max = 20) String before,
            @ForAll @StringLength(min = 1, max = 20) String pattern,
            @ForAll @StringLength(max = 20) String after) {
        assertThat(isIn(pattern, before + "\n" + pattern + after)).isTrue();
    }

    private static boolean isIn(String pattern, String text) {
        return new BytePattern(pattern).isIn(text.getBytes(StandardCharsets.UTF_8));
    }
}
