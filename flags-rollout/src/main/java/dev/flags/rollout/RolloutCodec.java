package dev.flags.rollout;

import dev.flags.config.ConfigException;
import dev.flags.config.Members;
import dev.flags.config.Parsed;
import dev.flags.config.Problems;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Watched;
import java.util.List;
import java.util.UUID;

/** Writes rollouts as the store keeps them, and reads them back. Reading what was written gives the same. */
final class RolloutCodec {
    private final Problems problems;
    private final StateCodec states;

    private RolloutCodec(Problems problems) {
        this.problems = problems;
        this.states = new StateCodec(problems);
    }

    static JsonObject write(RolloutDocument document) {
        JsonObject.Builder out = JsonObject.builder()
                .put("name", document.id())
                .put("flag", document.flag())
                .put("plan", document.plan().toJson())
                .put("baseline", document.baseline())
                .put("candidate", document.candidate())
                .put("attempt", document.attempt())
                .put("attempt_since", document.attemptSince().toString())
                .put("updated_at", document.updatedAt().toString())
                .put("moved_at", document.movedAt().toString())
                .put("state", StateCodec.write(document.state()));
        if (document.evidence() != null) {
            out.put("evidence", StateCodec.write(document.evidence()));
        }
        return out.put("flag_digest", document.flagDigest())
                .put("ignores_freeze", document.ignoresFreeze())
                .put(
                        "commands",
                        new JsonArray(document.commands().stream()
                                .<JsonValue>map(id -> new JsonString(id.toString()))
                                .toList()))
                .put(
                        "outbox",
                        new JsonArray(document.outbox().stream()
                                .<JsonValue>map(RolloutCodec::write)
                                .toList()))
                .put("next_event", document.nextEvent())
                .put("figures", document.figures().toJson())
                .build();
    }

    static JsonObject write(RolloutEvent event) {
        return JsonObject.builder()
                .put("number", event.number())
                .put("rollout", event.rollout())
                .put("flag", event.flag())
                .put("at", event.at().toString())
                .put("attempt", event.attempt())
                .put("from", event.from().key())
                .put("to", event.to().key())
                .put("stage", event.stage())
                .put("cause", event.cause().key())
                .put("actor", event.actor())
                .put("reason", event.reason())
                .build();
    }

    /** @throws ConfigException if somebody has damaged it */
    static RolloutDocument read(JsonObject json) {
        Problems problems = new Problems("the rollout");
        RolloutCodec codec = new RolloutCodec(problems);
        RolloutDocument read = codec.document(new Members(json, "", problems));
        return problems.result(read).orThrow();
    }

    private RolloutDocument document(Members members) {
        Parsed<RolloutPlan> parsed = PlanReader.read(members.object("plan"), PlanReader.NAME);
        problems.addAll(parsed.problems());
        RolloutPlan plan =
                parsed.value().orElseGet(() -> RolloutPlans.direct("?").build());
        RolloutState state = states.state(members, "state");
        requirePlace(plan, state, members.at("state"));
        return new RolloutDocument(
                members.requiredString("name"),
                members.requiredString("flag"),
                plan,
                members.requiredString("baseline"),
                members.requiredString("candidate"),
                StateCodec.integer(members, "attempt"),
                StateCodec.instant(members, "attempt_since"),
                StateCodec.instant(members, "updated_at"),
                StateCodec.instant(members, "moved_at"),
                state,
                states.evidence(members, "evidence"),
                members.requiredString("flag_digest"),
                members.bool("ignores_freeze", false),
                members.strings("commands").stream().map(UUID::fromString).toList(),
                members.list("outbox", this::event),
                StateCodec.integer(members, "next_event"),
                Members.of(members.object("figures"), members.at("figures"), problems)
                        .map(figures -> Figures.read(figures, problems))
                        .orElse(Figures.NONE));
    }

    /** What stands where the plan has nothing could neither go on nor be shown. */
    private void requirePlace(RolloutPlan plan, RolloutState state, String pointer) {
        if (state instanceof Watched watched && !(state instanceof Pending)) {
            int stage = watched.run().stage();
            boolean isThere = stage == StageRun.BEFORE_FIRST
                    ? plan.shadow() != null
                    : stage >= 0 && stage < plan.stages().size();
            if (!isThere) {
                problems.error(pointer, "is at stage " + stage + ", which the plan does not have");
            }
        }
    }

    private RolloutEvent event(JsonValue value, String pointer) {
        Members members =
                Members.of(value, pointer, problems).orElseGet(() -> new Members(JsonObject.EMPTY, pointer, problems));
        return new RolloutEvent(
                StateCodec.integer(members, "number"),
                members.requiredString("rollout"),
                members.requiredString("flag"),
                StateCodec.instant(members, "at"),
                StateCodec.integer(members, "attempt"),
                StateCodec.phase(members, "from"),
                StateCodec.phase(members, "to"),
                StateCodec.integer(members, "stage"),
                cause(members),
                members.requiredString("actor"),
                members.requiredString("reason"));
    }

    private static Cause cause(Members members) {
        members.required("cause");
        return members.oneOf("cause", List.of(Cause.values()), Cause::key).orElse(Cause.COMMAND);
    }
}
