package dev.flags.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The repository's Java files, for tests of pages that name classes. */
final class Sources {
    private static final Pattern TYPE_NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:\\.[A-Z][A-Za-z0-9]*)?)`");

    private Sources() {}

    /** The simple names of all classes that have a file of their own, tests included. */
    static Set<String> classNames() throws IOException {
        try (Stream<Path> files = Files.walk(Docs.root())) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** What a page writes in backticks and in camel case: {@code Flag}, and the outer class of {@code Reason.SPLIT}. */
    static Set<String> classesNamedIn(Path page) throws IOException {
        return TYPE_NAME
                .matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1).replaceFirst("\\..*", ""))
                .collect(Collectors.toUnmodifiableSet());
    }
}
