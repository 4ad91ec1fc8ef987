package dev.flags.rollout;

import dev.flags.config.Members;
import dev.flags.config.Percentage;
import dev.flags.config.Problems;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
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
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Shadowing;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes where rollouts stand, for {@link RolloutCodec}, and reads it back. */
final class StateCodec {
    private final Problems problems;

    StateCodec(Problems problems) {
        this.problems = problems;
    }

    static JsonObject write(RolloutState state) {
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
        } else if (state instanceof RollingBackGradually back) {
            out.put("why", back.why())
                    .put(
                            "shares",
                            new JsonArray(back.shares().stream()
                                    .<JsonValue>map(share -> JsonObject.builder()
                                            .put("percentage", JsonNumber.of(share.toPercent()))
                                            .build())
                                    .toList()))
                    .put("bake", back.bake().toString())
                    .put("run", write(back.run()));
        } else if (state instanceof RollingBack back) {
            out.put("why", back.why()).put("looks", back.looks());
        } else if (state instanceof Ended ended) {
            out.put("why", ended.why());
        }
        return out.build();
    }

    static JsonObject write(StageRun run) {
        JsonObject.Builder tallies = JsonObject.builder();
        run.tallies().forEach((name, tally) -> tallies.put(name, write(tally)));
        return JsonObject.builder()
                .put("stage", run.stage())
                .put("since", run.since().toString())
                .put("asks_since", run.asksSince().toString())
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

    RolloutState state(Members members, String name) {
        return object(members, name).map(this::state).orElseGet(() -> new Pending(Instant.EPOCH));
    }

    @Nullable StageRun evidence(Members members, String name) {
        return members.value(name)
                .flatMap(value -> Members.of(value, members.at(name), problems))
                .map(this::run)
                .orElse(null);
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
            case ROLLING_BACK -> rollingBack(since, members);
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

    private RolloutState rollingBack(Instant since, Members members) {
        String why = members.requiredString("why");
        return members.has("shares")
                ? new RollingBackGradually(
                        since,
                        why,
                        members.list("shares", this::share),
                        members.duration("bake").orElse(Duration.ZERO),
                        run(members, StageRun.begin(0, since)))
                : new RollingBack(since, why, integer(members, "looks"));
    }

    private Percentage share(JsonValue value, String pointer) {
        return Members.of(value, pointer, problems)
                .flatMap(members -> members.percentage("percentage"))
                .orElse(Percentage.NONE);
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
        return new StageRun(
                integer(members, "stage"), instant(members, "since"), instant(members, "asks_since"), tallies);
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

    static RolloutPhase phase(Members members, String name) {
        members.required(name);
        return members.oneOf(name, List.of(RolloutPhase.values()), RolloutPhase::key)
                .orElse(RolloutPhase.CANCELLED);
    }

    static int integer(Members members, String name) {
        members.required(name);
        return members.integer(name).orElse(0);
    }

    static Instant instant(Members members, String name) {
        members.required(name);
        return Objects.requireNonNullElse(members.instant(name), Instant.EPOCH);
    }
}
