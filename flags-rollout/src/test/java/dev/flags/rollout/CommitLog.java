package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.flags.config.ConfigCodec;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Percentage;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Watched;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store was made to hold, commit by commit, and what subscribers were told. After each commit it looks at what has to
 * hold always: at the documents and the audit events alone, and not at what any process says of them.
 */
final class CommitLog {
    private static final int KEPT = 20;

    private final MemoryConfigStore store = new MemoryConfigStore();
    private final Hasher hash = Hashing.sha256().newHasher();
    private final Deque<String> last = new ArrayDeque<>();
    private final Verdicts verdicts;
    private final boolean tellsEarly;
    private final Map<String, RolloutDocument> rollouts = new HashMap<>();
    private final Map<String, Flag> flags = new HashMap<>();
    private final Map<String, List<RolloutEvent>> events = new HashMap<>();
    private final Map<String, Map<Integer, RolloutEvent>> told = new HashMap<>();
    private final Map<RolloutPhase, Integer> reached = new EnumMap<>(RolloutPhase.class);
    private final @Nullable List<String> lines;
    private long commits;
    private @Nullable AssertionError violation;

    /**
     * @param verdicts what functions have said
     * @param keepsAll whether all lines are kept, and not their hash alone
     * @param tellsEarly whether events are told before they are committed, as a bad engine would
     */
    CommitLog(Verdicts verdicts, boolean keepsAll, boolean tellsEarly) {
        this.verdicts = verdicts;
        this.tellsEarly = tellsEarly;
        this.lines = keepsAll ? new ArrayList<>() : null;
    }

    ConfigStore store() {
        return store;
    }

    /** What a process is about to commit. */
    void asked(Commit commit) {
        if (tellsEarly) {
            rollouts(commit).forEach(document -> document.outbox().forEach(this::tell));
        }
    }

    CommitResult commit(Commit commit) {
        CommitResult result = store.commit(commit);
        if (result instanceof CommitResult.Applied applied) {
            note(applied.version().number() + " " + commit.writes() + " " + commit.reads() + " " + words(commit));
            try {
                check(commit);
            } catch (AssertionError e) { // a process would take it for a failure of its store
                violation = violation == null ? e : violation;
            }
        }
        return result;
    }

    /** Without the ids of commits, which are made by chance. */
    private static String words(Commit commit) {
        return commit.events().stream()
                .map(event -> event.at() + " " + event.actor() + " " + event.reason() + " " + event.action() + " "
                        + event.document() + " " + event.changes())
                .toList()
                .toString();
    }

    private void note(String line) {
        commits++;
        hash.putString(line, StandardCharsets.UTF_8).putChar('\n');
        last.add(line);
        if (last.size() > KEPT) {
            last.remove();
        }
        if (lines != null) {
            lines.add(line);
        }
    }

    private static List<RolloutDocument> rollouts(Commit commit) {
        return commit.writes().stream()
                .filter(write -> write.key().kind().equals(RolloutKinds.ROLLOUT))
                .map(write -> RolloutCodec.read((JsonObject) JsonValue.parse(((Write.Put) write).json())))
                .toList();
    }

    private void check(Commit commit) {
        List<RolloutDocument> changed = rollouts(commit);
        for (Write write : commit.writes()) {
            if (write.key().kind().equals(Kind.FLAG)) {
                JsonObject json = (JsonObject) JsonValue.parse(((Write.Put) write).json());
                Flag flag = (Flag) ConfigCodec.read(write.key(), json.toJson()).orThrow();
                flags.put(flag.name(), flag);
                Optional.ofNullable(rollouts.get(flag.name()))
                        .filter(document -> changed.isEmpty())
                        .ifPresent(this::checkShare);
            }
        }
        for (RolloutDocument after : changed) {
            RolloutDocument before = rollouts.put(after.flag(), after);
            DocumentKey key = RolloutKinds.rollout(after.flag());
            List<String> actions = commit.events().stream()
                    .filter(event -> event.document().equals(key))
                    .map(AuditEvent::action)
                    .toList();
            if (before == null || !before.id().equals(after.id())) {
                checkStart(before, after, actions);
            } else {
                checkStep(before, after, actions);
            }
            checkShare(after);
            reached.merge(after.state().phase(), 1, Integer::sum);
        }
    }

    private void checkStart(@Nullable RolloutDocument before, RolloutDocument after, List<String> actions) {
        assertThat(actions).containsExactly("start");
        assertThat(after.state().phase()).isEqualTo(RolloutPhase.PENDING);
        if (before != null) {
            assertThat(before.state().phase().isTerminal()).as("one at a time").isTrue();
            assertThat(after.outbox()).isEqualTo(before.outbox());
        }
        assertThat(after.nextEvent()).isEqualTo(before == null ? 1 : before.nextEvent());
        verdicts.forget(after.flag());
    }

    private void checkStep(RolloutDocument before, RolloutDocument after, List<String> actions) {
        int news = after.nextEvent() - before.nextEvent();
        boolean isMove = before.state().phase() != after.state().phase()
                || stage(before) != stage(after)
                || before.attempt() != after.attempt();
        assertThat(news).as("one event for each transition").isBetween(isMove ? 1 : 0, 1);
        List<RolloutEvent> added = after.outbox().stream()
                .filter(event -> event.number() >= before.nextEvent())
                .toList();
        assertThat(added).hasSize(news);
        assertThat(actions).as("one audit event for each").hasSize(news);
        for (RolloutEvent event : before.outbox()) {
            assertThat(after.outbox().contains(event) || told(event.flag()).containsKey(event.number()))
                    .as("event %s is told before it is taken out", event)
                    .isTrue();
        }
        if (before.state().phase().isTerminal() && news == 0) {
            assertThat(after.state()).as("the end absorbs").isEqualTo(before.state());
        }
        added.forEach(event -> checkEvent(before, after, event, actions.get(0)));
        checkTallies(after);
    }

    private void checkEvent(RolloutDocument before, RolloutDocument after, RolloutEvent event, String action) {
        assertThat(event.number()).isEqualTo(before.nextEvent());
        assertThat(event.from()).isEqualTo(before.state().phase());
        assertThat(event.to()).isEqualTo(after.state().phase());
        assertThat(event.stage()).isEqualTo(stage(after));
        assertThat(action).isEqualTo(event.to().key());
        List<RolloutEvent> all = events.computeIfAbsent(event.flag(), flag -> new ArrayList<>());
        assertThat(all).as("the next number").hasSize(event.number() - 1);
        all.add(event);
        if (event.from().isTerminal()) {
            assertThat(event.from()).isEqualTo(RolloutPhase.ROLLED_BACK);
            assertThat(event.to()).isEqualTo(RolloutPhase.PENDING);
            assertThat(event.cause()).isEqualTo(Cause.COMMAND);
        }
        int rise = stage(after) - stage(before);
        boolean isToTheLast = event.to() == RolloutPhase.PROMOTING && event.cause() == Cause.COMMAND;
        assertThat(rise <= 1 || isToTheLast)
                .as("no stage is left out: %s", event)
                .isTrue();
        boolean isPromotion = event.to() == RolloutPhase.PROMOTING && event.cause() != Cause.COMMAND;
        assertThat(!isPromotion || stage(before) == after.plan().stages().size() - 1)
                .as("promotion comes after the last stage: %s", event)
                .isTrue();
        boolean isOver = (rise == 1 && stage(before) >= 0) || isPromotion;
        if (isOver && event.cause() == Cause.TIME) {
            before.plan().analyses().stream()
                    .filter(analysis -> analysis.role() != Role.OBSERVE)
                    .forEach(analysis -> assertThat(verdicts.passes(before, stage(before), analysis.name()))
                            .as("a verdict of its own for each stage: %s", event)
                            .isPositive());
        }
    }

    private void checkTallies(RolloutDocument after) {
        if (after.state() instanceof Watched watched) {
            StageRun run = watched.run();
            run.tallies().forEach((analysis, tally) -> {
                assertThat(tally.passes())
                        .as("no verdict counts twice")
                        .isLessThanOrEqualTo(verdicts.passes(after, run.stage(), analysis));
                assertThat(tally.failures())
                        .as("no verdict counts twice")
                        .isLessThanOrEqualTo(verdicts.failures(after, run.stage(), analysis));
            });
        }
    }

    private static int stage(RolloutDocument document) {
        return document.state() instanceof Watched watched ? watched.run().stage() : StageRun.BEFORE_FIRST;
    }

    private void checkShare(RolloutDocument document) {
        Flag flag = flags.get(document.flag());
        if (flag == null || document.state() instanceof RollingBackGradually) {
            return;
        }
        assertThat(share(flag)).as("what %s says", document.state()).isEqualTo(share(document));
    }

    private static Percentage share(RolloutDocument document) {
        RolloutState state = document.state() instanceof Paused paused ? paused.before() : document.state();
        return state instanceof Live live && live.run().stage() >= 0
                ? document.plan().stages().get(live.run().stage()).share()
                : Percentage.NONE;
    }

    private static Percentage share(Flag flag) {
        Rollout rollout = flag.rollout();
        return rollout == null
                ? Percentage.NONE
                : new Percentage(rollout.serve().effectiveRanges().stream()
                        .filter(range -> range.variant().equals(rollout.candidate()))
                        .mapToInt(SlotRange::slots)
                        .sum());
    }

    private Map<Integer, RolloutEvent> told(String flag) {
        return told.computeIfAbsent(flag, name -> new HashMap<>());
    }

    /** What a subscriber hears that takes the first event of each flag and number. */
    void tell(RolloutEvent event) {
        told(event.flag()).putIfAbsent(event.number(), event);
    }

    /** Whether something has not held. */
    void requireSound() {
        if (violation != null) {
            String words = "after " + commits + " commits, the last of which are\n" + String.join("\n", last);
            throw new AssertionError(words, violation);
        }
    }

    /** That everything that has happened was told, as it happened, and nothing else. */
    void requireAllTold() {
        events.forEach((flag, all) -> assertThat(told(flag).entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(Map.Entry::getValue)
                        .toList())
                .isEqualTo(all));
        assertThat(told.keySet()).isEqualTo(events.keySet());
    }

    /** Where rollouts of flags stand. */
    Map<String, RolloutDocument> rollouts() {
        return rollouts;
    }

    Map<RolloutPhase, Integer> reached() {
        return reached;
    }

    long commits() {
        return commits;
    }

    /** All lines, if they are kept. */
    List<String> lines() {
        return lines == null ? List.of() : lines;
    }

    /** SHA-256 of all lines; can be asked once. */
    String digest() {
        return hash.hash().toString();
    }

    /** What functions have said of which stage of which attempt. */
    static final class Verdicts {
        private final Map<String, Map<String, Integer>> counts = new HashMap<>();

        Verdict said(StageContext stage, String analysis, Verdict verdict) {
            count(stage.flag())
                    .merge(
                            key(stage.rollout(), stage.attempt(), stage.stage(), analysis, verdict.result()),
                            1,
                            Integer::sum);
            return verdict;
        }

        int passes(RolloutDocument document, int stage, String analysis) {
            return count(document, stage, analysis, Verdict.Result.PASS);
        }

        int failures(RolloutDocument document, int stage, String analysis) {
            return count(document, stage, analysis, Verdict.Result.FAIL);
        }

        private int count(RolloutDocument document, int stage, String analysis, Verdict.Result result) {
            return count(document.flag())
                    .getOrDefault(key(document.id(), document.attempt(), stage, analysis, result), 0);
        }

        private Map<String, Integer> count(String flag) {
            return counts.computeIfAbsent(flag, name -> new HashMap<>());
        }

        private static String key(String rollout, int attempt, int stage, String analysis, Verdict.Result result) {
            return rollout + " " + attempt + " " + stage + " " + analysis + " " + result;
        }

        void forget(String flag) {
            counts.remove(flag);
        }
    }
}
