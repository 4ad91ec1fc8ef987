package dev.flags.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program of this module in a Java process of its own, which starts fast, and can be killed. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    private Child(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Child start(Class<?> program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                classPath(program),
                program.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static String classPath(Class<?> program) {
        return String.join(
                File.pathSeparator,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""),
                locationOf(FileConfigStore.class),
                locationOf(program));
    }

    private static String locationOf(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** A line of what it says, or null after the last one. What a kill cut off is no line. */
    @Nullable String line() {
        try {
            StringBuilder line = new StringBuilder();
            for (int next = out.read(); next >= 0; next = out.read()) {
                if (next == '\n') {
                    return line.toString();
                }
                line.append((char) next);
            }
            return null;
        } catch (IOException e) {
            return null; // the end of a process that was killed
        }
    }

    /** Whether there is more to read without waiting. */
    boolean hasMore() {
        try {
            return out.ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9} does; what it said before can still be read, unlike after {@link Process#destroyForcibly}. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Stops it, as {@code kill -STOP} does, and waits until all of its threads have. */
    void stop() throws IOException {
        signal("STOP");
        Path tasks = Path.of("/proc", Long.toString(pid()), "task");
        while (Files.exists(tasks)) {
            try (Stream<Path> threads = Files.list(tasks)) {
                if (threads.allMatch(Child::isStopped)) {
                    return;
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            return Files.readString(thread.resolve("stat")).contains(") T ");
        } catch (IOException e) {
            return true; // it has ended
        }
    }

    /** Sends a signal by its name, such as CONT. */
    void signal(String name) throws IOException {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IOException("cannot send " + name);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The exit code, once it has ended. */
    int end() throws IOException {
        try {
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                throw new IOException("a child does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
