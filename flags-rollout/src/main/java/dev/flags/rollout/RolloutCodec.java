package dev.flags.rollout;

import dev.flags.config.ConfigException;
import dev.flags.config.Members;
import dev.flags.config.Parsed;
import dev.flags.config.Problems;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Monitoring;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.Promoting;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.Shadowing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes rollouts as the store keeps them, and reads them back. Reading what was written gives the same. */
final class RolloutCodec {
    private final Problems problems;

    private RolloutCodec(Problems problems) {
        this.problems = problems;
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
                .put("state", write(document.state()));
        if (document.evidence() != null) {
            out.put("evidence", write(document.evidence()));
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

    private static JsonObject write(RolloutState state) {
        JsonObject.Builder out = JsonObject.builder()
                .put("phase", state.phase().key())
                .put("since", state.since().toString());
        if (state instanceof Live live) {
            out.put("run", write(live.run()));
        } else if (state instanceof Pending pending) {
            out.put("run", write(pending.run())).put("approved", pending.isApproved());
        } else if (state instanceof Paused paused) {
            out.put("before", write(paused.before()))
                    .put(
                            "reasons",
                            new JsonArray(paused.reasons().stream()
                                    .<JsonValue>map(reason -> JsonObject.builder()
                                            .put("kind", reason.kind().key())
                                            .put("detail", reason.detail())
                                            .build())
                                    .toList()));
        } else if (state instanceof RollingBack back) {
            out.put("why", back.why()).put("looks", back.looks());
        } else if (state instanceof Ended ended) {
            out.put("why", ended.why());
        }
        return out.build();
    }

    private static JsonObject write(StageRun run) {
        JsonObject.Builder tallies = JsonObject.builder();
        run.tallies().forEach((name, tally) -> tallies.put(name, write(tally)));
        return JsonObject.builder()
                .put("stage", run.stage())
                .put("since", run.since().toString())
                .put("tallies", tallies.build())
                .build();
    }

    static JsonObject write(Tally tally) {
        JsonObject.Builder out = JsonObject.builder()
                .put("passes", tally.passes())
                .put("failures", tally.failures())
                .put("in_a_row", tally.inARow());
        if (tally.last() != null) {
            out.put("result", tally.last().result().name().toLowerCase(Locale.ROOT))
                    .put("evidence", tally.last().evidence());
        }
        if (tally.lastAt() != null) {
            out.put("last_at", tally.lastAt().toString());
        }
        if (tally.inErrorSince() != null) {
            out.put("in_error_since", tally.inErrorSince().toString());
        }
        return out.build();
    }

    /** @throws ConfigException if somebody has damaged it */
    static RolloutDocument read(JsonObject json) {
        Problems problems = new Problems("the rollout");
        RolloutCodec codec = new RolloutCodec(problems);
        RolloutDocument read = codec.document(new Members(json, "", problems));
        return problems.result(read).orThrow();
    }

    private RolloutDocument document(Members members) {
        Parsed<RolloutPlan> plan = PlanReader.read(members.object("plan"));
        problems.addAll(plan.problems());
        return new RolloutDocument(
                members.requiredString("name"),
                members.requiredString("flag"),
                plan.value().orElseGet(() -> RolloutPlans.direct("?").build()),
                members.requiredString("baseline"),
                members.requiredString("candidate"),
                integer(members, "attempt"),
                instant(members, "attempt_since"),
                instant(members, "updated_at"),
                object(members, "state").map(this::state).orElse(new Pending(Instant.EPOCH)),
                members.value("evidence")
                        .flatMap(value -> Members.of(value, members.at("evidence"), problems))
                        .map(this::run)
                        .orElse(null),
                members.requiredString("flag_digest"),
                members.bool("ignores_freeze", false),
                members.strings("commands").stream().map(UUID::fromString).toList(),
                members.list("outbox", this::event),
                integer(members, "next_event"));
    }

    private RolloutEvent event(JsonValue value, String pointer) {
        Members members =
                Members.of(value, pointer, problems).orElseGet(() -> new Members(JsonObject.EMPTY, pointer, problems));
        return new RolloutEvent(
                integer(members, "number"),
                members.requiredString("rollout"),
                members.requiredString("flag"),
                instant(members, "at"),
                integer(members, "attempt"),
                phase(members, "from"),
                phase(members, "to"),
                integer(members, "stage"),
                cause(members),
                members.requiredString("actor"),
                members.requiredString("reason"));
    }

    private RolloutState state(Members members) {
        RolloutPhase phase = phase(members, "phase");
        Instant since = instant(members, "since");
        return switch (phase) {
            case PENDING ->
                new Pending(
                        run(members, StageRun.begin(StageRun.BEFORE_FIRST, since)), members.bool("approved", false));
            case SHADOWING, PROGRESSING, AWAITING_APPROVAL, PROMOTING, MONITORING -> live(phase, since, members);
            case PAUSED -> paused(since, members);
            case ROLLING_BACK -> new RollingBack(since, members.requiredString("why"), integer(members, "looks"));
            default -> new Ended(phase, since, members.requiredString("why"));
        };
    }

    private Live live(RolloutPhase phase, Instant since, Members members) {
        StageRun run = run(members, StageRun.begin(0, since));
        return switch (phase) {
            case SHADOWING -> new Shadowing(run);
            case AWAITING_APPROVAL -> new AwaitingApproval(run, since);
            case PROMOTING -> new Promoting(run);
            case MONITORING -> new Monitoring(run);
            default -> new Progressing(run);
        };
    }

    private RolloutState paused(Instant since, Members members) {
        Live before = object(members, "before")
                .map(this::state)
                .filter(Live.class::isInstance)
                .map(Live.class::cast)
                .orElseGet(() -> {
                    problems.error(members.at("before"), "is no state that can be paused");
                    return new Progressing(StageRun.begin(0, since));
                });
        Set<PauseReason> reasons = new LinkedHashSet<>(members.list("reasons", this::reason));
        if (reasons.isEmpty()) {
            problems.error(members.at("reasons"), "is empty; a pause needs a reason");
            return before;
        }
        return new Paused(before, reasons, since);
    }

    private PauseReason reason(JsonValue value, String pointer) {
        Members members =
                Members.of(value, pointer, problems).orElseGet(() -> new Members(JsonObject.EMPTY, pointer, problems));
        PauseReason.Kind kind = members.oneOf("kind", List.of(PauseReason.Kind.values()), PauseReason.Kind::key)
                .orElse(PauseReason.Kind.COMMAND);
        return new PauseReason(kind, members.requiredString("detail"));
    }

    private StageRun run(Members state, StageRun standIn) {
        return object(state, "run").map(this::run).orElse(standIn);
    }

    private StageRun run(Members members) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        members.object("tallies")
                .members()
                .forEach((name, value) -> Members.of(value, members.at("tallies"), problems)
                        .ifPresent(tally -> tallies.put(name, tally(tally))));
        return new StageRun(integer(members, "stage"), instant(members, "since"), tallies);
    }

    private Tally tally(Members members) {
        Optional<Verdict.Result> result = members.oneOf(
                "result", List.of(Verdict.Result.values()), each -> each.name().toLowerCase(Locale.ROOT));
        @Nullable Verdict last = result.map(each -> new Verdict(each, members.requiredString("evidence")))
                .orElse(null);
        return new Tally(
                integer(members, "passes"),
                integer(members, "failures"),
                integer(members, "in_a_row"),
                last,
                members.instant("last_at"),
                members.instant("in_error_since"));
    }

    private Optional<Members> object(Members members, String name) {
        return members.required(name).flatMap(value -> Members.of(value, members.at(name), problems));
    }

    private RolloutPhase phase(Members members, String name) {
        members.required(name);
        return members.oneOf(name, List.of(RolloutPhase.values()), RolloutPhase::key)
                .orElse(RolloutPhase.CANCELLED);
    }

    private static Cause cause(Members members) {
        members.required("cause");
        return members.oneOf("cause", List.of(Cause.values()), Cause::key).orElse(Cause.COMMAND);
    }

    private static int integer(Members members, String name) {
        members.required(name);
        return members.integer(name).orElse(0);
    }

    private static Instant instant(Members members, String name) {
        members.required(name);
        return Objects.requireNonNullElse(members.instant(name), Instant.EPOCH);
    }
}
