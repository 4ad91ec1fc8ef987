package dev.flags.abtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.MomentSums;
import dev.flags.config.ConfigException;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentSumsCodecTest {

    @Test
    void written_showsNPivotAndSums() {
        MomentSums sums =
                JointMoments.of(new double[] {2.5, 4}, new double[] {1, 3}).sums();

        assertThat(MomentSumsCodec.write(sums).toJson())
                .isEqualTo("{\"version\":1,\"n\":2,\"pivot\":[2.5,1.0],\"s\":[1.5,2.0],\"ss\":[[2.25],[3.0,4.0]]}");
    }

    @Test
    void sumsWithMoreDigitsThanADouble_areWrittenInTwoParts() {
        JointMoments moments = JointMoments.of(new double[] {0, 0x1p60, 1});

        assertThat(MomentSumsCodec.write(moments.sums()).get("s").orElseThrow().toJson())
                .isEqualTo("[[1.15292150460684698E18,1.0]]");
        assertThat(read(MomentSumsCodec.write(moments.sums()).toJson())).isEqualTo(moments.sums());
    }

    @Test
    void nothing_isReadBack() {
        MomentSums nothing = JointMoments.empty(2).sums();

        assertThat(read(MomentSumsCodec.write(nothing).toJson())).isEqualTo(nothing);
    }

    /** As {@code SELECT COUNT(*), MIN(y), SUM(y-ky), SUM((y-ky)*(y-ky))} gives them. */
    @Test
    void sumsOfADatabase_areUnderstood() {
        MomentSums sums = read("{\"version\": 1, \"n\": 3, \"pivot\": [1e9], \"s\": [6], \"ss\": [[20]]}");

        assertThat(JointMoments.of(sums).mean(0)).isEqualTo(1e9 + 2);
        assertThat(JointMoments.of(sums).variance(0)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                        |  | \"version\" is required",
                "{\"version\":2,\"mean\":1}                                                | /version | is 2; 1 is required",
                "{\"version\":\"1\"}                                                       | /version | is a string; 1 is required",
                "{\"version\":1,\"pivot\":[0],\"s\":[0],\"ss\":[[0]]}                      |  | \"n\" is required",
                "{\"version\":1,\"n\":1.5,\"pivot\":[0],\"s\":[0],\"ss\":[[0]]}            | /n | is 1.5; an integer is required",
                "{\"version\":1,\"n\":\"1\",\"pivot\":[0],\"s\":[0],\"ss\":[[0]]}          | /n | is a string; an integer is required",
                "{\"version\":1,\"n\":-1,\"pivot\":[0],\"s\":[0],\"ss\":[[0]]}             |  | n is below 0: -1",
                "{\"version\":1,\"n\":1,\"s\":[0],\"ss\":[[0]]}                            |  | \"pivot\" is required",
                "{\"version\":1,\"n\":1,\"pivot\":[],\"s\":[],\"ss\":[]}                   |  | variables is below 1: 0",
                "{\"version\":1,\"n\":1,\"pivot\":0,\"s\":[0],\"ss\":[[0]]}                | /pivot | is a number; an array is required",
                "{\"version\":1,\"n\":1,\"pivot\":[\"NaN\"],\"s\":[0],\"ss\":[[0]]}        | /pivot/0 | is a string; a number is required",
                "{\"version\":1,\"n\":1,\"pivot\":[0],\"s\":[null],\"ss\":[[0]]}           | /s/0 | is null; a number is required",
                "{\"version\":1,\"n\":1,\"pivot\":[0],\"s\":[1,2],\"ss\":[[0]]}            |  | s has not 1 elements: 2",
                "{\"version\":1,\"n\":1,\"pivot\":[0],\"s\":[[1,0,0]],\"ss\":[[0]]}        | /s/0 | has 3 elements; a number, or two, are required",
                "{\"version\":1,\"n\":1,\"pivot\":[0],\"s\":[[1,1]],\"ss\":[[0]]}          | /s/0 | low is not below half of the last digit of high: 1.0, 1.0",
                "{\"version\":1,\"n\":1,\"pivot\":[0],\"s\":[0],\"ss\":[0]}                | /ss/0 | is 0; an array is required",
                "{\"version\":1,\"n\":1,\"pivot\":[0,0],\"s\":[0,0],\"ss\":[[0],[0]]}      |  | ss[1] has not 2 elements: 1",
                "{\"version\":1,\"n\":1,\"pivot\":[0,0],\"s\":[0,0],\"ss\":[[0]]}          |  | ss has not 2 elements: 1",
                "{\"version\":1,\"n\":0,\"pivot\":[0],\"s\":[1],\"ss\":[[1]]}              |  | n is 0, but not all sums are: s [1.0], ss [[1.0]]",
                "{\"version\":1,\"n\":1,\"pivot\":[0],\"s\":[0],\"ss\":[[0]],\"mean\":0}   | /mean | unknown member \"mean\"",
            })
    void whatIsWrong_isNamed(String json, String pointer, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.document()).isEqualTo("the moments");
                            assertThat(problem.pointer()).isEqualTo(pointer == null ? "" : pointer);
                            assertThat(problem.message()).isEqualTo(message);
                        }));
    }

    private static MomentSums read(String json) {
        return MomentSumsCodec.read((JsonObject) JsonValue.parse(json)).orThrow();
    }
}
