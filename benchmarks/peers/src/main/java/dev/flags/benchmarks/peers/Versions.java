package dev.flags.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Of the libraries that are measured, as the build put them into the class path. */
final class Versions {
    private static final Properties ALL = load();

    private Versions() {}

    /**
     * The name with the version behind it.
     *
     * @param library as in {@code versions.properties}
     */
    static String title(String name, String library) {
        return name + " " + Objects.requireNonNull(ALL.getProperty(library), library);
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            properties.load(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
