package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RelationTest {
    @ParameterizedTest
    @CsvSource({
        "LESS, true, false, false",
        "AT_MOST, true, true, false",
        "EQUAL, false, true, false",
        "AT_LEAST, false, true, true",
        "GREATER, false, false, true"
    })
    void holds_readsTheSign(Relation relation, boolean below, boolean at, boolean above) {
        assertThat(relation.holds(-1)).isEqualTo(below);
        assertThat(relation.holds(0)).isEqualTo(at);
        assertThat(relation.holds(1)).isEqualTo(above);
    }

    @ParameterizedTest
    @EnumSource
    void holds_incomparable_isFalse(Relation relation) {
        assertThat(relation.holds(Relation.INCOMPARABLE)).isFalse();
    }
}
