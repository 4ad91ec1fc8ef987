package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;

import dev.flags.config.Kind;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.rollout.RolloutState.Watched;
import dev.flags.store.AuditCheck;
import dev.flags.store.AuditEvent;
import dev.flags.store.ConfigStore;
import dev.flags.store.FileConfigStore;
import dev.flags.store.HistoryQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of the rollout of a {@link RolloutProcess} that has been killed again and again, once it is over.
 *
 * @param trail what the store has on record, the oldest first
 * @param told each line that a process has written down of an event, in their order
 * @param looks where the rollout stood after each kill
 * @param transitions how many there have been, as the rollout itself counts them
 */
record RolloutRecord(List<Entry> trail, List<String> told, List<Look> looks, int transitions) {
    private static final String STAGE = "progressing ";

    /** Times on record are exact to this. */
    private static final Duration EXACT = Duration.ofNanos(1_000);

    /** What was done: its action and, if that has changed, the stage. */
    record Entry(String what, Instant at) {}

    /** Where the rollout stood between two processes, and since when. */
    record Look(String where, Instant since) {
        static Optional<Look> at(Path directory) {
            try (FileConfigStore store = FileConfigStore.of(RolloutProcess.configuration(directory))) {
                return new RolloutStore(store).load().find(FLAG).map(stored -> of(stored.document()));
            }
        }

        private static Look of(RolloutDocument document) {
            RolloutState state = document.state();
            String stage =
                    state instanceof Watched watched ? " " + watched.run().stage() : "";
            return new Look(state.phase().key() + stage, state.since());
        }
    }

    static RolloutRecord read(Path directory, List<String> instances, List<Look> looks) throws IOException {
        try (FileConfigStore store = FileConfigStore.of(RolloutProcess.configuration(directory))) {
            AuditCheck check = store.verifyAudit(Optional.empty());
            if (!(check instanceof AuditCheck.Intact)) {
                throw new IllegalStateException("the audit trail is broken: " + check);
            }
            List<String> told = new ArrayList<>();
            for (String instance : instances) {
                Path file = RolloutProcess.told(directory, instance);
                if (Files.exists(file)) {
                    told.addAll(Files.readAllLines(file));
                }
            }
            RolloutDocument document =
                    new RolloutStore(store).load().require(FLAG).document();
            return new RolloutRecord(trail(store), told, looks, document.nextEvent() - 1);
        }
    }

    private static List<Entry> trail(ConfigStore store) {
        List<Entry> trail = new ArrayList<>();
        for (AuditEvent event : store.history(HistoryQuery.latest(Integer.MAX_VALUE))) {
            boolean isFlag = event.document().kind().equals(Kind.FLAG);
            String stage = event.changes().stream()
                    .filter(change -> !isFlag && change.member().equals("stage") && change.after() != null)
                    .map(change -> " " + text(Objects.requireNonNull(change.after())))
                    .findFirst()
                    .orElse("");
            trail.add(0, new Entry((isFlag ? "flag: " : "") + event.action() + stage, event.at()));
        }
        return trail;
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.value() : value.toJson();
    }

    /** What the trail says of the same rollout if nobody kills anything. */
    static List<String> undisturbed() {
        try (Rig rig = Rig.alone(builder -> builder.validator("healthy", stage -> Verdict.pass("all is well")))) {
            rig.rollouts().startRollout(FLAG, RolloutProcess.PLAN, ALICE);
            rig.advance(Duration.ofMinutes(1));
            return trail(rig.flags().store()).stream().map(Entry::what).toList();
        }
    }

    /** What must not be. */
    List<String> violations(List<String> undisturbed) {
        List<String> violations = new ArrayList<>();
        List<String> done = trail.stream().map(Entry::what).toList();
        if (!done.equals(undisturbed)) {
            violations.add("on record is " + done + " instead of " + undisturbed);
        }
        addBakes(violations);
        addTold(violations);
        addLooks(violations);
        return violations;
    }

    private void addBakes(List<String> violations) {
        List<Entry> ofRollout = trail.stream()
                .filter(entry -> !entry.what().startsWith("flag: "))
                .toList();
        for (int i = 0; i + 1 < ofRollout.size(); i++) {
            Entry entry = ofRollout.get(i);
            Duration lasted = Duration.between(entry.at(), ofRollout.get(i + 1).at());
            Duration bake = bake(entry.what());
            if (lasted.plus(EXACT).compareTo(bake) < 0) {
                violations.add(entry.what() + " lasted " + lasted + ", and its bake is " + bake);
            }
        }
    }

    private static Duration bake(String what) {
        return RolloutProcess.PLAN.stages().stream()
                .filter(stage -> what.equals(STAGE + stage.name()))
                .map(Stage::bake)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private void addTold(List<String> violations) {
        List<String> once = once();
        List<Integer> numbers = once.stream().map(RolloutRecord::number).toList();
        List<Integer> expected = IntStream.rangeClosed(1, transitions).boxed().toList();
        if (!numbers.equals(expected)) {
            violations.add("told was " + numbers + ", and there have been " + transitions + " transitions");
        }
        long onRecord = trail.stream()
                .filter(entry ->
                        !entry.what().startsWith("flag: ") && !entry.what().equals("start"))
                .count();
        if (onRecord != transitions) {
            violations.add(onRecord + " transitions are on record, and the rollout counts " + transitions);
        }
    }

    /** What was told, without what was told again. */
    private List<String> once() {
        return told.stream()
                .distinct()
                .sorted(Comparator.comparing(RolloutRecord::number))
                .toList();
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }

    private void addLooks(List<String> violations) {
        Map<String, Instant> begun = new LinkedHashMap<>();
        String last = "";
        for (Look look : looks) {
            if (!look.where().equals(last) && begun.containsKey(look.where())) {
                violations.add("went back from " + last + " to " + look.where());
            }
            Instant since = begun.putIfAbsent(look.where(), look.since());
            if (since != null && !since.equals(look.since())) {
                violations.add(look.where() + " has begun at " + since + " and, after a kill, at " + look.since());
            }
            last = look.where();
        }
    }

    /** How many events were told more than once. */
    int retold() {
        return told.size() - once().size();
    }

    /** Kills after which a stage went on that an earlier process had begun, and an earlier kill had met. */
    int goneOn() {
        return looks.size() - (int) looks.stream().distinct().count();
    }
}
