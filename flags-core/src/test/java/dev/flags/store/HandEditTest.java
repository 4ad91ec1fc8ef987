package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Problem;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a file that somebody saved means, beside what was committed since they opened it. */
class HandEditTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final DocumentKey A = DocumentKey.flag("a");
    private static final DocumentKey B = DocumentKey.flag("b");
    private static final DocumentKey S = DocumentKey.segment("s");
    private static final String A_ON = "{\"name\":\"a\",\"status\":\"enabled\"}";
    private static final String A_OFF = "{\"name\":\"a\",\"status\":\"disabled\"}";
    private static final String A_10 = "{\"name\":\"a\",\"status\":\"percentage\",\"rollout_percentage\":10}";
    private static final String A_20 = "{\"name\":\"a\",\"status\":\"percentage\",\"rollout_percentage\":20}";
    private static final String A_30 = "{\"name\":\"a\",\"status\":\"percentage\",\"rollout_percentage\":30}";
    private static final String B_ON = "{\"name\":\"b\",\"status\":\"enabled\"}";

    /** What was committed, version by version. */
    private final List<LogEntry> log = new ArrayList<>();

    @Test
    void sameText_isNoEdit() throws IOException {
        program(put(A, A_ON));

        assertThat(edit(1, A_ON)).isEqualTo(HandEdit.NOTHING);
    }

    @Test
    void documentThatNobodyChangedSince_isTaken() throws IOException {
        program(put(A, A_10));

        assertThat(edit(1, A_20).writes()).containsExactly(put(A, A_20));
    }

    @Test
    void killByHandThatAProgramTookBackBefore_canBeMadeAgain() throws IOException {
        program(put(A, A_OFF));
        program(put(A, A_ON));

        assertThat(edit(2, A_OFF).writes()).containsExactly(put(A, A_OFF));
    }

    @Test
    void staleCopy_changesNothing() throws IOException {
        program(put(A, A_ON));
        program(put(A, A_OFF));

        HandEdit stale = edit(1, A_ON);

        assertThat(stale).isEqualTo(HandEdit.NOTHING);
    }

    @Test
    void staleCopyWithAnEditOfAnotherDocument_changesThatOneOnly() throws IOException {
        program(put(A, A_ON), put(B, B_ON));
        program(put(A, A_OFF));
        String b = "{\"name\":\"b\",\"status\":\"disabled\"}";

        HandEdit edit = edit(1, A_ON, b);

        assertThat(edit.writes()).containsExactly(put(B, b));
        assertThat(edit.conflicts()).isEmpty();
    }

    @Test
    void documentThatBothChanged_staysAsCommittedAndIsAConflict() throws IOException {
        program(put(A, A_10));
        program(put(A, A_20));

        HandEdit edit = edit(1, A_30);

        assertThat(edit.writes()).isEmpty();
        assertThat(edit.conflicts())
                .singleElement()
                .asString()
                .contains("flag \"a\"")
                .contains("revision 1");
    }

    @Test
    void documentThatBothChanged_isDisabledIfTheFileSaysSo() throws IOException {
        program(put(A, A_10));
        program(put(A, A_20));

        HandEdit edit = edit(1, A_OFF);

        assertThat(edit.writes())
                .singleElement()
                .satisfies(write -> assertThat(((Write.Put) write).json())
                        .contains("\"status\":\"disabled\"")
                        .contains("\"rollout_percentage\":20")
                        .contains("\"restore\""));
        assertThat(edit.conflicts()).hasSize(1);
    }

    @Test
    void killThatWasCommitted_isNotUndoneByAnEditOfAnOlderVersion() throws IOException {
        program(put(A, A_10));
        program(put(A, A_OFF));

        assertThat(edit(1, A_30).writes()).isEmpty();
    }

    @Test
    void documentThatWasChangedAndChangedBack_canBeEdited() throws IOException {
        program(put(A, A_10));
        program(put(A, A_20));
        program(put(A, A_10));

        assertThat(edit(1, A_30).writes()).containsExactly(put(A, A_30));
    }

    @Test
    void editorThatSavesAgain_goesOnFromItsOwnEdit() throws IOException {
        program(put(A, A_10));
        byHand(1, put(A, A_20));

        HandEdit second = edit(1, A_30);

        assertThat(second.writes()).containsExactly(put(A, A_30));
        assertThat(second.conflicts()).isEmpty();
    }

    @Test
    void editorThatSavesAgainAfterAProgram_isAConflict() throws IOException {
        program(put(A, A_10));
        byHand(1, put(A, A_20));
        program(put(A, A_OFF));

        assertThat(edit(1, A_30).writes()).isEmpty();
        assertThat(edit(1, A_30).conflicts()).hasSize(1);
    }

    @Test
    void fileWithoutARevision_addsAndTakesNothingAway() throws IOException {
        program(put(A, A_10));

        HandEdit edit = edit(0, B_ON);

        assertThat(edit.writes()).containsExactly(put(B, B_ON));
        assertThat(edit.conflicts()).isEmpty();
    }

    @Test
    void fileWithoutARevision_isOlderThanEveryCommit() throws IOException {
        program(put(A, A_10));

        HandEdit edit = edit(0, A_20);

        assertThat(edit.writes()).isEmpty();
        assertThat(edit.conflicts()).hasSize(1);
    }

    @Test
    void fileWithoutARevision_whoseDocumentsOnlyPeopleChanged_isTaken() throws IOException {
        byHand(0, put(A, A_10));

        assertThat(edit(0, A_20).writes()).containsExactly(put(A, A_20));
    }

    @Test
    void documentLeftOut_isDeletedAndItsNameRetired() throws IOException {
        program(put(A, A_10), put(B, B_ON));

        HandEdit edit = edit(1, B_ON);

        assertThat(edit.writes()).extracting(Write::key).containsExactly(A, DocumentKey.tombstone("a"));
        assertThat(edit.writes().get(0)).isInstanceOf(Write.Delete.class);
        assertThat(((Write.Put) edit.writes().get(1)).json()).contains("\"actor\":\"file:me\"");
    }

    @Test
    void documentThatTheFileIsTooOldToKnow_isNotDeleted() throws IOException {
        program(put(A, A_10));
        program(put(B, B_ON));

        assertThat(edit(1, A_10)).isEqualTo(HandEdit.NOTHING);
    }

    @Test
    void flagWithARollout_isNotDeletedByLeavingItOut() throws IOException {
        program(put(A, """
                {"name":"a","status":"enabled","rollout":{"id":"r","baseline":"off","candidate":"on",\
                "serve":{"split":{"off":90,"on":10}}}}"""));

        HandEdit edit = edit(1);

        assertThat(edit.writes()).isEmpty();
        assertThat(edit.conflicts()).singleElement().asString().contains("rollout");
    }

    @Test
    void segmentThatAFlagNeeds_isNotDeletedByLeavingItOut() throws IOException {
        String needsS = "{\"name\":\"a\",\"status\":\"enabled\",\"default\":\"off\","
                + "\"rules\":[{\"id\":\"r\",\"when\":{\"segment\":\"s\"},\"serve\":\"on\"}]}";
        program(put(A, needsS), put(S, "{\"name\":\"s\",\"included\":[\"u\"]}"));

        HandEdit edit = edit(1, needsS, B_ON);

        assertThat(edit.writes()).containsExactly(put(B, B_ON));
        assertThat(edit.conflicts()).singleElement().asString().contains("segment \"s\"");
    }

    @Test
    void flagThatWasDeletedSince_isNotBroughtBackByAStaleCopy() throws IOException {
        program(put(A, A_10), put(B, B_ON));
        program(new Write.Delete(A, 0), tombstone());

        HandEdit edit = edit(1, A_10, B_ON);

        assertThat(edit).isEqualTo(HandEdit.NOTHING);
    }

    @Test
    void segmentThatWasDeletedSince_isNotBroughtBackByAStaleCopy() throws IOException {
        String s = "{\"name\":\"s\",\"included\":[\"u\"]}";
        program(put(S, s));
        program(new Write.Delete(S, 0));

        HandEdit edit = HandEdit.of(
                content("{\"flags\":[],\"segments\":[" + s + "],\"revision\":1}"), truth(), editor(), this::past);

        assertThat(edit).isEqualTo(HandEdit.NOTHING);
    }

    @Test
    void retiredName_isRefusedWithWhatToDo() throws IOException {
        program(put(A, A_10));
        program(new Write.Delete(A, 0), tombstone());

        HandEdit edit = edit(2, A_20);

        assertThat(edit.writes()).isEmpty();
        assertThat(edit.refused()).containsExactly(A);
        assertThat(edit.problems())
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("retired on 2026-01-01T00:00:00Z by alice")
                .contains("releaseFlagName");
    }

    /** It is asked for with each look, and the whole trail may have to be read for it. */
    @Test
    void nameThatAProgramRetired_isRefusedWithoutLookingBack() throws IOException {
        program(put(A, A_10));
        program(new Write.Delete(A, 0), tombstone());

        HandEdit edit = HandEdit.of(
                content("{\"flags\":[" + A_10 + "],\"revision\":2}"), truth(), editor(), (version, keys) -> {
                    throw new IOException("looked back");
                });

        assertThat(edit.refused()).containsExactly(A);
    }

    @Test
    void flagThatWasLeftOut_canBePutBackAsItWas() throws IOException {
        program(put(A, A_10));
        byHand(1, new Write.Delete(A, 0), tombstone());

        assertThat(edit(2, A_10).writes())
                .containsExactly(put(A, A_10), new Write.Delete(DocumentKey.tombstone("a"), 0));
        assertThat(edit(2, A_20).refused()).containsExactly(A);
    }

    @Test
    void flagThatSomebodyLeftOut_isNotBroughtBackByAnothersCopyOfTheSameRevision() throws IOException {
        program(put(A, A_10));
        byHand(1, new Write.Delete(A, 0), tombstone());

        assertThat(edit(1, A_10, B_ON).writes()).containsExactly(put(B, B_ON));
    }

    @Test
    void flagThatSomebodyAdded_isNotDeletedByAnothersCopyOfTheSameRevision() throws IOException {
        program(put(A, A_10));
        byHand(1, put(B, B_ON));

        assertThat(edit(1, A_20).writes()).containsExactly(put(A, A_20));
    }

    @Test
    void killByHand_isNotUndoneByAnothersCopyOfTheSameRevision() throws IOException {
        program(put(A, A_10));
        byHand(1, put(A, A_OFF));

        assertThat(edit(1, A_10)).isEqualTo(HandEdit.NOTHING);
        assertThat(edit(1, A_30).writes()).isEmpty();
        assertThat(edit(1, A_30).conflicts()).hasSize(1);
        assertThat(edit(2, A_10).writes()).containsExactly(put(A, A_10));
    }

    @Test
    void editByHand_isNotUndoneByAnothersCopyOfTheSameRevision() throws IOException {
        program(put(A, A_10), put(B, B_ON));
        byHand(1, put(A, A_20));
        String b = "{\"name\":\"b\",\"status\":\"disabled\"}";

        assertThat(edit(1, A_10, b).writes()).containsExactly(put(B, b));
    }

    /** Nobody can tell whether a segment was there when the file was written, or is new. */
    @Test
    void segmentThatWasDeletedSince_isNotBroughtBackWhenItsRecordIsKeptElsewhere() throws IOException {
        String s = "{\"name\":\"s\",\"included\":[\"u\"]}";
        program(put(S, s));
        program(new Write.Delete(S, 0));

        HandEdit edit = HandEdit.of(
                content("{\"flags\":[],\"segments\":[" + s + "],\"revision\":1}"),
                truth(),
                editor(),
                HandEditTest::lost);

        assertThat(edit.writes()).isEmpty();
        assertThat(edit.conflicts())
                .singleElement()
                .asString()
                .contains("segment \"s\" may have been changed in the file, which says revision 1")
                .contains("deleted");
    }

    @Test
    void documentThatOthersChangedSince_isAConflictWhenItsRecordIsKeptElsewhere() throws IOException {
        program(put(A, A_10));
        program(put(A, A_20));

        HandEdit edit = HandEdit.of(
                content("{\"flags\":[" + A_10 + "],\"revision\":1}"), truth(), editor(), HandEditTest::lost);

        assertThat(edit.writes()).isEmpty();
        assertThat(edit.conflicts()).hasSize(1);
    }

    private static PastTexts lost(long version, Set<DocumentKey> keys) {
        return new PastTexts(Map.of(), keys);
    }

    @Test
    void invalidDocument_isRefusedAloneAndWhatIsCommittedStays() throws IOException {
        program(put(A, A_10));

        HandEdit edit = edit(1, "{\"name\":\"a\",\"status\":\"sideways\"}", B_ON);

        assertThat(edit.writes()).containsExactly(put(B, B_ON));
        assertThat(edit.refused()).containsExactly(A);
        assertThat(edit.problems()).extracting(Problem::pointer).containsExactly("/status");
    }

    @Test
    void documentThatNamesAMissingOne_isRefusedAlone() throws IOException {
        program(put(A, A_10));
        String broken =
                "{\"name\":\"a\",\"status\":\"enabled\",\"default\":\"off\",\"requires\":[{\"flag\":\"nope\"}]}";

        HandEdit edit = edit(1, broken, B_ON);

        assertThat(edit.writes()).containsExactly(put(B, B_ON));
        assertThat(edit.refused()).containsExactly(A);
    }

    @Test
    void nameThatStandsTwice_isRefusedAndNotDeleted() throws IOException {
        program(put(A, A_10));

        HandEdit edit = edit(1, A_20, A_30);

        assertThat(edit.writes()).isEmpty();
        assertThat(edit.refused()).containsExactly(A);
    }

    private HandEdit edit(long revision, String... flags) throws IOException {
        String written = revision == 0 ? "" : ",\"revision\":" + revision;
        return HandEdit.of(
                content("{\"flags\":[" + String.join(",", flags) + "]" + written + "}"), truth(), editor(), this::past);
    }

    private static FileContent content(String json) {
        return FileContent.read(json.getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    private static HandEdit.Editor editor() {
        return new HandEdit.Editor("file:me", AT);
    }

    private Truth truth() {
        TruthFold fold = new TruthFold(Truth.start("e"));
        log.forEach(fold::add);
        return fold.truth();
    }

    private PastTexts past(long version, Set<DocumentKey> keys) {
        Map<DocumentKey, String> texts = new HashMap<>();
        log.stream()
                .filter(entry -> entry.version() <= version)
                .flatMap(entry -> entry.writes().stream())
                .filter(write -> keys.contains(write.key()))
                .forEach(write -> {
                    if (write instanceof Write.Put put) {
                        texts.put(put.key(), put.json());
                    } else {
                        texts.remove(write.key());
                    }
                });
        return new PastTexts(texts, Set.of());
    }

    private void program(Write... writes) {
        add(OptionalLong.empty(), writes);
    }

    private void byHand(long revision, Write... writes) {
        add(OptionalLong.of(revision), writes);
    }

    private void add(OptionalLong editOf, Write... writes) {
        log.add(new LogEntry(
                log.size() + 1, UUID.randomUUID(), AT, Origin.CURRENT, editOf, List.of(writes), List.of()));
    }

    private static Write put(DocumentKey key, String json) {
        return new Write.Put(key, 0, JsonValue.parse(json).toJson());
    }

    private static Write tombstone() {
        Tombstone tombstone = new Tombstone("a", AT, "alice", "on for all");
        return new Write.Put(tombstone.key(), 0, tombstone.toJson());
    }
}
