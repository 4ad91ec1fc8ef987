package dev.flags.testkit;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.ReadOnlyStoreException;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A handle on data in memory, and sound, but for one fault. */
final class BrokenStore implements ConfigStore {
    private final Data data;
    private final boolean isReadOnly;
    private final Map<Set<Kind>, StoreSnapshot> cache = new HashMap<>();
    private boolean isClosed;

    /** What handles share, and what outlives them. */
    static final class Data {
        private final Fault fault;
        private final Map<DocumentKey, Document> documents = new HashMap<>();
        private final Map<Kind, Long> versions = new HashMap<>();
        private final List<AuditEvent> history = new ArrayList<>();
        private final List<Consumer<Hint>> watchers = new CopyOnWriteArrayList<>();
        private final AtomicInteger checking = new AtomicInteger();
        private String epoch = UUID.randomUUID().toString();
        private long number;
        private long calls;
        private int handles;
        private boolean isClosed;

        Data(Fault fault) {
            this.fault = fault;
            number = fault == Fault.BEGINS_AT_ONE ? 1 : 0;
        }

        /** A new place in which there is nothing. */
        Data reset() {
            Data reset = new Data(fault);
            if (fault == Fault.KEEPS_THE_EPOCH_AT_A_RESET) {
                reset.epoch = epoch;
            }
            return reset;
        }

        private synchronized void opened() {
            handles++;
        }

        private synchronized void closed() {
            handles--;
            if (fault == Fault.CLOSES_ALL_HANDLES) {
                isClosed = true;
            }
            if (handles > 0) {
                return;
            }
            if (fault == Fault.FORGETS_ALL_AT_A_RESTART) {
                documents.clear();
            }
            if (fault == Fault.FORGETS_HISTORY_AT_A_RESTART) {
                history.clear();
            }
            if (fault == Fault.FORGETS_REVISIONS_AT_A_RESTART) {
                number = newestRevision();
            }
        }

        private long newestRevision() {
            return documents.values().stream()
                    .mapToLong(Document::revision)
                    .max()
                    .orElse(0);
        }
    }

    BrokenStore(Data data, boolean isReadOnly) {
        this.data = data;
        this.isReadOnly = isReadOnly;
        data.opened();
    }

    private boolean has(Fault fault) {
        return data.fault == fault;
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        synchronized (data) {
            requireOpen();
            StoreSnapshot cached = cache.get(kinds);
            if (has(Fault.CACHES) && cached != null) {
                return cached;
            }
            Map<DocumentKey, Document> selected = new HashMap<>();
            for (DocumentKey key : List.copyOf(data.documents.keySet())) {
                Document document = data.documents.get(key);
                if (document != null && (has(Fault.LOADS_EVERY_KIND) || kinds.contains(key.kind()))) {
                    selected.put(key, document);
                }
                if (has(Fault.MIXES_VERSIONS)) {
                    waitForACommit();
                }
                if (has(Fault.LOADS_ONE_PAGE) && selected.size() == 500) {
                    break;
                }
            }
            boolean isAtNumber = has(Fault.LOADS_AT_THE_STORES_VERSION);
            Version version = isAtNumber ? new Version(data.epoch, data.number) : newest(kinds);
            StoreSnapshot loaded = StoreSnapshot.of(version, selected);
            cache.put(Set.copyOf(kinds), loaded);
            return loaded;
        }
    }

    @Override
    public Version version(Set<Kind> kinds) {
        synchronized (data) {
            requireOpen();
            if (has(Fault.CACHES)) {
                return load(kinds).version();
            }
            Version newest = newest(kinds);
            boolean isLate = has(Fault.LAGS) && data.calls++ % 3 == 0 && newest.number() > 0;
            if (has(Fault.CHANGES_EPOCHS)) {
                data.epoch = UUID.randomUUID().toString();
            }
            return isLate ? new Version(newest.epoch(), newest.number() - 1) : newest;
        }
    }

    private Version newest(Set<Kind> kinds) {
        long newest = kinds.stream()
                .mapToLong(kind -> data.versions.getOrDefault(kind, 0L))
                .max()
                .orElse(0);
        if (has(Fault.GOES_BY_WHAT_IS_LEFT)) {
            newest = data.documents.values().stream()
                    .filter(document -> kinds.contains(document.key().kind()))
                    .mapToLong(Document::revision)
                    .max()
                    .orElse(0);
        }
        boolean isNumber = has(Fault.HAS_ONE_VERSION) || (has(Fault.BEGINS_AT_ONE) && newest == 0);
        return new Version(data.epoch, isNumber ? data.number : newest);
    }

    @Override
    public CommitResult commit(Commit commit) {
        if (has(Fault.DIES_OF_AN_INTERRUPT) && Thread.currentThread().isInterrupted()) {
            close();
        }
        if (isReadOnly) {
            throw new ReadOnlyStoreException("only reads");
        }
        if (has(Fault.CHECKS_THEN_ACTS)) {
            synchronized (data) {
                requireOpen();
                List<Mismatch> mismatches = mismatches(commit);
                if (!mismatches.isEmpty()) {
                    return new CommitResult.Conflict(mismatches);
                }
            }
            meetAnother();
        }
        if (has(Fault.COMPARES_WITH_THE_STORES_VERSION)) {
            meetAnother();
        }
        CommitResult result = committed(commit);
        if (result instanceof CommitResult.Applied && !has(Fault.NEVER_HINTS)) {
            for (Consumer<Hint> watcher : data.watchers) {
                if (!hint(watcher)) {
                    break;
                }
            }
        }
        return result;
    }

    private CommitResult committed(Commit commit) {
        synchronized (data) {
            requireOpen();
            commit.writes().forEach(this::refuse);
            if (has(Fault.NEEDS_EVENTS) && commit.events().isEmpty()) {
                throw new StoreException("no events");
            }
            if (has(Fault.APPLIES_HALF) && commit.writes().size() > 1) {
                return half(commit);
            }
            long before = data.number;
            if (has(Fault.COMPARES_AFTER_WRITING)) {
                commit.writes().forEach(write -> data.versions.put(write.key().kind(), before + 1));
            }
            List<Mismatch> mismatches = has(Fault.CHECKS_THEN_ACTS) ? List.of() : mismatches(commit);
            if (!mismatches.isEmpty()) {
                return conflict(commit, mismatches);
            }
            data.number++;
            if (!has(Fault.ACKNOWLEDGES_TOO_MUCH) || data.number % 5 != 0) {
                commit.writes().forEach(this::apply);
                record(commit);
            }
            cache.clear();
            data.notifyAll();
            return new CommitResult.Applied(new Version(data.epoch, data.number));
        }
    }

    private CommitResult half(Commit commit) {
        CommitResult result = new CommitResult.Conflict(List.of());
        List<Write> inOrder = new ArrayList<>(commit.writes());
        inOrder.sort(Comparator.comparing(Write::expectedRevision));
        for (Write write : inOrder) {
            result = committed(new Commit(commit.id(), List.of(write), commit.reads(), commit.events()));
            if (result instanceof CommitResult.Conflict) {
                return result;
            }
        }
        return result;
    }

    private CommitResult conflict(Commit commit, List<Mismatch> mismatches) {
        if (has(Fault.MOVES_AT_A_CONFLICT)) {
            commit.writes().forEach(write -> data.versions.put(write.key().kind(), ++data.number));
        }
        if (has(Fault.RECORDS_CONFLICTS)) {
            record(commit);
        }
        if (has(Fault.TELLS_ONE_MISMATCH)) {
            return new CommitResult.Conflict(mismatches.subList(0, 1));
        }
        if (has(Fault.TELLS_NO_ACTUAL_REVISION)) {
            return new CommitResult.Conflict(mismatches.stream()
                    .map(mismatch -> new Mismatch(mismatch.document(), mismatch.expected(), mismatch.expected()))
                    .toList());
        }
        return new CommitResult.Conflict(mismatches);
    }

    private List<Mismatch> mismatches(Commit commit) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (Write write : commit.writes()) {
            boolean isFree = has(Fault.LOSES_UPDATES)
                    || (has(Fault.TAKES_ZERO_FOR_ANY) && write.expectedRevision() == 0)
                    || (has(Fault.COMPARES_NO_LEASES) && write.key().kind().isEphemeral());
            boolean isStale = has(Fault.COMPARES_WITH_THE_STORES_VERSION)
                    && write.expectedRevision() > 0
                    && write.expectedRevision() < data.number;
            boolean isImpossible =
                    has(Fault.CANNOT_DELETE_NOTHING) && write instanceof Write.Delete && revision(write.key()) == 0;
            if (isStale || isImpossible || (!isFree && !isAsExpected(write.key(), write.expectedRevision()))) {
                mismatches.add(new Mismatch(write.key(), write.expectedRevision(), revision(write.key())));
            }
        }
        for (Expect read : commit.reads()) {
            if (has(Fault.IGNORES_READS) || (has(Fault.IGNORES_READS_OF_NOTHING) && read.revision() == 0)) {
                continue;
            }
            if (!read.isAboutKind()) {
                boolean isOwn =
                        commit.writes().stream().anyMatch(write -> write.key().equals(read.key()));
                if (!isAsExpected(read.key(), read.revision()) || (isOwn && has(Fault.COMPARES_AFTER_WRITING))) {
                    mismatches.add(new Mismatch(read.key(), read.revision(), revision(read.key())));
                }
                continue;
            }
            boolean isAnyKind = has(Fault.TAKES_ALL_KINDS_FOR_ONE);
            long newest =
                    isAnyKind ? data.number : newest(Set.of(read.key().kind())).number();
            if (newest > read.revision() && !has(Fault.IGNORES_READS_OF_KINDS)) {
                mismatches.add(new Mismatch(read.key(), read.revision(), newest));
            }
        }
        return mismatches;
    }

    private boolean isAsExpected(DocumentKey key, long expected) {
        long actual = revision(key);
        return actual == expected
                || (has(Fault.LETS_THE_FUTURE_IN) && expected > actual)
                || (has(Fault.TAKES_NONE_FOR_ANY) && actual == 0);
    }

    private long revision(DocumentKey key) {
        Document document = data.documents.get(stored(key));
        return document == null ? 0 : document.revision();
    }

    private void apply(Write write) {
        DocumentKey key = stored(write.key());
        Document before = data.documents.get(key);
        if (write instanceof Write.Put put) {
            String text = before != null && has(Fault.KEEPS_THE_OLD_TEXT) ? before.json() : text(put.json());
            if (has(Fault.SKIPS_A_TEXT_THAT_IS_THERE)
                    && before != null
                    && before.json().equals(text)) {
                return;
            }
            data.documents.put(key, new Document(key, revisionAfter(before), text));
        } else if (!has(Fault.DELETES_NOTHING)) {
            data.documents.remove(key);
        }
        if (write instanceof Write.Put || !has(Fault.HIDES_DELETES)) {
            data.versions.put(key.kind(), data.number);
        }
        if (has(Fault.MOVES_OTHER_KINDS)) {
            Commits.ALL.forEach(kind -> data.versions.put(kind, data.number));
        }
    }

    private long revisionAfter(@Nullable Document before) {
        if (has(Fault.REUSES_REVISIONS)) {
            return before == null ? 1 : before.revision() + 1;
        }
        return has(Fault.GIVES_ANOTHER_REVISION) ? data.number + 1 : data.number;
    }

    private DocumentKey stored(DocumentKey key) {
        String name = key.name();
        return switch (data.fault) {
            case GOES_BY_NAMES_ONLY -> DocumentKey.flag(name);
            case TAKES_NAMES_FOR_PATHS ->
                new DocumentKey(key.kind(), Path.of("/" + name).normalize().toString());
            case TAKES_NAMES_FOR_PATTERNS -> new DocumentKey(key.kind(), name.replace('_', '%'));
            case IGNORES_CASE -> new DocumentKey(key.kind(), name.toLowerCase(Locale.ROOT));
            case CUTS_NAMES_OFF -> new DocumentKey(key.kind(), name.substring(0, Math.min(199, name.length())));
            default -> key;
        };
    }

    private void refuse(Write write) {
        DocumentKey key = write.key();
        if (has(Fault.KNOWS_THREE_KINDS) && !Commits.DATA_PLANE.contains(key.kind())) {
            throw new StoreException("no place for a " + key);
        }
        if (has(Fault.FAILS_ITS_OWN_WAY) && key.name().isBlank()) {
            throw new IllegalStateException("no name");
        }
        if (write instanceof Write.Put put) {
            String text = put.json();
            if ((has(Fault.LIMITS_SIZE) && text.length() > 500_000)
                    || (has(Fault.LIMITS_DEPTH) && text.contains("[".repeat(50)))
                    || (has(Fault.JUDGES_TEXTS) && text.contains("\"status\":42"))) {
                throw new StoreException("no such text");
            }
        }
    }

    private String text(String json) {
        if (has(Fault.SPEAKS_ASCII)) {
            return json.replaceAll("[^\\x00-\\x7f]", "?");
        }
        if (!has(Fault.KEEPS_DOUBLES) && !has(Fault.REPAIRS_TEXTS)) {
            return json;
        }
        try {
            JsonValue value = JsonValue.parse(json);
            return has(Fault.KEEPS_DOUBLES) ? doubles(value).toJson() : json;
        } catch (JsonSyntaxException e) {
            return has(Fault.REPAIRS_TEXTS) ? "{}" : json;
        }
    }

    private static JsonValue doubles(JsonValue value) {
        if (value instanceof JsonObject object) {
            JsonObject.Builder out = JsonObject.builder();
            object.members().forEach((name, member) -> out.put(name, doubles(member)));
            return out.build();
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.elements().stream().map(BrokenStore::doubles).toList());
        }
        return value instanceof JsonNumber number
                ? JsonValue.parse(Double.toString(Double.parseDouble(number.toJson())))
                : value;
    }

    // --- history

    private void record(Commit commit) {
        boolean isEphemeral = commit.writes().stream().allMatch(write -> isLease(write.key()));
        boolean isBesideALease = commit.writes().stream().anyMatch(write -> isLease(write.key()));
        if ((isEphemeral && !has(Fault.RECORDS_LEASES))
                || (isBesideALease && has(Fault.RECORDS_NOTHING_BESIDE_A_LEASE))) {
            return;
        }
        List<AuditEvent> events = new ArrayList<>(commit.events());
        if (has(Fault.KEEPS_A_COMMITS_ORDER)) {
            Collections.reverse(events);
        }
        if (has(Fault.RECORDS_WHAT_IS_WRITTEN_ONLY)) {
            events.removeIf(event ->
                    commit.writes().stream().noneMatch(write -> write.key().equals(event.document())));
        }
        if (has(Fault.FORGETS_CHANGES)) {
            events.replaceAll(event -> new AuditEvent(
                    event.commitId(),
                    event.at(),
                    event.actor(),
                    event.reason(),
                    event.action(),
                    event.document(),
                    List.of()));
        }
        events.forEach(event -> data.history.add(0, event));
        if (has(Fault.FORGETS_HISTORY) && data.history.size() > 200) {
            data.history.subList(200, data.history.size()).clear();
        }
    }

    private static boolean isLease(DocumentKey key) {
        return key.kind().isEphemeral();
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        synchronized (data) {
            requireOpen();
            List<AuditEvent> events = new ArrayList<>(data.history);
            if (has(Fault.TELLS_OLDEST_FIRST)) {
                Collections.reverse(events);
            }
            if (has(Fault.ORDERS_BY_TIME)) {
                events.sort(Comparator.comparing(AuditEvent::at).reversed());
            }
            int early = has(Fault.LIMITS_BEFORE_IT_SELECTS) ? query.limit() : Integer.MAX_VALUE;
            int late = has(Fault.IGNORES_THE_LIMIT) ? Integer.MAX_VALUE : query.limit();
            return events.stream()
                    .limit(early)
                    .filter(event -> selects(query, event))
                    .limit(late)
                    .toList();
        }
    }

    private boolean selects(HistoryQuery query, AuditEvent event) {
        return switch (data.fault) {
            case IGNORES_THE_DOCUMENT ->
                new HistoryQuery(null, query.commitId(), query.actor(), query.from(), query.until(), 1).selects(event);
            case IGNORES_THE_COMMIT ->
                new HistoryQuery(query.document(), null, query.actor(), query.from(), query.until(), 1).selects(event);
            case IGNORES_THE_CASE_OF_ACTORS ->
                query.actor() == null ? query.selects(event) : query.actor().equalsIgnoreCase(event.actor());
            case INCLUDES_THE_END -> query.selects(event) || event.at().equals(query.until());
            default -> query.selects(event);
        };
    }

    // --- watches, and the end

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        data.watchers.add(hints);
        return () -> {
            if (!has(Fault.HINTS_FOR_EVER)) {
                data.watchers.remove(hints);
            }
        };
    }

    /** Whether to go on with the next one. */
    private boolean hint(Consumer<Hint> watcher) {
        try {
            watcher.accept(new Hint());
            return true;
        } catch (IllegalStateException e) {
            if (has(Fault.LETS_WATCHERS_FAIL_COMMITS)) {
                throw e;
            }
            return !has(Fault.STOPS_HINTING_AT_A_FAILURE);
        }
    }

    @Override
    public Capabilities capabilities() {
        if (has(Fault.HAS_NO_CAPABILITIES_AFTER_CLOSE)) {
            requireOpen();
        }
        return new Capabilities(true, true, isReadOnly || has(Fault.SAYS_IT_IS_READ_ONLY));
    }

    @Override
    public void close() {
        synchronized (data) {
            if (isClosed && has(Fault.FAILS_AT_A_SECOND_CLOSE)) {
                throw new IllegalStateException("closed twice");
            }
            if (has(Fault.HANGS_AT_CLOSE) && !isClosed && data.number > 0) {
                isClosed = true;
                waitForEver();
            }
            if (!isClosed) {
                isClosed = true;
                data.closed();
            }
        }
    }

    private void requireOpen() {
        if ((isClosed && !has(Fault.GOES_ON_AFTER_CLOSE)) || data.isClosed) {
            if (has(Fault.BREAKS_CALLS_UNDER_WAY)) {
                throw new IllegalStateException("the connection is gone");
            }
            throw new StoreException("the store is closed");
        }
    }

    // --- what makes a race certain

    private void waitForACommit() {
        try {
            data.wait(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitForEver() {
        try {
            while (isClosed) {
                data.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void meetAnother() {
        int arrived = data.checking.incrementAndGet();
        long deadline = System.nanoTime() + 2_000_000;
        while (data.checking.get() == arrived && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }
}
