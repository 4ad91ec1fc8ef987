package dev.flags.samples;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java on a page: a program, a class or statements, which are given the imports that they need. */
record JavaSnippet(Docs.Block block) {
    private static final Pattern PRINTED = Pattern.compile("println\\(.*\\); +// (.*)$", Pattern.MULTILINE);
    private static final List<String> IMPORTS = List.of(
            "dev.flags.*",
            "dev.flags.abtest.stats.*",
            "dev.flags.config.*",
            "dev.flags.json.*",
            "dev.flags.lint.*",
            "dev.flags.rollout.*",
            "dev.flags.store.*",
            "dev.flags.testing.*",
            "java.nio.file.Path",
            "java.time.*",
            "java.util.*");

    private static final List<String> IMPORTS_OF_TESTS = List.of(
            "dev.flags.junit.*",
            "dev.flags.testkit.*",
            "net.jqwik.api.*",
            "org.junit.jupiter.api.*",
            "static org.assertj.core.api.Assertions.assertThat");

    private static final Pattern CLASS = Pattern.compile("^(?:final )?class (\\w+)", Pattern.MULTILINE);

    boolean isClass() {
        return !isProgram() && CLASS.matcher(block.text()).find();
    }

    boolean isProgram() {
        return block.text().contains("public static void main(");
    }

    String className() {
        Matcher declared = CLASS.matcher(block.text());
        if (isClass() && declared.find()) {
            return declared.group(1);
        }
        return isProgram() ? "Main" : "Snippet";
    }

    private String source() {
        if (isProgram()) {
            return block.text();
        }
        if (isClass()) {
            return imports(IMPORTS) + imports(IMPORTS_OF_TESTS) + block.text();
        }
        return imports(IMPORTS)
                + "public class Snippet {\n    public static void main(String[] args) throws Exception {\n"
                + block.text() + "    }\n}\n";
    }

    private static String imports(List<String> names) {
        return names.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining());
    }

    /** What comments beside its print statements say that it prints. */
    List<String> promisedOutput() {
        List<String> lines = new ArrayList<>();
        Matcher matcher = PRINTED.matcher(block.text());
        while (matcher.find()) {
            lines.add(matcher.group(1));
        }
        return lines;
    }

    /** What the compiler complains about; empty if nothing. Classes that were compiled into the directory before are known. */
    String compileInto(Path directory) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///" + className() + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source();
                    }
                };
        List<String> options =
                List.of("--release", "17", "-proc:none", "-cp", classPath(directory), "-d", directory.toString());
        boolean compiled = compiler.getTask(complaints, null, null, options, null, List.of(source))
                .call();
        return compiled ? "" : "\n" + complaints;
    }

    /** Starts what was compiled, as a user would, in a process and with a working directory of its own. */
    Process start(Path directory) throws IOException {
        return start(directory, className());
    }

    /** Starts a program on the class path of the tests, with its arguments. */
    static Process start(Path directory, String... program) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath(directory)));
        command.addAll(List.of(program));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String classPath(Path directory) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Files.exists(Path.of(entry)))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator, directory + File.pathSeparator, ""));
    }

    @Override
    public String toString() {
        return block.toString();
    }
}
