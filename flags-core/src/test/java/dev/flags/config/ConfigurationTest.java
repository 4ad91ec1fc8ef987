package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flags.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private static final Segment STAFF = Segment.ofUsers("staff", List.of("ada"));
    private static final Layer LAYER = new Layer("layer", null, List.of("user"), Map.of(), JsonObject.EMPTY);
    private static final Flag PLAIN = Flag.builder("plain").enabled().build();

    private static Flag rich(String name, Rich.Builder definition) {
        return Flag.builder(name)
                .enabled()
                .definition(definition.defaultVariant("off").build())
                .build();
    }

    private static Flag forSegment(String name, String segment) {
        return rich(name, Rich.ofBoolean().rule(Rule.of("r", Condition.segment(segment), Serve.variant("on"))));
    }

    private static Flag requiring(String name, String other) {
        return rich(name, Rich.ofBoolean().requires(List.of(Prerequisite.on(other))));
    }

    @Test
    void everythingThatIsWrong_isToldAtOnce() {
        List<Flag> flags = List.of(PLAIN, PLAIN, PLAIN, forSegment("a", "stuff"), requiring("b", "plan"));

        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> new Configuration(flags, List.of(STAFF, STAFF), List.of(LAYER, LAYER)));

        assertThat(e.problems())
                .extracting(Problem::document)
                .containsExactlyInAnyOrder(
                        "flag \"plain\"", "segment \"staff\"", "layer \"layer\"", "flag \"a\"", "flag \"b\"");
        assertThat(e)
                .hasMessageContaining("flag \"plain\": is there twice")
                .hasMessageContaining("did you mean \"staff\"?")
                .hasMessageContaining("did you mean \"plain\"?");
    }

    @Test
    void read_findsWhatIsThere() {
        Configuration read = Configuration.read("""
                {"flags": [{"name": "b", "status": "enabled"}, {"name": "a", "status": "disabled"}],
                 "segments": [{"name": "staff", "included": ["ada"]}],
                 "layers": [{"name": "layer", "slots": {}}]}
                """);

        assertThat(read.flags()).extracting(Flag::name).containsExactly("b", "a");
        assertThat(read.segments()).containsExactly(STAFF);
        assertThat(read.layers()).containsExactly(LAYER);
    }

    @Test
    void read_tellsEverythingThatIsWrong_andNothingTwice() {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> Configuration.read("""
                {"flags": [{"name": "a", "status": "on"}, {"name": "twice", "status": "enabled"},
                           {"name": "twice", "status": "disabled"}, 17,
                           {"name": "b", "status": "enabled", "default": "on", "requires": [{"flag": "a"}, {"flag": "twice"}]},
                           {"name": "c", "status": "enabled", "default": "on", "requires": [{"flag": "d"}]}]}
                """));

        assertThat(e.problems())
                .extracting(problem -> problem.document() + problem.pointer())
                .containsExactlyInAnyOrder(
                        "the configuration file/flags/3",
                        "flag \"twice\"",
                        "flag \"a\"/status",
                        "flag \"c\"/requires/0/flag");
    }

    @Test
    void read_ofNoConfiguration_isRefused() {
        assertThatThrownBy(() -> Configuration.read("[]"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the configuration file: is an array; an object is required");
    }

    @Test
    void read_leavesWarningsAlone() {
        assertThat(Configuration.read("{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\", \"statsu\": 1}]}")
                        .flag("a"))
                .isPresent();
    }

    @Test
    void require_saysWhatWasMeant() {
        Configuration configuration =
                Configuration.of(PLAIN, Flag.builder("other").build());

        assertThat(configuration.require("plain")).isEqualTo(PLAIN);
        assertThatThrownBy(() -> configuration.require("plan"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no flag \"plan\"; did you mean \"plain\"?");
        assertThatThrownBy(() -> configuration.require("x"))
                .hasMessage("there is no flag \"x\"; allowed are \"other\", \"plain\"");
        assertThatThrownBy(() -> Configuration.EMPTY.require("x")).hasMessage("there is no flag \"x\"");
    }

    @Test
    void with_replacesInPlace_andAddsAtTheEnd() {
        Configuration before =
                new Configuration(List.of(PLAIN, Flag.builder("last").build()), List.of(STAFF), List.of(LAYER));
        Flag off = PLAIN.disabled();
        Flag added = Flag.builder("added").build();

        Configuration after = before.with(List.of(added, off));

        assertThat(after.flags()).extracting(Flag::name).containsExactly("plain", "last", "added");
        assertThat(after.flag("plain")).contains(off);
        assertThat(after.segments()).isEqualTo(before.segments());
        assertThat(after.layers()).isEqualTo(before.layers());
        assertThat(before.flag("plain")).contains(PLAIN);
    }

    @Test
    void with_whatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> Configuration.EMPTY.with(List.of(requiring("a", "b"))))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void documents_readBackAsTheSame() {
        Configuration configuration =
                new Configuration(List.of(requiring("a", "plain"), PLAIN), List.of(STAFF), List.of(LAYER));

        assertThat(configuration.documents().keySet())
                .containsExactly(
                        DocumentKey.flag("a"),
                        DocumentKey.flag("plain"),
                        DocumentKey.segment("staff"),
                        DocumentKey.layer("layer"));
        List<Object> read = new ArrayList<>();
        configuration
                .documents()
                .forEach((key, json) -> read.add(ConfigCodec.read(key, json).orThrow()));
        assertThat(read).containsExactly(requiring("a", "plain"), PLAIN, STAFF, LAYER);
    }

    @Test
    void dependencies_goThroughSegmentsAndFlags() {
        Segment testers = Segment.of("testers", Condition.flag("plain"));
        Configuration configuration = new Configuration(
                List.of(requiring("a", "b"), forSegment("b", "testers"), PLAIN), List.of(STAFF, testers), List.of());

        assertThat(configuration.dependencies("a"))
                .containsExactlyInAnyOrder(
                        DocumentKey.flag("b"), DocumentKey.segment("testers"), DocumentKey.flag("plain"));
        assertThat(configuration.dependencies("plain")).isEmpty();
        assertThat(configuration.dependencies("nowhere")).isEmpty();
    }

    @Test
    void toString_namesNobody() {
        Configuration configuration = new Configuration(List.of(PLAIN), List.of(STAFF), List.of());

        assertThat(configuration).hasToString("Configuration[1 flags, 1 segments, 0 layers]");
    }
}
