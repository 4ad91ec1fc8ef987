package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.ConfigFile;
import dev.flags.config.Parsed;
import dev.flags.config.ReadDocuments;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import dev.flags.rollout.ReleaseSettings;
import dev.flags.rollout.RolloutPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the pages to what they say: their Java is compiled and run, their JSON is read, their links lead somewhere. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @TempDir
    private Path directory;

    /** Those of the page about testing belong together, and {@link TestingDocTest} runs them. */
    static Stream<JavaSnippet> java() throws IOException {
        return Docs.blocks("java").stream()
                .filter(block -> !block.page().equals(TestingDocTest.PAGE))
                .map(JavaSnippet::new);
    }

    static Stream<Docs.Block> json() throws IOException {
        return Docs.blocks("json").stream();
    }

    static Stream<Path> pages() throws IOException {
        return Docs.pages().stream();
    }

    @ParameterizedTest
    @MethodSource("java")
    @Timeout(60)
    void java_compiles_andStatementsRun(JavaSnippet snippet) throws Exception {
        assertThat(snippet.compileInto(directory)).isEmpty();

        if (!snippet.isProgram()) {
            Process process = snippet.start(directory);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output.lines()).containsAll(snippet.promisedOutput());
        }
    }

    /** Does what the page tells the reader to do. */
    @Test
    @Timeout(60)
    void fiveMinutes_turnOutAsTold() throws Exception {
        Path readme = Docs.root().resolve("README.md");
        assertThat(Files.readString(readme)).contains("change\n`\"disabled\"` to `\"enabled\"` in the file");
        JavaSnippet main = java().filter(JavaSnippet::isProgram).findFirst().orElseThrow();
        Path file = directory.resolve("flags.json");
        String before = Docs.blocks(readme, "json").get(0).text();
        Files.writeString(file, before);
        assertThat(main.compileInto(directory)).isEmpty();

        Process process = main.start(directory);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("old checkout");
            Files.writeString(file, before.replace("\"disabled\"", "\"enabled\""));
            String line = lines.readLine();
            while ("old checkout".equals(line)) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("new checkout");
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("json")
    void json_isValid(Docs.Block block) {
        JsonObject object = (JsonObject) JsonValue.parse(block.text());
        if (object.has("flags")) {
            assertValid(block.text().getBytes(StandardCharsets.UTF_8));
        } else if (object.has("serve")) {
            assertValid(asRule(block.text()).getBytes(StandardCharsets.UTF_8));
        }
    }

    static Stream<Docs.Block> yaml() throws IOException {
        return Docs.blocks("yaml").stream();
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yaml_isAPlanOrReleaseSettings(Docs.Block block) throws IOException {
        Path file = Files.writeString(directory.resolve("page.yaml"), block.text());
        if (block.text().startsWith("release:")) {
            assertThat(ReleaseSettings.read(file).plan("because")).isNotNull();
        } else {
            assertThat(RolloutPlan.read(file).stages()).isNotEmpty();
        }
    }

    /** Fails if anything is wrong with a configuration, and be it a warning. */
    private static void assertValid(byte[] utf8) {
        Parsed<ConfigFile> parsed = ConfigFile.read(utf8);
        assertThat(parsed.problems()).isEmpty();
        ReadDocuments documents = ReadDocuments.of(parsed.orThrow());
        assertThat(documents.problems()).isEmpty();
        assertThat(documents.unfit()).isEmpty();
    }

    /** A file with a flag that has the fragment as its rule. */
    private static String asRule(String fragment) {
        return "{\"flags\": [{\"name\": \"exp_button\", \"status\": \"enabled\", \"type\": \"string\","
                + " \"variants\": {\"control\": \"blue\", \"treatment\": \"green\"}, \"off_variant\": \"control\","
                + " \"rules\": [{\"id\": \"exp\", " + fragment.strip().substring(1) + "], \"default\": \"control\"}]}";
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_leadSomewhere(Path page) throws IOException {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            assertThat(page.resolveSibling(link.group(1))).exists();
        }
    }

    @Test
    void coordinates_areThoseOfThePom() throws IOException {
        String pom = Files.readString(Docs.root().resolve("pom.xml"));
        Matcher revision = Pattern.compile("<revision>(.*)</revision>").matcher(pom);
        assertThat(revision.find()).isTrue();

        assertThat(Docs.blocks(Docs.root().resolve("README.md"), "xml"))
                .singleElement()
                .extracting(Docs.Block::text)
                .asString()
                .contains("<version>" + revision.group(1) + "</version>");
    }

    @Test
    void commands_areThoseOfTheCheck() throws IOException {
        String commands = String.join(
                "",
                Docs.blocks(Docs.root().resolve("README.md"), "sh").stream()
                        .map(Docs.Block::text)
                        .toList());

        assertThat(commands).isEqualTo("""
                mvn -q -pl samples -am compile exec:java
                mvn verify
                mvn -q -pl samples -am compile exec:java -Dexec.args=--crash
                mvn -q -pl samples -am compile exec:java
                """);
        assertThat(Files.readString(Docs.root().resolve(".ci/run"))).contains("mvn -B -ntp verify");
        assertThat(Files.readString(Docs.root().resolve(".ci/extra"))).contains("-pl samples -am compile exec:java");
    }
}
