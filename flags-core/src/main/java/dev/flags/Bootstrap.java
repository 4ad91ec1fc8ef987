package dev.flags;

import dev.flags.config.ConfigFile;
import dev.flags.config.DocumentKey;
import dev.flags.config.FileDocuments;
import dev.flags.config.Limits;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.store.Document;
import dev.flags.store.Origin;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration that an application ships with, for when there is no other. */
final class Bootstrap {
    private Bootstrap() {}

    /**
     * Reads and checks a configuration file.
     *
     * @throws IllegalArgumentException if that is not possible, or anything in the file is wrong
     */
    static StoreSnapshot read(@Nullable URL url, ConfigLoader loader) {
        if (url == null) {
            throw new IllegalArgumentException(
                    "bootstrap is null: there is no resource of the name that was asked for");
        }
        byte[] text;
        try (InputStream in = url.openStream()) {
            text = in.readNBytes(Limits.MAX_FILE_BYTES + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException("bootstrap " + url + " cannot be read: " + e, e);
        }
        Parsed<ConfigFile> file = ConfigFile.read(text);
        FileDocuments found = FileDocuments.of(file.value().orElseThrow(() -> invalid(url, file.problems())));
        Map<DocumentKey, Document> documents = new HashMap<>();
        found.documents().forEach((key, json) -> documents.put(key, new Document(key, 1, json.toJson())));
        StoreSnapshot snapshot = new StoreSnapshot(
                ConfigState.NONE.version(), documents, found.refused(), found.problems(), Origin.CURRENT);
        List<Problem> errors = loader.load(snapshot, ConfigState.NONE).problems().stream()
                .filter(Problem::isError)
                .toList();
        if (!errors.isEmpty()) {
            throw invalid(url, errors);
        }
        return snapshot;
    }

    /** The same content, as that of an empty store. */
    static StoreSnapshot at(Version version, StoreSnapshot bootstrap) {
        return new StoreSnapshot(version, bootstrap.documents(), Set.of(), List.of(), bootstrap.origin());
    }

    private static IllegalArgumentException invalid(URL url, List<Problem> problems) {
        return new IllegalArgumentException("bootstrap " + url + " is no valid configuration: "
                + problems.stream()
                        .filter(Problem::isError)
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n")));
    }
}
