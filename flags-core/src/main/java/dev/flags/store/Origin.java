package dev.flags.store;

import dev.flags.config.ConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Which library wrote something: it travels with the data, so that an older one can tell that it must not write over it.
 *
 * <p>A store keeps one beside its documents. Each commit reads it, in the transaction that also writes, since another process
 * may run a newer library meanwhile; calls {@link #requireWritable}; and replaces it with {@link #CURRENT}. Loads do
 * not check it: they give it away in {@link StoreSnapshot#origin}.
 *
 * @param schema the version of the format
 * @param library the version of the library, for people
 */
public record Origin(long schema, String library) {
    /** This library. */
    public static final Origin CURRENT = new Origin(ConfigFile.SCHEMA, libraryVersion());

    /** @throws IllegalArgumentException if {@code schema} is below 1 */
    public Origin {
        Objects.requireNonNull(library, "library");
        if (schema < 1) {
            throw new IllegalArgumentException("schema is below 1: " + schema);
        }
    }

    /**
     * Refuses to write over what a newer library wrote.
     *
     * @param where names the store
     * @throws ReadOnlyStoreException if this is of a newer version of the format than {@link #CURRENT}
     */
    public void requireWritable(String where) {
        if (schema > CURRENT.schema) {
            throw new ReadOnlyStoreException(where + " has schema " + schema + ", written by version " + library
                    + ", and this library writes schema " + CURRENT.schema
                    + ": use a newer version of the library to change it");
        }
    }

    private static String libraryVersion() {
        try (InputStream in = Origin.class.getResourceAsStream("library.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(in, "library.properties"));
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
