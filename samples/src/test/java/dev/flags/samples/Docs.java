package dev.flags.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the repository, for tests that hold them to what they say. */
final class Docs {
    private Docs() {}

    /**
     * A fenced block.
     *
     * @param page the file that it stands in, from the root
     * @param line of its fence, from 1
     */
    record Block(String page, int line, String text) {
        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    /** The repository's root, from wherever in it the tests are run. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve(".mvn"))) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "not inside the repository: " + Path.of("").toAbsolutePath());
            }
            directory = parent;
        }
        return directory;
    }

    /** The README, the other pages of the root, and all pages below {@code docs}. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(root())) {
            files.filter(Docs::isPage).forEach(pages::add);
        }
        try (Stream<Path> files = Files.walk(root().resolve("docs"))) {
            files.filter(Docs::isPage).forEach(pages::add);
        }
        pages.sort(null);
        return pages;
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md");
    }

    /** The fenced blocks of a language on all pages. */
    static List<Block> blocks(String language) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages()) {
            blocks.addAll(blocks(page, language));
        }
        return blocks;
    }

    /** The fenced blocks of a language on a page. */
    static List<Block> blocks(Path page, String language) throws IOException {
        String name = root().relativize(page).toString();
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                int end = i + 1;
                while (!lines.get(end).equals("```")) {
                    end++;
                }
                if (lines.get(i).equals("```" + language)) {
                    blocks.add(new Block(name, i + 1, String.join("\n", lines.subList(i + 1, end)) + "\n"));
                }
                i = end;
            }
        }
        return blocks;
    }
}
