package dev.flags.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
    private static final int MAX_MESSAGE = 300;

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("text after the value", "{} x", "line 1, column 4"),
                Arguments.of("a second value", "1 2", "line 1, column 3"),
                Arguments.of("a closing bracket too many", "[1]]", "line 1, column 4"),
                Arguments.of(
                        "duplicate members", "{\"a\": 1,\n \"a\": 1}", "a member stands twice: \"a\" (line 2, column"),
                Arguments.of(
                        "duplicate members of long names",
                        "{\"" + "z".repeat(400) + "\": 1, \"" + "z".repeat(400) + "\": 2}",
                        "a member stands twice: one of 400 characters (line 1, column"),
                Arguments.of("duplicate members in quotes", "{\"'\\n\": 1, \"'\\n\": 2}", "twice: \"'\\n\" (line 1"),
                Arguments.of("duplicate members, one escaped", "{\"a\": 1, \"\\u0061\": 2}", "line 1, column"),
                Arguments.of("NaN", "NaN", "line 1, column"),
                Arguments.of("Infinity", "[Infinity]", "line 1, column"),
                Arguments.of("minus infinity", "-Infinity", "line 1, column"),
                Arguments.of("beyond a double", "\n\n 1e400", "line 3, column 2"),
                Arguments.of("far beyond a double", "1e999999999", "line 1, column 1"),
                Arguments.of("an exponent far below", "1e-500", "line 1, column 1"),
                Arguments.of("a leading zero", "01", "line 1, column"),
                Arguments.of("a leading plus", "+1", "line 1, column"),
                Arguments.of("a leading point", ".5", "line 1, column"),
                Arguments.of("a trailing point", "[5.]", "line 1, column"),
                Arguments.of("hexadecimal", "0x10", "line 1, column"),
                Arguments.of("a minus alone", "-", "line 1, column"),
                Arguments.of("a number of 65 characters", "1".repeat(65), "line 1, column"),
                Arguments.of("a high surrogate alone", "[\"\\ud83d\"]", "line 1, column 2"),
                Arguments.of("a low surrogate alone", "[\"\\ude00\"]", "line 1, column 2"),
                Arguments.of("surrogates the wrong way round", "\"\\ude00\\ud83d\"", "line 1, column 1"),
                Arguments.of("a surrogate in the name of a member", "{\"\\ud83d\": 1}", "line 1, column"),
                Arguments.of("a raw surrogate alone", "\"\ud83d\"", "line 1, column 1"),
                Arguments.of("nested 65 deep", nested(65), "line 1, column 6"),
                Arguments.of("nested 100 000 deep", nested(100_000), "line 1, column 6"),
                Arguments.of("100 000 brackets that are never closed", "[".repeat(100_000), "line 1, column 6"),
                Arguments.of("objects 65 deep", "{\"a\":".repeat(65) + "1" + "}".repeat(65), "line 1, column 3"),
                Arguments.of("a string of 65 537 characters", '"' + "x".repeat(65_537) + '"', "line 1, column"),
                Arguments.of("a name of 65 537 characters", "{\"" + "x".repeat(65_537) + "\": 1}", "line 1, column"),
                Arguments.of("a line comment", "{} // x", "line 1, column 4"),
                Arguments.of("a block comment", "/* x */ {}", "line 1, column 1"),
                Arguments.of("a hash comment", "# x\n{}", "line 1, column 1"),
                Arguments.of("single quotes", "{'a': 1}", "line 1, column 2"),
                Arguments.of("a name without quotes", "{a: 1}", "line 1, column 2"),
                Arguments.of("a trailing comma in an array", "[1,]", "line 1, column 4"),
                Arguments.of("a trailing comma in an object", "{\"a\": 1,}", "line 1, column 9"),
                Arguments.of("a missing value", "[1,,2]", "line 1, column 4"),
                Arguments.of("a missing colon", "{\"a\" 1}", "line 1, column 6"),
                Arguments.of("an unclosed object", "{\"a\": 1", "line 1, column"),
                Arguments.of("an unclosed string", "\"a", "line 1, column"),
                Arguments.of("a line break in a string", "\"a\nb\"", "line 1, column"),
                Arguments.of("a null character in a string", "\"a\0b\"", "line 1, column"),
                Arguments.of("an unknown escape", "\"\\x41\"", "line 1, column"),
                Arguments.of("True", "True", "line 1, column"),
                Arguments.of("a word", "z".repeat(5_000), "line 1, column"),
                Arguments.of("a second byte order mark", "\ufeff\ufeff{}", "line 1, column"),
                Arguments.of("a byte order mark inside", "{\ufeff}", "line 1, column 2"),
                Arguments.of("nothing", "", "empty"),
                Arguments.of("white space only", " \n\t\r ", "empty"),
                Arguments.of("a byte order mark only", "\ufeff", "empty"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void parse_refusesWhatIsNoJson(String what, String text, String where) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .as(what)
                .isThrownBy(() -> JsonValue.parse(text))
                .withMessageContaining(where)
                .satisfies(e -> assertThat(e.getMessage())
                        .hasSizeLessThan(MAX_MESSAGE)
                        .doesNotContain("com.fasterxml", "StreamReadConstraints", "Source", "\n", "zzzz"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "22c3 28 22", // a sequence that goes on with something else
                "22c080 22", // NUL in two bytes
                "22 c1bf 22", // overlong in two
                "22 e080af 22", // overlong slash in three
                "22 f08080af 22", // and in four
                "22 eda080 22", // a surrogate
                "22 f4908080 22", // above U+10FFFF
                "22 80 22", // a continuation alone
                "22 ff 22", // never a byte of UTF-8
                "22 e282", // cut off
                "fffe 7b007d00", // UTF-16, little-endian
                "feff 007b007d", // and big-endian
                "7b80"
            })
    void parse_refusesBytesThatAreNotUtf8(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonValue.parse(bytes))
                .withMessage("not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\u0000}", "\u0000", "{\"a\": 1}\u0000"})
    void parse_refusesZeroBytes(String text) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("line 1");
    }

    @Test
    void parse_takesOneByteOrderMark() {
        byte[] bytes = "\ufeff{\"größe\": \"日本 😀\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonValue.parse(bytes))
                .isEqualTo(JsonObject.builder().put("größe", "日本 😀").build());
    }

    @Test
    void parse_takesWhatIsJustWithinTheLimits() {
        assertThat(JsonValue.parse(nested(64)).toJson()).isEqualTo(nested(64));
        assertThat(JsonValue.parse('"' + "x".repeat(65_536) + '"')).isEqualTo(new JsonString("x".repeat(65_536)));
        assertThat(JsonValue.parse("1".repeat(64))).isEqualTo(new JsonNumber("1".repeat(64)));
        assertThat(JsonValue.parse("{\"" + "n".repeat(65_536) + "\": 1}")).isInstanceOf(JsonObject.class);
        assertThat(JsonValue.parse("1.7976931348623157e308")).isEqualTo(new JsonNumber("1.7976931348623157e308"));
        assertThat(JsonValue.parse("\"\\ud83d\\ude00\"")).isEqualTo(new JsonString("😀"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.10",
                "10.0",
                "1e3",
                "1E+3",
                "1e-400",
                "0e0",
                "9007199254740993",
                "1.0000000000000001"
            })
    void number_keepsItsLiteral(String literal) {
        assertThat(JsonValue.parse(literal).toJson()).isEqualTo(literal);
        assertThat(JsonValue.parse("[" + literal + "]").toPrettyJson(0)).isEqualTo("[" + literal + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "NaN", "0x1", "1,5", "٣", "1e", "--1", "1f"})
    void number_refusesWhatIsNoLiteral(String literal) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonNumber(literal));
    }

    @Test
    void number_isALongHoweverItIsWritten() {
        assertThat(new JsonNumber("3.0").toLong()).hasValue(3);
        assertThat(new JsonNumber("3e0").toLong()).hasValue(3);
        assertThat(new JsonNumber("0e400").toLong()).hasValue(0);
        assertThat(new JsonNumber("-9223372036854775808").toLong()).hasValue(Long.MIN_VALUE);
        assertThat(new JsonNumber("9223372036854775808").toLong()).isEmpty();
        assertThat(new JsonNumber("3.5").toLong()).isEmpty();
        assertThat(new JsonNumber("1e300").toLong()).isEmpty();
        assertThat(new JsonNumber("1e-300").toLong()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> JsonNumber.of(Double.NaN));
    }

    @Test
    void string_isEscapedAsJsonHasIt() {
        assertThat(new JsonString("\"\\/\b\f\n\r\t\0\u001f\u007f\u2028é😀").toJson())
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001F\u007f\u2028é😀\"");
    }

    @Test
    void object_keepsTheOrderOfItsMembersButDoesNotCompareIt() {
        JsonValue value = JsonValue.parse("{\"b\": 1, \"a\": 2, \"\": 3}");
        assertThat(value.toJson()).isEqualTo("{\"b\":1,\"a\":2,\"\":3}");
        assertThat(value).isEqualTo(JsonValue.parse("{\"\": 3, \"a\": 2, \"b\": 1}"));
        assertThat(value).isNotEqualTo(JsonValue.parse("{\"\": 3, \"a\": 2, \"b\": 1.0}"));
    }

    @Test
    void toPrettyJson_keepsOnALineWhatFitsInto120Columns() {
        JsonArray fits = JsonArray.ofStrings(Collections.nCopies(14, "123456")); // 10 columns each, 2 to open: 140 - 2
        JsonValue narrow = JsonArray.ofStrings(Collections.nCopies(12, "123456"));
        assertThat(narrow.toPrettyJson(0)).hasSize(12 * 10).doesNotContain("\n");
        assertThat(JsonArray.of(narrow, JsonNumber.of(1)).toPrettyJson(0)).startsWith("[\n  [\n    \"123456\",\n");
        assertThat(fits.toPrettyJson(0)).startsWith("[\n  \"123456\",\n").endsWith("\n]");
    }

    @Test
    void toPrettyJson_ofAFile_hasALineForEachFlag() {
        JsonValue file = JsonValue.parse("""
                {"flags":[{"name":"a","status":"enabled"},{"name":"b","status":"percentage","rollout_percentage":10.0,\
                "enabled_users":["alice","bob"],"enabled_groups":["beta"],"conditions":{"country":["de","fr"],\
                "age":{"gte":18}}}],"segments":[],"layers":[{}],"revision":42}""");

        assertThat(file.toPrettyJson(2)).isEqualTo("""
                {
                  "flags": [
                    {"name": "a", "status": "enabled"},
                    {
                      "name": "b",
                      "status": "percentage",
                      "rollout_percentage": 10.0,
                      "enabled_users": ["alice", "bob"],
                      "enabled_groups": ["beta"],
                      "conditions": {"country": ["de", "fr"], "age": {"gte": 18}}
                    }
                  ],
                  "segments": [],
                  "layers": [
                    {}
                  ],
                  "revision": 42
                }""");
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
