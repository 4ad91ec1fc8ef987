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

/** Java on a page: a program, or statements, which are given a class and the imports that they need. */
record JavaSnippet(Docs.Block block) {
    private static final Pattern PRINTED = Pattern.compile("println\\(.*\\); +// (.*)$", Pattern.MULTILINE);
    private static final List<String> IMPORTS = List.of(
            "dev.flags.*",
            "dev.flags.config.*",
            "dev.flags.json.*",
            "dev.flags.store.*",
            "dev.flags.testing.*",
            "java.nio.file.Path",
            "java.time.*",
            "java.util.*");

    boolean isProgram() {
        return block.text().contains("public static void main(");
    }

    private String className() {
        return isProgram() ? "Main" : "Snippet";
    }

    private String source() {
        if (isProgram()) {
            return block.text();
        }
        return IMPORTS.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining())
                + "public class Snippet {\n    public static void main(String[] args) throws Exception {\n"
                + block.text() + "    }\n}\n";
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

    /** What the compiler complains about; empty if nothing. */
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
        List<String> options = List.of("--release", "17", "-proc:none", "-cp", classPath(), "-d", directory.toString());
        boolean compiled = compiler.getTask(complaints, null, null, options, null, List.of(source))
                .call();
        return compiled ? "" : "\n" + complaints;
    }

    /** Starts what was compiled, as a user would, in a process and with a working directory of its own. */
    Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        directory + File.pathSeparator + classPath(),
                        className())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String toString() {
        return block.toString();
    }
}
