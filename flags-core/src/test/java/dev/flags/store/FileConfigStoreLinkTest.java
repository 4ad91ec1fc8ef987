package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that is a symbolic link, or in a directory that is one, as deployments make them. */
@SuppressWarnings("NullAway") // what is absent fails the test
class FileConfigStoreLinkTest extends StoreTests {
    @TempDir
    private Path directory;

    private Path old;
    private Path next;
    private Path current;
    private Path file;
    private FileConfigStore store;

    @BeforeEach
    void open() throws IOException {
        old = Files.createDirectory(directory.resolve("release-1"));
        next = Files.createDirectory(directory.resolve("release-2"));
        current = directory.resolve("current");
        file = current.resolve("flags.json");
        Files.createSymbolicLink(current, old.getFileName());
        write(old, A, "enabled");
        store = FileConfigStore.of(file);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ConfigStore store() {
        return store;
    }

    @Test
    void symbolicLink_staysALinkAndItsTargetIsChanged() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of("current/flags.json"));
        try (FileConfigStore linked = FileConfigStore.of(link)) {
            applied(linked.commit(put(A, revision(linked), "disabled")));
        }

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.isRegularFile(old.resolve("flags.json"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(old.resolve("flags.json")).content().contains("\"disabled\"");
        assertThat(store.history(HistoryQuery.of(A, 10)))
                .extracting(AuditEvent::action)
                .containsExactly("put", "edit_file");
    }

    @Test
    void symbolicLinkToNothingYet_isFilledByTheFirstCommit() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of("later.json"));
        try (FileConfigStore linked = FileConfigStore.of(link)) {
            applied(linked.commit(put(A, 0, "enabled")));
        }

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(directory.resolve("later.json")).content().contains("\"a\"");
    }

    @Test
    void linkThatIsSwitched_isFollowedWithItsHistory() throws IOException {
        applied(store.commit(put(A, document(A).revision(), "disabled")));
        try (FileConfigStore prepared = FileConfigStore.of(next.resolve("flags.json"))) {
            applied(prepared.commit(put(B, 0, "enabled")));
        }
        String left = Files.readString(old.resolve("flags.json"));
        Version before = store.version(ALL);

        switchTo(next);

        assertThat(store.version(ALL)).isNotEqualTo(before);
        assertThat(store.load(ALL).documents()).containsOnlyKeys(B);
        applied(store.commit(put(B, document(B).revision(), "disabled")));
        assertThat(next.resolve("flags.json")).content().contains("\"disabled\"");
        assertThat(store.history(HistoryQuery.latest(10))).hasSize(2);
        assertThat(old.resolve("flags.json")).content().isEqualTo(left);
    }

    @Test
    void linkThatIsSwitchedBeforeAnyCommit_isFollowed() throws IOException {
        store.load(ALL);
        write(next, A, "disabled");

        switchTo(next);

        assertThat(document(A).json()).isEqualTo(json(A, "disabled"));
        applied(store.commit(put(A, document(A).revision(), "enabled")));
        assertThat(next.resolve(".flags")).isDirectory();
        assertThat(old.resolve(".flags")).doesNotExist();
    }

    @Test
    void commitAfterTheLinkWasSwitched_isRefusedUntilItIsRead() throws IOException {
        long revision = document(A).revision();
        write(next, A, "enabled");
        switchTo(next);

        assertThatThrownBy(() -> store.commit(put(A, revision, "disabled")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("leads elsewhere")
                .hasMessageContaining("nothing was changed");

        assertThat(next.resolve(".flags")).doesNotExist();
        applied(store.commit(put(A, document(A).revision(), "disabled")));
    }

    @Test
    void linkThatLeadsNowhere_takesNothingAway() throws IOException {
        store.load(ALL);
        switchTo(next);

        assertThatThrownBy(() -> store.load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(next.getFileName().toString())
                .hasMessageContaining("the last configuration stays in use");

        Files.delete(current);
        assertThatThrownBy(() -> store.version(ALL)).isInstanceOf(StoreException.class);
        Files.createSymbolicLink(current, next.getFileName());
        write(next, B, "enabled");
        assertThat(store.load(ALL).documents()).containsOnlyKeys(B);
    }

    @Test
    void linkToWhatIsNoConfiguration_takesNothingAway() throws IOException {
        Version before = store.version(ALL);
        Files.writeString(next.resolve("flags.json"), "{\"flags\": [");
        switchTo(next);

        assertThatThrownBy(() -> store.load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the last good one stays in use");

        switchTo(old);
        assertThat(store.version(ALL)).isEqualTo(before);
    }

    private void switchTo(Path release) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("current-next"), release.getFileName());
        Files.move(link, current, StandardCopyOption.ATOMIC_MOVE);
    }

    private long revision(ConfigStore of) {
        return of.load(ALL).documents().get(A).revision();
    }

    private static void write(Path release, DocumentKey key, String status) throws IOException {
        Files.writeString(release.resolve("flags.json"), "{\"flags\": [" + json(key, status) + "]}");
    }
}
