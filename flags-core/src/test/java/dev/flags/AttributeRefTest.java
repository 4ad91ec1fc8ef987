package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.bucketing.Bucketing;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeRefTest {
    private static final long SALT = Bucketing.hash("salt");

    private static final EvaluationContext ROLES = EvaluationContext.builder()
            .attribute(
                    "roles", IntStream.range(0, 120).mapToObj(i -> "role-" + i).toList())
            .build();

    @ParameterizedTest
    @CsvSource({
        "/roles/0, role-0",
        "/roles/9, role-9",
        "/roles/10, role-10",
        "/roles/102, role-102",
        "/roles/119, role-119"
    })
    void index_isWhatItSays(String pointer, String role) {
        assertThat(new AttributeRef(pointer).valueIn(ROLES, null)).isEqualTo(role);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/roles/120",
                "/roles/00",
                "/roles/01",
                "/roles/-1",
                "/roles/1x",
                "/roles/:",
                "/roles/",
                "/roles/-",
                "/roles/4294967296",
                "/roles/1/0"
            })
    void whatIsNoIndex_isAbsent(String pointer) {
        assertThat(new AttributeRef(pointer).valueIn(ROLES, null)).isNull();
    }

    /** In some of these contexts it is in the table's first place, in some in its last. */
    @Test
    void bucket_isThatOfTheUnitWhereverItStands() {
        for (char name = 'a'; name <= 'z'; name++) {
            assertThat(bucket(String.valueOf(name), "unit")).isEqualTo(Bucketing.slot("salt", "unit"));
            assertThat(bucket(String.valueOf(name), 42)).isEqualTo(Bucketing.slot("salt", "42"));
        }
    }

    @Test
    void bucket_ofWhatIsNoUnit_isNone() {
        for (Object value : List.of("", 1.5, true, List.of("unit"), new java.math.BigInteger("9223372036854775808"))) {
            assertThat(bucket("a", value)).as("%s", value).isEqualTo(-1);
        }
        assertThat(bucket("a", null)).isEqualTo(-1);
    }

    private static int bucket(String name, @Nullable Object value) {
        EvaluationContext context =
                EvaluationContext.builder().attribute(name, value).build();
        return new AttributeRef(name).bucketIn(context, null, SALT);
    }
}
