package dev.flags.junit;

import dev.flags.config.Configuration;
import dev.flags.testing.TestFlags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where the flags of a test come from: nowhere, a file or a resource. */
sealed interface FlagsSource {
    /** How the name of a resource begins. */
    String CLASSPATH = "classpath:";

    /** Flags that nothing is pinned of. */
    TestFlags open();

    /** The directory of files that segments include, if there can be any. */
    default Optional<Path> includedFiles() {
        return Optional.empty();
    }

    static FlagsSource of(Optional<FlagsFile> file, Class<?> testClass) {
        return file.map(FlagsFile::value)
                .<FlagsSource>map(name -> name.startsWith(CLASSPATH)
                        ? new Resource(name.substring(CLASSPATH.length()), testClass)
                        : new ConfigurationFile(Path.of(name)))
                .orElseGet(Nothing::new);
    }

    record Nothing() implements FlagsSource {
        @Override
        public TestFlags open() {
            return TestFlags.create();
        }
    }

    record ConfigurationFile(Path file) implements FlagsSource {
        @Override
        public TestFlags open() {
            return TestFlags.from(file);
        }

        @Override
        public Optional<Path> includedFiles() {
            return Optional.ofNullable(file.toAbsolutePath().getParent());
        }
    }

    record Resource(String name, Class<?> testClass) implements FlagsSource {
        @Override
        public TestFlags open() {
            try (InputStream in = testClass.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IllegalArgumentException("there is no resource " + name);
                }
                return TestFlags.from(Configuration.read(in.readAllBytes()));
            } catch (IOException e) {
                throw new IllegalArgumentException("resource " + name + " cannot be read: " + e, e);
            }
        }
    }
}
