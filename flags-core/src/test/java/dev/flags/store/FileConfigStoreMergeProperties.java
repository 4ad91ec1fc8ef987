package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.store.FaultyDisk.Died;
import dev.flags.store.FaultyDisk.Effect;
import dev.flags.store.FaultyDisk.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Programs that commit through two stores, people who save the file or an older copy of it, and writers that die, in any
 * order, against the rules of merging as {@link HandEdit} tells them.
 *
 * <p>In the model each name has a state in every version of the file: its owner, which tells changes apart, and whether it is
 * disabled. An editor saves a version of the file that there once was, with one flag changed.
 */
@SuppressWarnings("NullAway") // what is absent fails the test
class FileConfigStoreMergeProperties {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final Set<Kind> KINDS = Set.of(Kind.FLAG, Kind.TOMBSTONE);

    enum Act {
        COMMIT,
        COMMIT_OF_A_KILL,
        EDIT,
        EDIT_OF_A_KILL,
        SAVE_AS_IT_WAS,
        DIE
    }

    /** @param which the store, the older copy, or the step in which a writer dies */
    record Move(Act act, String name, int which) {}

    /** A flag in a version. */
    record State(String owner, boolean isDisabled) {}

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(
                        Arbitraries.of(Act.class),
                        Arbitraries.of(NAMES),
                        Arbitraries.integers().between(0, 15))
                .as(Move::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 25)
    void anyOrder_losesNothingAndUndoesNothing(@ForAll("moves") List<Move> moves) throws IOException {
        Path directory = Files.createTempDirectory("merge");
        try (Run run = new Run(directory.resolve("feature_flags.json"))) {
            for (Move move : moves) {
                run.make(move);
            }
            run.requireComplete();
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** An edit that came too late, and disabled the flag all the same: whoever sees that can enable it again. */
    @Example
    void editOfAFlagThatALateEditDisabled_counts() throws IOException {
        anyOrder_losesNothingAndUndoesNothing(List.of(
                new Move(Act.COMMIT, "b", 0), new Move(Act.EDIT_OF_A_KILL, "b", 1), new Move(Act.EDIT, "b", 0)));
    }

    private static final class Run implements AutoCloseable {
        private final Path file;
        private final FileConfigStore[] stores = new FileConfigStore[2];
        private final AtomicInteger clock = new AtomicInteger();
        private final List<Text> texts = new ArrayList<>();
        private final Map<String, State> model = new TreeMap<>();
        private final List<String> acknowledged = new ArrayList<>();
        private final List<String> log = new ArrayList<>();
        private int owners;

        /** What the file was once, and what is in it. */
        private record Text(String text, Map<String, State> flags) {}

        Run(Path file) throws IOException {
            this.file = file;
            for (int i = 0; i < 2; i++) {
                stores[i] = open(new FaultyDisk());
            }
            for (String name : NAMES) {
                commit(stores[0], name, false);
            }
            requireAgreed();
        }

        private FileConfigStore open(Disk disk) {
            return FileConfigStore.of(
                    file,
                    () -> Instant.ofEpochSecond(clock.incrementAndGet()),
                    disk,
                    Duration.ofSeconds(5),
                    AuditLog.SEGMENT_BYTES);
        }

        void make(Move move) throws IOException {
            log.add(move.toString());
            switch (move.act()) {
                case COMMIT -> commit(stores[move.which() % 2], move.name(), false);
                case COMMIT_OF_A_KILL -> commit(stores[move.which() % 2], move.name(), true);
                case EDIT -> edit(move, false);
                case EDIT_OF_A_KILL -> edit(move, true);
                case SAVE_AS_IT_WAS -> {
                    Text text = text(move);
                    Files.writeString(file, text.text());
                    look();
                }
                case DIE -> die(move);
            }
            requireAgreed();
        }

        private void commit(FileConfigStore store, String name, boolean isKill) {
            DocumentKey key = DocumentKey.flag(name);
            Document before = store.load(KINDS).documents().get(key);
            State state = new State("n" + owners++, isKill);
            Commit commit = commit(key, before == null ? 0 : before.revision(), state);
            assertThat(store.commit(commit)).as("%s", log).isInstanceOf(CommitResult.Applied.class);
            acknowledged.add(commit.id().toString());
            model.put(name, state);
        }

        private static Commit commit(DocumentKey key, long revision, State state) {
            return FaultScenario.commit(new Write.Put(key, revision, json(key, state)));
        }

        private static String json(DocumentKey key, State state) {
            String json = FaultScenario.json(key, state.owner());
            return state.isDisabled() ? json.replace("enabled", "disabled") : json;
        }

        private Text text(Move move) {
            return texts.get(texts.size() - 1 - move.which() % Math.min(texts.size(), 4));
        }

        /** As the rules say: unchanged since, taken; changed since, what is committed stays, but disabled wins. */
        private void edit(Move move, boolean isKill) throws IOException {
            Text base = text(move);
            State was = base.flags().get(move.name());
            if (was == null) {
                return;
            }
            State edited = new State("n" + owners++, isKill);
            String text =
                    base.text().replace("\"owner\": \"" + was.owner() + "\"", "\"owner\": \"" + edited.owner() + "\"");
            text = text.lines()
                    .map(line -> line.contains("\"" + edited.owner() + "\"") ? withStatus(line, isKill) : line)
                    .collect(Collectors.joining("\n"));
            Files.writeString(file, text);
            texts.remove(base); // nobody else has a copy of this revision: the store takes all of them for one editor's
            State current = model.get(move.name());
            if (current.equals(was)) {
                model.put(move.name(), edited);
            } else if (isKill) {
                model.put(move.name(), new State(current.owner(), true));
            }
            look();
        }

        /** As a person writes it: of a flag that was disabled, its way back goes too. */
        private static String withStatus(String line, boolean isDisabled) {
            String status = "\"status\": \"" + (isDisabled ? "disabled" : "enabled") + "\"";
            String changed = line.replaceFirst("\"status\": \"[a-z]+\"", status);
            return isDisabled ? changed : changed.replaceFirst(", \"restore\": \\{[^}]*}", "");
        }

        private void die(Move move) {
            DocumentKey key = DocumentKey.flag(move.name());
            State state = new State("n" + owners++, false);
            Effect effect = List.of(Effect.values()).get(move.which() % Effect.values().length);
            Commit commit;
            try (FileConfigStore store = open(new FaultyDisk(Fault.death(move.which() + 1, effect)))) {
                Document before = stores[0].load(KINDS).documents().get(key);
                commit = commit(key, before.revision(), state);
                try {
                    assertThat(store.commit(commit)).isInstanceOf(CommitResult.Applied.class);
                    acknowledged.add(commit.id().toString());
                    model.put(move.name(), state);
                    return;
                } catch (Died e) {
                    // old or new
                }
            }
            if (!stores[0].history(HistoryQuery.of(commit.id())).isEmpty()) {
                acknowledged.add(commit.id().toString());
                model.put(move.name(), state);
            }
        }

        /** Both see the same, which is what the model says. */
        private void requireAgreed() throws IOException {
            look();
            for (FileConfigStore store : stores) {
                assertThat(states(store)).as("%s", log).isEqualTo(model);
            }
            String text = Files.readString(file);
            if (!texts.isEmpty() && revision(texts.get(texts.size() - 1).text()) == revision(text)) {
                texts.remove(
                        texts.size() - 1); // copies of one revision pass for one editor, who knows what he saved before
            }
            texts.add(new Text(text, Map.copyOf(model)));
        }

        private static long revision(String text) {
            return FileContent.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .orThrow()
                    .file()
                    .revision()
                    .orElseThrow();
        }

        private void look() {
            for (FileConfigStore store : stores) {
                store.load(KINDS);
            }
        }

        private static Map<String, State> states(FileConfigStore store) {
            Map<String, State> states = new TreeMap<>();
            store.load(KINDS).documents().forEach((key, document) -> {
                if (key.kind().equals(Kind.FLAG)) {
                    JsonObject json = Json.object(document.json());
                    states.put(
                            key.name(),
                            new State(
                                    ((JsonString) json.get("owner").orElseThrow()).value(),
                                    Json.text(json, "status").equals("disabled")));
                }
            });
            return states;
        }

        void requireComplete() {
            for (String id : acknowledged) {
                assertThat(stores[1].history(HistoryQuery.of(java.util.UUID.fromString(id))))
                        .as("%s", log)
                        .hasSize(1);
            }
            assertThat(stores[1].verifyAudit(Optional.empty())).as("%s", log).isInstanceOf(AuditCheck.Intact.class);
        }

        @Override
        public void close() {
            for (@Nullable FileConfigStore store : stores) {
                store.close();
            }
        }
    }
}
