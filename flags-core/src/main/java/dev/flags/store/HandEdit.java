package dev.flags.store;

import dev.flags.config.ConfigCodec;
import dev.flags.config.DocumentKey;
import dev.flags.config.FileDocuments;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Kind;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import dev.flags.config.ReferenceCheck;
import dev.flags.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file that somebody edited means for what is committed. Document by document, against the version
 * that the file says it was written from, its base:
 *
 * <ul>
 *   <li>committed as it was then: the edit is taken, and so is leaving it out;
 *   <li>committed otherwise since, and in the file as it was then: a stale copy, and what is committed stays;
 *   <li>changed in the file and by programs since: what is committed stays, and the file is set aside; but a flag that either
 *       disables is disabled;
 *   <li>changed in the file, and since then only in other copies of the same base, such as by an editor that saves a second time:
 *       the edit is taken, but for a flag that was disabled, which stays so.
 * </ul>
 *
 * <p>A file that says no version is older than everything, so that it can add, and take nothing away. A document that is
 * invalid, or stands twice, is refused; its text stays in the file, and what is committed stays in effect. The name of a flag
 * that was deleted is refused, unless what is put back is what was there when somebody left it out.
 *
 * @param writes what is taken, in the order of the file; expected revisions are not set
 * @param refused documents whose text in the file is of no use
 * @param problems what is wrong with the file and the refused documents
 * @param conflicts for people: what was changed in both
 */
record HandEdit(List<Write> writes, Set<DocumentKey> refused, List<Problem> problems, List<String> conflicts) {
    HandEdit {
        writes = List.copyOf(writes);
        refused = Set.copyOf(refused);
        problems = List.copyOf(problems);
        conflicts = List.copyOf(conflicts);
    }

    static final HandEdit NOTHING = new HandEdit(List.of(), Set.of(), List.of(), List.of());

    /** Whether all of the file is of use. */
    boolean isClean() {
        return refused.isEmpty() && problems.isEmpty();
    }

    /** Looks up what documents were at a version. */
    interface Past {
        PastTexts at(long version, Set<DocumentKey> keys) throws IOException;
    }

    /** Who edited the file, when, and in which version of it: what tombstones of flags that it leaves out say. */
    record Editor(String actor, Instant at) {}

    static HandEdit of(Letter letter, Committed committed, LogSearch log) throws IOException {
        return of(
                letter.content(),
                committed.truth(),
                letter.editor(),
                (version, keys) -> log.textsAt(version, keys, committed));
    }

    static HandEdit of(FileContent file, Truth truth, Editor editor, Past past) throws IOException {
        return new Merge(file, truth, editor, past).run();
    }

    private static final class Merge {
        private final FileContent file;
        private final Truth truth;
        private final Editor editor;
        private final Past past;
        /** 0 if the file says none. */
        private final long base;

        private final Map<DocumentKey, Write> taken = new LinkedHashMap<>();
        private final Map<DocumentKey, Object> parsed = new HashMap<>();
        private final Set<DocumentKey> refused;
        private final List<Problem> problems;
        private final List<String> conflicts = new ArrayList<>();

        Merge(FileContent file, Truth truth, Editor editor, Past past) {
            this.file = file;
            this.truth = truth;
            this.editor = editor;
            this.past = past;
            this.base = file.file().revision().orElse(0);
            this.refused = new HashSet<>(file.refused());
            this.problems = new ArrayList<>(file.problems());
        }

        HandEdit run() throws IOException {
            Set<DocumentKey> unclear = new LinkedHashSet<>();
            for (Map.Entry<DocumentKey, JsonObject> document : file.documents().entrySet()) {
                present(document.getKey(), document.getValue().toJson(), unclear);
            }
            for (DocumentKey key : truth.entries().keySet()) {
                if (FileDocuments.KINDS.contains(key.kind())
                        && !file.documents().containsKey(key)) {
                    absent(key);
                }
            }
            if (!unclear.isEmpty()) {
                PastTexts then = past.at(base, unclear);
                unclear.forEach(key -> settle(key, textOf(key), then));
            }
            refuseWhatDoesNotFit();
            return new HandEdit(List.copyOf(taken.values()), refused, problems, conflicts);
        }

        private String textOf(DocumentKey key) {
            JsonObject json = file.documents().get(key);
            return json == null ? "" : json.toJson();
        }

        private void present(DocumentKey key, String json, Set<DocumentKey> unclear) throws IOException {
            Truth.Entry current = truth.entry(key);
            Truth.Entry tombstone = tombstone(key);
            if (current != null && current.document().json().equals(json)) {
                return;
            }
            if (current == null && tombstone != null && tombstone.document().revision() <= base) {
                putBack(key, json, tombstone);
            } else if (current != null ? current.document().revision() > base : mayBeDeletedSince(key, tombstone)) {
                unclear.add(key);
            } else {
                take(key, json);
            }
        }

        private boolean mayBeDeletedSince(DocumentKey key, Truth.@Nullable Entry tombstone) {
            return tombstone != null || (base > 0 && truth.newest(key.kind()) > base);
        }

        /** A flag that was deleted before the file was written. */
        private void putBack(DocumentKey key, String json, Truth.Entry tombstone) throws IOException {
            long before = tombstone.document().revision() - 1;
            if (tombstone.programRevision() == 0
                    && json.equals(past.at(before, Set.of(key)).texts().get(key))) {
                take(key, json);
            } else {
                refuseRetired(key, tombstone);
            }
        }

        private void absent(DocumentKey key) {
            Truth.Entry current = truth.entry(key);
            if (current == null
                    || base == 0
                    || refused.contains(key)
                    || current.document().revision() > base) {
                return;
            }
            if (key.kind().equals(Kind.FLAG)
                    && Json.object(current.document().json()).has("rollout")) {
                conflicts.add(key + " was left out, and a rollout is running on it");
                return;
            }
            taken.put(key, new Write.Delete(key, 0));
        }

        /** A document that was changed since the version of the file. */
        private void settle(DocumentKey key, String json, PastTexts then) {
            String before = then.texts().get(key);
            boolean isKnown = !then.lost().contains(key);
            Truth.Entry current = truth.entry(key);
            Truth.Entry tombstone = tombstone(key);
            if (json.equals(before)) {
                return; // a stale copy
            }
            if (current == null && tombstone != null) {
                refuseRetired(key, tombstone);
            } else if (isKnown && Objects.equals(before, truth.json(key))) {
                take(key, json); // changed and changed back, or never there
            } else if (current == null) {
                conflicts.add(what(key, isKnown) + ", who deleted it; it stays so");
            } else if (isDisabled(key, json)
                    && !isDisabled(key, current.document().json())) {
                take(key, disabled(key, current.document().json()));
                conflicts.add(
                        what(key, isKnown) + "; it is disabled, as the file says, and otherwise as the others left it");
            } else if (current.isOnlyEditedSince(base)
                    && !isDisabled(key, current.document().json())) {
                take(key, json);
            } else {
                conflicts.add(what(key, isKnown) + "; it is as the others left it");
            }
        }

        /** @param isKnown whether the record of what the file was written from is still here */
        private String what(DocumentKey key, boolean isKnown) {
            return key
                    + (isKnown ? " was changed in the file" : " may have been changed in the file")
                    + ", which says revision " + base + ", and by others since";
        }

        private void take(DocumentKey key, String json) {
            Parsed<?> result = ConfigCodec.read(key, json);
            if (result.value().isEmpty()) {
                refused.add(key);
                problems.addAll(result.problems());
            } else {
                parsed.put(key, result.value().get());
                taken.put(key, new Write.Put(key, 0, json));
            }
        }

        /** Refuses edits, until what would be committed fits together no worse than what is. */
        private void refuseWhatDoesNotFit() {
            if (taken.isEmpty()) {
                return;
            }
            Map<DocumentKey, Object> current = currentValues();
            Set<DocumentKey> unfitBefore = check(current).keySet();
            boolean fits = false;
            while (!fits) {
                Map<DocumentKey, List<Problem>> unfit = check(withTaken(current));
                boolean refusedOne = false;
                for (Map.Entry<DocumentKey, List<Problem>> document : unfit.entrySet()) {
                    if (taken.get(document.getKey()) instanceof Write.Put) {
                        taken.remove(document.getKey());
                        refused.add(document.getKey());
                        problems.addAll(document.getValue());
                        refusedOne = true;
                    }
                }
                Set<DocumentKey> broken = new LinkedHashSet<>(unfit.keySet());
                broken.removeAll(unfitBefore);
                fits = !refusedOne && (broken.isEmpty() || !putBackWhatWasLeftOut(broken));
            }
            addTombstones();
        }

        /** Only what was left out can have broken a document that nobody edited. */
        private boolean putBackWhatWasLeftOut(Set<DocumentKey> broken) {
            List<DocumentKey> leftOut = taken.values().stream()
                    .filter(Write.Delete.class::isInstance)
                    .map(Write::key)
                    .toList();
            if (leftOut.isEmpty()) {
                return false;
            }
            taken.keySet().removeAll(leftOut);
            conflicts.add(leftOut + " left out, but needed by " + broken);
            return true;
        }

        private Map<DocumentKey, Object> currentValues() {
            Map<DocumentKey, Object> values = new HashMap<>();
            truth.entries().forEach((key, entry) -> {
                if (FileDocuments.KINDS.contains(key.kind())) {
                    ConfigCodec.read(key, entry.document().json()).value().ifPresent(value -> values.put(key, value));
                }
            });
            return values;
        }

        private Map<DocumentKey, Object> withTaken(Map<DocumentKey, Object> current) {
            Map<DocumentKey, Object> next = new HashMap<>(current);
            taken.forEach((key, write) -> {
                Object value = parsed.get(key);
                if (write instanceof Write.Put && value != null) {
                    next.put(key, value);
                } else {
                    next.remove(key);
                }
            });
            return next;
        }

        private Map<DocumentKey, List<Problem>> check(Map<DocumentKey, Object> values) {
            return ReferenceCheck.of(values, refused);
        }

        private void addTombstones() {
            List.copyOf(taken.keySet()).stream()
                    .filter(key -> key.kind().equals(Kind.FLAG))
                    .forEach(key -> {
                        DocumentKey tombstone = tombstoneOf(key);
                        if (taken.get(key) instanceof Write.Delete) {
                            Tombstone stone =
                                    new Tombstone(key.name(), editor.at(), editor.actor(), "left out of the file");
                            taken.put(tombstone, new Write.Put(tombstone, 0, stone.toJson()));
                        } else if (truth.entry(tombstone) != null) {
                            taken.put(tombstone, new Write.Delete(tombstone, 0));
                        }
                    });
        }

        private void refuseRetired(DocumentKey key, Truth.Entry tombstone) {
            Document document = tombstone.document();
            refused.add(key);
            problems.add(new Problem(
                    Severity.ERROR,
                    key.toString(),
                    "",
                    Tombstone.read(document.key(), document.json()).message()));
        }

        private Truth.@Nullable Entry tombstone(DocumentKey key) {
            return key.kind().equals(Kind.FLAG) ? truth.entry(tombstoneOf(key)) : null;
        }

        private static DocumentKey tombstoneOf(DocumentKey key) {
            return DocumentKey.tombstone(key.name());
        }

        private static boolean isDisabled(DocumentKey key, String json) {
            return flag(key, json)
                    .map(flag -> flag.status() == FlagStatus.DISABLED)
                    .orElse(false);
        }

        private static String disabled(DocumentKey key, String json) {
            return flag(key, json)
                    .map(flag -> ConfigCodec.write(flag.disabled(), Json.object(json))
                            .toJson())
                    .orElse(json);
        }

        private static Optional<Flag> flag(DocumentKey key, String json) {
            return key.kind().equals(Kind.FLAG)
                    ? ConfigCodec.readFlag(key.name(), json).value()
                    : Optional.empty();
        }
    }
}
