package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a rollout stands. A snapshot.
 *
 * @param flag its name
 * @param rollout its id
 * @param attempt 1 for the first
 * @param stage the index of its stage or, if it is rolled back, of the one that it came from; -1 if there is none
 * @param stageName null if there is none
 * @param stages how many there are
 * @param share what the rollout gives to the candidate now or, once it is completed, has left to it
 * @param target what it is to give in the end
 * @param since since when it is in this phase, later by what it was paused
 * @param updatedAt when anything changed last, be it a measurement
 * @param waitsFor what has to come for it to go on by itself, for people; empty once it has ended
 * @param pauses why it is paused, empty if it is not
 * @param tallies what analyses have said in this stage or, if it is over, in the last that there was, by name
 * @param verdict what the analyses that decide say together now, the worst first; inconclusive as long as one of them has said
 *     nothing in this stage, and if there is none
 * @param candidateSamples answers of the candidate's arm since the stage began, as far as this process knows
 * @param baselineSamples answers of its control group since then
 * @param error why it was rolled back, or ended otherwise than by completion; null if it was not
 */
public record RolloutStatus(
        String flag,
        String rollout,
        RolloutStrategy strategy,
        String baseline,
        String candidate,
        int attempt,
        RolloutPhase phase,
        int stage,
        @Nullable String stageName,
        int stages,
        Percentage share,
        Percentage target,
        Instant since,
        Instant updatedAt,
        List<String> waitsFor,
        Set<PauseReason> pauses,
        Map<String, Tally> tallies,
        Verdict.Result verdict,
        long candidateSamples,
        long baselineSamples,
        @Nullable String error) {
    public RolloutStatus {
        waitsFor = List.copyOf(waitsFor);
        pauses = Set.copyOf(pauses);
        tallies = Map.copyOf(tallies);
    }

    /** One line for people: {@code new_model: progressing at 10 % (stage 3 of 5 "10 %"), waits for …}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(flag)
                .append(": ")
                .append(phase.key().replace('_', ' '))
                .append(" at ")
                .append(share);
        if (stageName != null) {
            out.append(isTakenBack() ? " (from stage " : " (stage ")
                    .append(stage + 1)
                    .append(" of ")
                    .append(stages)
                    .append(", ")
                    .append(stageName)
                    .append(')');
        }
        if (!pauses.isEmpty()) {
            out.append(", paused: ")
                    .append(String.join(
                            "; ", pauses.stream().map(PauseReason::toString).toList()));
        }
        if (!waitsFor.isEmpty()) {
            out.append(", waits for ").append(String.join("; ", waitsFor));
        }
        return error == null ? out.toString() : out.append(", ").append(error).toString();
    }

    private boolean isTakenBack() {
        return phase == RolloutPhase.ROLLING_BACK
                || phase == RolloutPhase.ROLLED_BACK
                || phase == RolloutPhase.ROLLBACK_FAILED;
    }

    /** For pages and other programs: shares in percent, times in ISO 8601; members that are not there are missing. */
    public JsonObject toJson() {
        JsonObject.Builder verdicts = JsonObject.builder();
        tallies.forEach((name, tally) -> verdicts.put(name, StateCodec.write(tally)));
        JsonObject.Builder out = JsonObject.builder()
                .put("flag", flag)
                .put("rollout", rollout)
                .put("strategy", strategy.key())
                .put("baseline", baseline)
                .put("candidate", candidate)
                .put("attempt", attempt)
                .put("phase", phase.key())
                .put("stage", stage)
                .put("stages", stages)
                .put("percentage", JsonNumber.of(share.toPercent()))
                .put("target", JsonNumber.of(target.toPercent()))
                .put("since", since.toString())
                .put("updated_at", updatedAt.toString())
                .put("waits_for", strings(waitsFor))
                .put(
                        "pauses",
                        strings(pauses.stream().map(PauseReason::toString).toList()))
                .put("analyses", verdicts.build())
                .put("verdict", verdict.name().toLowerCase(Locale.ROOT))
                .put("candidate_samples", candidateSamples)
                .put("baseline_samples", baselineSamples);
        if (stageName != null) {
            out.put("stage_name", stageName);
        }
        if (error != null) {
            out.put("error", error);
        }
        return out.build();
    }

    private static JsonArray strings(List<String> texts) {
        return new JsonArray(texts.stream().<JsonValue>map(JsonString::new).toList());
    }
}
