package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lets each system call of a commit fail, or kills the process there, by strace. A process of its own makes each commit on a
 * thread of its own, to which strace is attached just before, so that calls are counted from the beginning of the commit.
 */
final class Syscalls {
    private static final String TOUCHING = "openat,open,creat,read,pread64,write,pwrite64,fsync,fdatasync,ftruncate,"
            + "rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,chmod,fchmod,fchmodat,chown,fchown,"
            + "lchown,stat,lstat,fstat,newfstatat,statx,access,faccessat,faccessat2,statfs,readlink,readlinkat,lseek,"
            + "getdents64,fcntl,close";
    private static final String WRITING = "openat,open,creat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,"
            + "renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat";

    private final Path directory;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private @Nullable Child child;
    private int runs;

    private Syscalls(Path directory) {
        this.directory = directory;
    }

    /**
     * Injects.
     *
     * @param args a directory, and how many calls to go on by, so that 1 means each; the same for kills
     */
    public static void main(String[] args) throws IOException {
        Syscalls syscalls = new Syscalls(Files.createDirectories(Path.of(args[0])));
        int step = Integer.parseInt(args[1]);
        int killStep = Integer.parseInt(args[2]);
        StringBuilder calls = new StringBuilder();
        for (Scenario scenario : Scenario.values()) {
            calls.append(' ').append(scenario).append(' ').append(syscalls.everyCall(scenario, step, killStep));
        }
        syscalls.violations.stream().limit(40).forEach(System.out::println);
        System.out.println("syscalls: calls injected into:" + calls + "; " + syscalls.runs + " commits: "
                + syscalls.outcomes + "; " + syscalls.violations.size() + " violations");
        System.exit(syscalls.violations.isEmpty() ? 0 : 1);
    }

    /** What is there when the commit begins. */
    enum Scenario {
        /** Nothing. */
        FIRST,
        /** A commit. */
        NEXT,
        /** A commit, and then somebody added a flag to the file. */
        EDITED
    }

    private String everyCall(Scenario scenario, int step, int killStep) throws IOException {
        List<String> calls = calls(scenario);
        int failed = everyCall(scenario, "error=EIO", calls, step);
        List<String> writing = calls.stream()
                .filter(call -> WRITING.contains(call.split(":", 2)[0]))
                .toList();
        int full = everyCall(scenario, "error=ENOSPC", writing, step);
        int killed = everyCall(scenario, "signal=KILL", calls, killStep); // last: each costs the start of a process
        return "of " + calls.size() + ": " + killed + " KILL " + failed + " EIO " + full + " ENOSPC;";
    }

    /** The calls of a commit without a fault, each with its number among those of its name: strace counts them so. */
    private List<String> calls(Scenario scenario) throws IOException {
        Path file =
                Files.createDirectories(directory.resolve(scenario + "-calls")).resolve("flags.json");
        Path trace = directory.resolve(scenario + "-calls.trace");
        String said = commit(scenario, file, trace, "");
        Pair.require(said.startsWith("Applied"), "without a fault: " + said);
        Map<String, Integer> counts = new TreeMap<>();
        List<String> calls = new ArrayList<>();
        for (String line : Files.readAllLines(trace)) {
            int name = line.indexOf('(');
            if (name > 0 && line.substring(0, name).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
                String call = line.substring(0, name);
                int number = counts.merge(call, 1, Integer::sum);
                if (line.contains(directory.toString())) { // and not, say, the source of random numbers
                    calls.add(call + ":" + number);
                }
            }
        }
        delete(file, trace);
        return calls;
    }

    /** Returns at how many calls something was injected. */
    private int everyCall(Scenario scenario, String fault, List<String> calls, int step) throws IOException {
        int injected = 0;
        for (int i = 0; i < calls.size(); i += step) {
            String[] call = calls.get(i).split(":", 2);
            String name = scenario + "-" + fault + "-" + call[0] + "-" + call[1];
            Path file = Files.createDirectories(directory.resolve(name)).resolve("flags.json");
            Path trace = directory.resolve(name + ".trace");
            String said = commit(scenario, file, trace, call[0] + ":" + fault + ":when=" + call[1]);
            runs++;
            String traced = Files.exists(trace) ? Files.readString(trace) : "";
            if (said.equals("killed") || traced.contains("(INJECTED)")) {
                injected++;
                outcomes.merge(fault + " " + said.split(" ", 2)[0], 1, Integer::sum);
            }
            try {
                check(scenario, file, said);
                delete(file, trace);
            } catch (RuntimeException e) {
                violations.add(name + ", " + injectedCall(traced) + ": said " + said + ": " + e);
            }
        }
        return injected;
    }

    private static String injectedCall(String traced) {
        return traced.lines()
                .filter(line -> line.contains("(INJECTED)"))
                .findFirst()
                .orElseGet(
                        () -> traced.lines().filter(line -> line.contains("(")).reduce("", (a, b) -> b));
    }

    private static void delete(Path file, Path trace) throws IOException {
        try (var all = Files.walk(Layout.parent(file))) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Files.deleteIfExists(trace);
    }

    /** What the store says afterwards must be what is there. */
    private static void check(Scenario scenario, Path file, String said) throws IOException {
        long before = scenario == Scenario.FIRST ? 0 : 1;
        try (FileConfigStore store = Pair.open(file)) {
            long found = Pair.number(store);
            switch (said.split(" ", 2)[0]) {
                case "Applied" -> Pair.require(found == before + 1, "applied, and there is " + found);
                case "StoreException", "ReadOnlyStoreException" ->
                    Pair.require(found == before, "certainly not applied, and there is " + found);
                case "killed", "Unknown" ->
                    Pair.require(found == before || found == before + 1, "neither old nor new: " + found);
                default -> throw new IllegalStateException("neither a result nor a typed error");
            }
            if (!said.equals("killed")) {
                Pair.require(said.contains("memory " + found + " "), "the disk says " + found);
            }
            long next = Pair.commitNext(store);
            Pair.require(next == found + 1, "a number is missing");
            Pair.requireTrail(store, next);
            if (scenario == Scenario.EDITED) {
                Pair.require(
                        store.load(Pair.KINDS).documents().containsKey(DocumentKey.flag("hand")), "the edit is lost");
            }
        }
        Pair.requireTidy(file);
        Pair.require(Pair.leftovers(file) == 0, "leftovers");
    }

    private String commit(Scenario scenario, Path file, Path trace, String inject) throws IOException {
        Child program = child == null ? start() : child;
        child = program;
        program.say(scenario + " " + file);
        String thread = program.line();
        Pair.require(thread != null, "the program ended");
        List<String> command = new ArrayList<>(
                List.of("strace", "-y", "-p", thread, "-o", trace.toString(), "-e", "trace=" + TOUCHING));
        if (!inject.isEmpty()) {
            command.addAll(List.of("-e", "inject=" + inject));
        }
        Process strace = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader says =
                new BufferedReader(new InputStreamReader(strace.getInputStream(), StandardCharsets.UTF_8));
        String attached = says.readLine();
        Pair.require(attached != null && attached.contains("attached"), "strace: " + attached);
        program.say("go");
        String said = program.line();
        if (said == null) {
            program.end();
            child = null;
        }
        try {
            strace.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return said == null ? "killed" : said;
    }

    private Child start() throws IOException {
        Child program = Child.start(Committer.class);
        Path warmUp = Files.createDirectories(directory.resolve("warm-up-" + runs));
        for (Scenario scenario : Scenario.values()) { // so that no class is loaded while calls are counted
            program.say(scenario + " " + warmUp.resolve(scenario + ".json"));
            program.line();
            program.say("go");
            String said = program.line();
            Pair.require(said != null && said.startsWith("Applied"), "without a fault: " + said);
        }
        delete(warmUp.resolve("x"), warmUp.resolve("none"));
        return program;
    }

    /** Commits on a thread of its own, as often as it is told to. */
    static final class Committer {
        private Committer() {}

        /** Commits. */
        public static void main(String[] args) throws IOException, InterruptedException {
            try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
                while (in.hasNext()) {
                    Scenario scenario = Scenario.valueOf(in.next());
                    commit(scenario, Path.of(in.next()), in);
                }
            }
        }

        private static void commit(Scenario scenario, Path file, Scanner in) throws IOException, InterruptedException {
            try (FileConfigStore store = Pair.open(file)) {
                if (scenario != Scenario.FIRST) {
                    Pair.commitNext(store);
                }
                StoreSnapshot seen = store.load(Pair.KINDS);
                if (scenario == Scenario.EDITED) {
                    Files.writeString(
                            file,
                            Files.readString(file)
                                    .replace(
                                            "\"flags\": [",
                                            "\"flags\": [{\"name\": \"hand\", \"status\": \"enabled\"},"));
                }
                CountDownLatch go = new CountDownLatch(1);
                String[] said = new String[1];
                Thread thread = new Thread(() -> said[0] = said(store, Pair.next(seen, Pair.number(seen) + 1), go));
                thread.start();
                in.next();
                go.countDown();
                thread.join();
                String memory;
                try {
                    memory = Long.toString(Pair.number(store));
                } catch (RuntimeException e) {
                    memory = e.toString();
                }
                System.out.println((said[0] + " memory " + memory + " ").replace('\n', ' '));
            }
        }

        private static String said(ConfigStore store, Commit commit, CountDownLatch go) {
            try {
                // Its number, by which strace finds it.
                System.out.println(Path.of("/proc/thread-self").toRealPath().getFileName());
                go.await();
                CommitResult result = store.commit(commit);
                return result.getClass().getSimpleName();
            } catch (Exception e) { // the JDK lets a checked one of its own slip through
                boolean isTyped = e instanceof StoreException;
                return e.getClass().getSimpleName() + " (" + e.getMessage() + ")"
                        + (isTyped ? "" : " at " + java.util.Arrays.asList(e.getStackTrace()));
            }
        }
    }
}
