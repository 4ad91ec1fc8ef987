package dev.flags.store;

import dev.flags.config.ConfigException;
import dev.flags.config.ConfigFile;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Limits;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded default: one JSON file that people may edit, and beside it a directory {@code .flags} with the audit
 * trail, the copy of the file as it was last committed, and the lock that writers hold.
 *
 * <p>A commit replaces the file as a whole, durably, so that a reader sees the old content or the new one and never a part
 * of either. Before it does, changes that somebody made in an editor are put on record as {@code file:<owner>}, and
 * kept. A file that is no configuration is never overwritten silently: a commit puts it aside into
 * {@code .flags/rejected} and starts from the last good state.
 *
 * <p>A symbolic link stays one: the file that it leads to is replaced, and {@code .flags} is beside that one.
 *
 * <p>Keeps flags, segments and layers. Thread-safe, and safe for several processes on one directory of a local file
 * system. Revisions are this process's own: those of two processes must not be compared.
 */
public final class FileConfigStore implements ConfigStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
    private static final int READ_ATTEMPTS = 3;
    private static final long READ_PAUSE_NANOS = Duration.ofMillis(30).toNanos();
    private static final String EPOCH = "file";

    private final Path file;
    private final Path directory;
    private final Path committed;
    private final AuditFile audit;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.EMPTY;
    private @Nullable FileStamp stamp;
    /** The copy of the last commit, as it was when the file was read. */
    private @Nullable FileStamp committedStamp;

    /** What kept the file from being read ever since this started from the copy; empty once it was read. */
    private List<Problem> startProblems = List.of();

    private boolean isClosed;

    /** What the file said when it was last read, and the revisions that follow from it. */
    private record State(
            ByteBuffer text, FileContent content, Map<DocumentKey, Document> documents, Versions versions) {
        static final State EMPTY = new State(ByteBuffer.allocate(0), FileContent.EMPTY, Map.of(), Versions.NONE);
    }

    /** The newest version, of all and of each kind. */
    private record Versions(long newest, Map<Kind, Long> byKind) {
        static final Versions NONE = new Versions(0, Map.of());
    }

    private FileConfigStore(Path file, InstantSource clock) {
        this.file = file.toAbsolutePath();
        this.directory = Disk.parent(target(this.file)).resolve(".flags");
        this.committed = directory.resolve("flags.json");
        this.audit = new AuditFile(directory.resolve("audit").resolve("000001.jsonl"));
        this.clock = clock;
    }

    private static Path target(Path file) {
        try {
            return Disk.followLinks(file);
        } catch (IOException e) {
            throw new StoreException("cannot follow the symbolic link " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A store on a file, which need not exist yet: the first commit makes it.
     *
     * @param file in a directory that processes which change flags can write to
     * @throws StoreException if it is a symbolic link that leads nowhere, such as to itself
     */
    public static FileConfigStore of(Path file) {
        return of(file, InstantSource.system());
    }

    /** As {@link #of(Path)}, with the time of adopted edits from a clock. */
    public static FileConfigStore of(Path file, InstantSource clock) {
        return new FileConfigStore(Objects.requireNonNull(file, "file"), Objects.requireNonNull(clock, "clock"));
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        return locked(() -> {
            refreshOrStartFromCopy();
            Map<DocumentKey, Document> selected = new HashMap<>(state.documents());
            selected.keySet().removeIf(key -> !kinds.contains(key.kind()));
            Set<DocumentKey> refused = new HashSet<>(state.content().refused());
            refused.removeIf(key -> !kinds.contains(key.kind()));
            List<Problem> problems = new ArrayList<>(startProblems);
            problems.addAll(state.content().problems());
            return new StoreSnapshot(newest(kinds), selected, refused, problems, Origin.CURRENT);
        });
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return locked(() -> {
            refreshOrStartFromCopy();
            return newest(kinds);
        });
    }

    @Override
    public CommitResult commit(Commit commit) {
        return locked(() -> {
            try {
                Files.createDirectories(directory.resolve("audit"));
                return DirectoryLock.holding(directory.resolve("lock"), LOCK_PATIENCE, () -> commitLocked(commit));
            } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
                throw new ReadOnlyStoreException(
                        "cannot write beside " + file + "; nothing was changed. Grant write access to its directory,"
                                + " or change flags elsewhere",
                        e);
            }
        });
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return () -> {}; // changes are found by asking for the version, which costs a look at the file's attributes
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        return locked(() -> {
            try {
                refresh();
            } catch (StoreException e) {
                LOG.debug("The history is read beside a configuration that cannot be", e);
            }
            return audit.read(query, Math.max(state.versions().newest(), committedRevision()));
        });
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true, false);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A process that starts beside a broken file starts from the copy of the last commit, and goes on with it, and with the
     * file's problems, until the file can be read.
     */
    private void refreshOrStartFromCopy() throws IOException {
        try {
            refresh();
            startProblems = List.of();
        } catch (StoreException e) {
            if (state.equals(State.EMPTY) && Files.isRegularFile(committed)) {
                startFromCopy();
                startProblems = e.getCause() instanceof ConfigException invalid ? invalid.problems() : List.of();
                LOG.warn("Started from the copy of the last commit, {}", committed, e);
            }
            if (startProblems.isEmpty()) {
                throw e;
            }
        }
    }

    private void startFromCopy() throws IOException {
        byte[] text = Files.readAllBytes(committed);
        state = next(state, text, FileContent.read(text).orThrow());
    }

    /** Reads the file if it may have changed. Editors write in several steps, so that a bad text gets another chance. */
    private void refresh() throws IOException {
        FileStamp now = FileStamp.of(file);
        if (now.equals(stamp) && !now.mayHideChange(clock.instant())) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            Parsed<FileContent> parsed = readIfChanged();
            if (parsed.value().isPresent()) {
                stamp = now;
                return;
            }
            if (attempt == READ_ATTEMPTS) {
                throw new StoreException(
                        file + " is no configuration; the last good one stays in use. "
                                + new ConfigException(parsed.problems()).getMessage(),
                        new ConfigException(parsed.problems()));
            }
            LockSupport.parkNanos(READ_PAUSE_NANOS);
        }
    }

    private Parsed<FileContent> readIfChanged() throws IOException {
        if (!Files.exists(file)) {
            if (!state.equals(State.EMPTY)) {
                throw new StoreException(file + " is gone; the last configuration stays in use until it is back");
            }
            return new Parsed<>(Optional.of(FileContent.EMPTY), List.of());
        }
        long size = Files.size(file);
        if (size > Limits.MAX_FILE_BYTES) {
            throw new StoreException(file + " has " + size + " bytes; at most " + Limits.MAX_FILE_BYTES
                    + " are allowed, and the last good configuration stays in use");
        }
        FileStamp copy = FileStamp.of(committed);
        byte[] text = Files.readAllBytes(file);
        if (!state.equals(State.EMPTY) && ByteBuffer.wrap(text).equals(state.text())) {
            return new Parsed<>(Optional.of(state.content()), List.of());
        }
        Parsed<FileContent> parsed = FileContent.read(text);
        parsed.value().ifPresent(content -> {
            state = next(state, text, content);
            committedStamp = copy;
        });
        return parsed;
    }

    /** The state after a change of the file: what has changed gets the new version as its revision. */
    private static State next(State before, byte[] text, FileContent content) {
        long written = content.file().revision().orElse(0);
        long number = Math.max(written, before.versions().newest() + 1);
        Map<DocumentKey, Document> documents = new HashMap<>();
        Map<Kind, Long> byKind = new HashMap<>(before.versions().byKind());
        content.documents().forEach((key, json) -> {
            Document old = before.documents().get(key);
            String now = json.toJson();
            boolean changed = old == null || !old.json().equals(now);
            documents.put(key, changed ? new Document(key, number, now) : old);
            if (changed) {
                byKind.put(key.kind(), number);
            }
        });
        before.documents().keySet().stream()
                .filter(key -> !documents.containsKey(key))
                .forEach(key -> byKind.put(key.kind(), number));
        if (!content.problems().equals(before.content().problems())) {
            FileContent.KINDS.forEach(kind -> byKind.put(kind, number));
        }
        return new State(ByteBuffer.wrap(text), content, documents, new Versions(number, byKind));
    }

    private Version newest(Set<Kind> kinds) {
        long newest = kinds.stream()
                .mapToLong(kind -> state.versions().byKind().getOrDefault(kind, 0L))
                .max()
                .orElse(0);
        return new Version(EPOCH, newest);
    }

    private CommitResult commitLocked(Commit commit) throws IOException {
        boolean isPutAside = readOrPutAside(commit.id());
        if (state.content().file().schema() > ConfigFile.SCHEMA) {
            throw new ReadOnlyStoreException(file + " has schema "
                    + state.content().file().schema() + ", and this library writes schema " + ConfigFile.SCHEMA
                    + ": use a newer version of the library to change it");
        }
        List<CommitResult.Conflict.Mismatch> mismatches = Expectations.mismatches(
                commit, this::revision, kind -> newest(Set.of(kind)).number());
        if (!mismatches.isEmpty()) {
            if (isPutAside) {
                // Or nobody could ever read what the writer has to start from.
                Disk.replace(Disk.followLinks(file), state.text().array());
            }
            return new CommitResult.Conflict(mismatches);
        }
        long number = Math.max(state.versions().newest(), committedRevision()) + 1;
        byte[] text = state.content().after(commit.writes(), number).write();
        FileContent content = FileContent.read(text).orThrow();
        List<AuditEvent> events = new ArrayList<>(adoptedEdits(commit.id()));
        events.addAll(commit.events());
        if (commit.writes().stream().anyMatch(write -> state.content().refused().contains(write.key()))) {
            putAside(commit.id());
        }
        long auditLength = audit.append(events, number);
        try {
            Disk.replace(Disk.followLinks(file), text);
        } catch (IOException e) {
            audit.truncate(auditLength);
            throw e;
        }
        keepCopy(text);
        state = next(state, text, content);
        stamp = null;
        return new CommitResult.Applied(new Version(EPOCH, number));
    }

    /** The commit is applied already, so that a copy that cannot be made must not fail it. */
    private void keepCopy(byte[] text) {
        try {
            Disk.replace(committed, text);
            committedStamp = FileStamp.of(committed);
        } catch (IOException e) {
            LOG.warn("The copy of the last commit, {}, cannot be written; the commit itself is applied", committed, e);
        }
    }

    /**
     * The file as it is now; or, if it is no configuration, the last good one, and the file as evidence. The last good
     * one is what was read last, with the edits in it, unless somebody has committed since.
     *
     * @return whether the file is no configuration
     */
    private boolean readOrPutAside(UUID commitId) throws IOException {
        try {
            refresh();
            return false;
        } catch (StoreException e) {
            putAside(commitId);
            boolean isNewest =
                    !state.equals(State.EMPTY) && FileStamp.of(committed).equals(committedStamp);
            if (!isNewest && Files.isRegularFile(committed)) {
                startFromCopy();
            }
            if (state.equals(State.EMPTY)) {
                throw e; // or the first change beside a broken file would leave nothing of it but itself
            }
            return true;
        }
    }

    private void putAside(UUID commitId) throws IOException {
        if (Files.exists(file)) {
            Path rejected = Files.createDirectories(directory.resolve("rejected"));
            String at = clock.instant().toString().replace(':', '-');
            Files.copy(file, rejected.resolve(at + "-" + commitId + "-" + file.getFileName()));
        }
    }

    /** What differs from the last commit was changed in an editor, by whoever owns the file now. */
    private List<AuditEvent> adoptedEdits(UUID commitId) throws IOException {
        if (!Files.exists(file) || !Files.isRegularFile(committed)) {
            return List.of();
        }
        Map<DocumentKey, JsonObject> before = FileContent.read(Files.readAllBytes(committed))
                .value()
                .map(FileContent::documents)
                .orElse(Map.of());
        Map<DocumentKey, JsonObject> after = state.content().documents();
        Set<DocumentKey> keys = new HashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeAll(state.content().refused());
        String actor = "file:" + Files.getOwner(file).getName();
        Instant at = Files.getLastModifiedTime(file).toInstant();
        List<AuditEvent> events = new ArrayList<>();
        for (DocumentKey key : keys) {
            List<AuditEvent.MemberChange> changes = AuditEvent.changes(
                    before.getOrDefault(key, JsonObject.EMPTY), after.getOrDefault(key, JsonObject.EMPTY));
            if (!changes.isEmpty()) {
                events.add(new AuditEvent(commitId, at, actor, "edited in the file", "edit_file", key, changes));
            }
        }
        return events;
    }

    /** The last commit's number, which the file does not know if somebody replaced it by an older or a new one. */
    private long committedRevision() throws IOException {
        return Files.isRegularFile(committed)
                ? ConfigFile.read(Files.readAllBytes(committed))
                        .value()
                        .map(ConfigFile::revision)
                        .orElse(OptionalLong.empty())
                        .orElse(0)
                : 0;
    }

    private long revision(DocumentKey key) {
        Document document = state.documents().get(key);
        return document == null ? 0 : document.revision();
    }

    private <T> T locked(DirectoryLock.Action<T> action) {
        lock.lock();
        try {
            if (isClosed) {
                throw new StoreException("the store on " + file + " is closed");
            }
            return action.run();
        } catch (FileSystemException e) {
            throw new StoreException(e.getMessage() + ": " + e.getClass().getSimpleName() + "; nothing was changed", e);
        } catch (IOException e) {
            throw new StoreException("cannot use " + file + ": " + e.getMessage() + "; nothing was changed", e);
        } finally {
            lock.unlock();
        }
    }
}
