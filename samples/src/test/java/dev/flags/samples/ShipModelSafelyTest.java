package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShipModelSafelyTest {
    @TempDir
    private static Path directory;

    private static List<Phase> phases = List.of();
    private static String output = "";

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        phases = ShipModelSafely.run(directory, false, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        output = bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shares_followThePercentage() {
        assertThat(share("0 %")).isZero();
        assertThat(share("10 %")).isCloseTo(0.10, within(0.05));
        assertThat(share("50 %")).isCloseTo(0.50, within(0.07));
        assertThat(share("100 %")).isEqualTo(1);
    }

    @Test
    void kill_takesTheNewModelFromEverybody_andRestoreBringsItBack() {
        assertThat(share("killed")).isZero();
        assertThat(share("restored")).isEqualTo(share("50 %"));
        assertThat(phase("restored").newModelUsers()).isEqualTo(phase("50 %").newModelUsers());
    }

    @Test
    void handEdit_takesEffectWithoutTheApi() {
        assertThat(phase("edited").summary().newModelShareByTenant())
                .containsEntry("initech", 0.0)
                .containsEntry("acme", tenantShare("restored", "acme"))
                .containsEntry("globex", tenantShare("restored", "globex"));
    }

    @Test
    void accuracy_risesWithTheShareOfTheNewModel() {
        assertThat(List.of(accuracy("0 %"), accuracy("10 %"), accuracy("50 %"), accuracy("100 %")))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(accuracy("100 %")).isGreaterThan(accuracy("0 %") + 0.05);
    }

    @Test
    void users_keepTheNewModelAsTheShareRises() {
        assertThat(phase("10 %").newModelUsers()).isNotEmpty();
        assertThat(phase("10 %").keepsItsUsersIn(phase("50 %"))).isTrue();
        assertThat(phase("50 %").keepsItsUsersIn(phase("10 %"))).isFalse();
        assertThat(phase("50 %").keepsItsUsersIn(phase("100 %"))).isTrue();
    }

    @Test
    void output_hasTheHeadings_andTellsTheFile() {
        assertThat(lines())
                .contains(
                        "Ship a new model safely",
                        "What the requests saw",
                        "Who had the new model",
                        "Who changed what, and why",
                        "phase     requests  p50 us  p95 us  accuracy  of centroid  of knn-3  new model  in acme  in globex  in initech",
                        "Configuration: " + directory.resolve("config").resolve("feature_flags.json"))
                .endsWith(ShipModelSafely.CLOSING_LINE);
    }

    @Test
    void output_isAsciiInAtMost120Columns() {
        assertThat(output).isASCII();
        assertThat(lines().stream().filter(line -> !line.startsWith("Configuration: ")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void audit_listsEveryChange_oldestFirst() {
        List<String> all = lines();
        int first = all.indexOf("Who changed what, and why") + 4;
        List<String> rows = all.subList(first, all.size()).stream()
                .takeWhile(line -> !line.isEmpty())
                .toList();

        assertThat(rows.stream().map(row -> row.split(" {2,}", -1)[2]))
                .containsExactly(
                        "set", "set_percentage", "set_percentage", "disable", "restore", "edit_file", "enable");
        assertThat(rows.get(5)).contains("  file:").endsWith("  conditions empty -> 1 entry");
        assertThat(rows.get(6)).contains("  ada  ").contains("  initech agreed  ");
    }

    @Test
    void file_isLeftForTheReader() throws IOException {
        assertThat(Files.readString(directory.resolve(ShipModelSafely.CONFIG_FILE)))
                .contains("\"name\": \"new_digit_model\"")
                .contains("\"status\": \"enabled\"");
    }

    @Test
    void directoryWithAConfiguration_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShipModelSafely.run(directory, false, System.out))
                .withMessageContaining("feature_flags.json");
    }

    @Test
    void canary_goesThroughAllStages() {
        assertThat(rowsBelow("A canary that goes by itself").stream().map(row -> row.split(" {2,}", -1)[0]))
                .containsExactly("1 %", "5 %", "10 %", "25 %", "50 %", "100 %", "soak");
        assertThat(rowsBelow("A canary that goes by itself"))
                .allSatisfy(row -> assertThat(row).contains(" pass "));
    }

    @Test
    void brokenModel_isTakenBackAtTheFirstStage() {
        assertThat(rowsBelow("A broken model"))
                .singleElement()
                .asString()
                .startsWith("1 % ")
                .contains(" fail ");
        assertThat(lines()).anyMatch(line -> line.startsWith("| accuracy | fail | is 0."));
    }

    @Test
    void rollbacks_areOnRecord() {
        List<String> all = lines();
        List<String> rows = all.subList(all.indexOf("What was taken back, and by whom"), all.size()).stream()
                .skip(4)
                .takeWhile(line -> !line.isEmpty())
                .toList();

        assertThat(rows.stream().map(row -> row.split(" {2,}", -1)[2]))
                .containsExactly("immediate", "gradual", "targeted");
        assertThat(rows.get(0)).contains("rollout-engine");
    }

    @Test
    void readme_showsTheLaterActs() throws IOException {
        ReadmeOutput.assertIsPartOf("A canary that goes by itself", output);
    }

    private static List<String> rowsBelow(String heading) {
        List<String> all = lines();
        return all.subList(all.indexOf(heading), all.size()).stream()
                .dropWhile(line -> !line.startsWith("-----  "))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }

    /** What the README shows is what the program prints, but for what differs from run to run. */
    @Test
    void readme_showsThisOutput() throws IOException {
        String shown = Docs.blocks(Docs.root().resolve("README.md"), "text").stream()
                .map(Docs.Block::text)
                .filter(text -> text.contains("What the requests saw"))
                .findFirst()
                .orElseThrow();

        assertThat(normalised(lines()))
                .containsSubsequence(normalised(
                        shown.lines().filter(line -> !line.equals("...")).toList()));
    }

    /** Without clock, latencies and the operating system's user, and with single spaces. */
    private static List<String> normalised(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("^(.{8} +899) +[0-9.]+ +[0-9.]+ ", "$1 ")
                        .replaceFirst("^[0-9]{2}:[0-9]{2}:[0-9]{2} ", "")
                        .replaceFirst("after [0-9]+ ms", "")
                        .replaceFirst("file:[^ ]+", "file:")
                        .replaceAll("-{2,}", "--")
                        .replaceAll(" +", " "))
                .toList();
    }

    private static List<String> lines() {
        return output.lines().toList();
    }

    private static double share(String phase) {
        return phase(phase).summary().newModelShare();
    }

    private static double tenantShare(String phase, String tenant) {
        return phase(phase).summary().newModelShareByTenant().getOrDefault(tenant, Double.NaN);
    }

    private static double accuracy(String phase) {
        return phase(phase).summary().accuracy();
    }

    private static Phase phase(String name) {
        return phases.stream()
                .filter(phase -> phase.summary().phase().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no phase " + name));
    }
}
