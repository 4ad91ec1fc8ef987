package dev.flags.config;

import dev.flags.config.Staleness.OnStale;
import dev.flags.config.VariantsReader.Variants;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a flag in either form. */
final class FlagReader {
    /** Members that need a default beside them. */
    private static final List<String> RICH_ONLY = List.of(
            "type", "variants", "off_variant", "requires", "targets", "rules", "schedule", "max_staleness", "on_stale");

    private static final List<String> PLAIN_ONLY = List.of("rollout_percentage", "conditions");

    private final Members members;
    private final Problems problems;
    private final ConditionReader conditions;
    private final SplitReader splits;

    private FlagReader(Members members, Problems problems) {
        this.members = members;
        this.problems = problems;
        this.conditions = new ConditionReader(problems);
        this.splits = new SplitReader(problems);
    }

    static Parsed<Flag> read(JsonObject object) {
        Problems problems = new Problems(DocumentKey.flag(DocumentReader.nameOf(object)));
        return problems.result(new FlagReader(new Members(object, "", problems), problems).flag());
    }

    private Flag flag() {
        Flag.Builder flag = Flag.builder(members.requiredString("name"))
                .status(status())
                .enabledUsers(members.strings("enabled_users"))
                .enabledGroups(members.strings("enabled_groups"))
                .denied(members.list("denied", this::denial))
                .salt(members.string("salt").orElse(null))
                .restore(restore())
                .details(details());
        if (members.has("default")) {
            Variants variants = new VariantsReader(members, problems).read();
            flag.definition(rich(variants)).rollout(rollout(variants.standIn(), variants.areKnown()));
        } else {
            flag.definition(plain()).rollout(rollout(Definition.OFF, !members.has("variants")));
        }
        List<String> bucketBy = members.bucketBy();
        flag.bucketBy(bucketBy.isEmpty() ? Attributes.DEFAULT_BUCKET_BY : bucketBy);
        flag.extras(members.keepUnknown());
        return problems.make("", flag::build, () -> Flag.builder("?").build());
    }

    private FlagStatus status() {
        members.required("status");
        return members.oneOf("status", List.of(FlagStatus.values()), FlagStatus::key)
                .orElse(FlagStatus.DISABLED);
    }

    private @Nullable FlagStatus restore() {
        return nested("restore")
                .flatMap(restore -> {
                    restore.required("status");
                    Optional<FlagStatus> status =
                            restore.oneOf("status", List.of(FlagStatus.values()), FlagStatus::key);
                    restore.refuseUnknown();
                    return status;
                })
                .orElse(null);
    }

    private Details details() {
        Details details = new Details(
                members.string("description").orElse(""),
                members.string("owner").orElse(null),
                members.strings("tags"),
                members.instant("created_at"),
                members.instant("expires_at"),
                members.object("metadata"));
        return details.equals(Details.NONE) ? Details.NONE : details; // most flags have none, and share these
    }

    private Denial denial(JsonValue value, String pointer) {
        Denial standIn = new Denial(List.of(), Attributes.USER, null, null);
        return Members.of(value, pointer, problems)
                .map(denial -> {
                    denial.required("units");
                    List<String> units = denial.strings("units");
                    String attribute = denial.string("attribute").orElse(Attributes.USER);
                    @Nullable Instant until = denial.instant("until");
                    @Nullable String by = denial.string("by").orElse(null);
                    denial.refuseUnknown();
                    return problems.make(pointer, () -> new Denial(units, attribute, until, by), () -> standIn);
                })
                .orElse(standIn);
    }

    private Plain plain() {
        for (String name : RICH_ONLY) {
            if (members.has(name)) {
                problems.error(members.at(name), "needs the rich form, that is, a \"default\" beside it");
            }
        }
        Percentage percentage =
                members.value("rollout_percentage").flatMap(this::percentage).orElse(null);
        JsonObject given = members.object("conditions");
        return problems.make("", () -> new Plain(percentage, given), () -> new Plain(percentage, JsonObject.EMPTY));
    }

    private Optional<Percentage> percentage(JsonValue value) {
        String pointer = members.at("rollout_percentage");
        if (!(value instanceof JsonNumber number)) {
            Members.wrongType(value, "a number", pointer, problems);
            return Optional.of(Percentage.NONE);
        }
        BigDecimal percent = number.toBigDecimal();
        Percentage rounded = problems.make(
                pointer,
                () -> {
                    Percentage share = Percentage.roundedFromPercent(percent);
                    if (share.toPercent().compareTo(percent) != 0) {
                        problems.warning(pointer, "is finer than 0.001 % and taken as " + share + ": " + number);
                    }
                    return share;
                },
                () -> Percentage.NONE);
        return Optional.of(rounded);
    }

    private Rich rich(Variants variants) {
        for (String name : PLAIN_ONLY) {
            if (members.has(name)) {
                problems.error(members.at(name), "is not allowed beside \"default\": it belongs to the plain form");
            }
        }
        String standIn = variants.standIn();
        Rich.Builder rich = variants.toBuilder()
                .requires(members.list("requires", this::prerequisite))
                .targets(members.list("targets", (value, at) -> target(value, at, standIn)))
                .rules(members.list("rules", (value, at) -> rule(value, at, standIn)))
                .schedule(schedule())
                .staleness(staleness());
        Optional<JsonValue> defaultServe = members.value("default");
        rich.defaultServe(splits.readServe(defaultServe.orElseThrow(), members.at("default"), standIn));
        return variants.areKnown()
                ? problems.make("", rich::build, variants::standInDefinition)
                : variants.standInDefinition();
    }

    private Prerequisite prerequisite(JsonValue value, String pointer) {
        Prerequisite standIn = Prerequisite.on("?");
        return Members.of(value, pointer, problems)
                .map(prerequisite -> {
                    String flag = prerequisite.requiredString("flag");
                    List<String> variants = prerequisite.oneOrMore("variants", "variant");
                    prerequisite.refuseUnknown();
                    return problems.make(pointer, () -> new Prerequisite(flag, variants), () -> standIn);
                })
                .orElse(standIn);
    }

    private Target target(JsonValue value, String pointer, String standInVariant) {
        Target standIn = Target.ofUsers(standInVariant, List.of());
        return Members.of(value, pointer, problems)
                .map(target -> {
                    String variant = target.requiredString("variant", standInVariant);
                    target.required("units");
                    List<String> units = target.strings("units");
                    // Under a wrong attribute, units do not stand beside those of other targets.
                    String attribute =
                            target.string("attribute").orElse(target.has("attribute") ? pointer : Attributes.USER);
                    target.refuseUnknown();
                    return problems.make(pointer, () -> new Target(variant, units, attribute), () -> standIn);
                })
                .orElse(standIn);
    }

    private Rule rule(JsonValue value, String pointer, String standInVariant) {
        Rule standIn = Rule.of(pointer, null, Serve.variant(standInVariant));
        return Members.of(value, pointer, problems)
                .map(rule -> {
                    String id = rule.requiredString("id", pointer);
                    @Nullable Condition when = when(rule);
                    Serve serve = rule.required("serve")
                            .map(s -> splits.readServe(s, rule.at("serve"), standInVariant))
                            .orElse(Serve.variant(standInVariant));
                    TimeWindow window = window(rule);
                    String description = rule.string("description").orElse("");
                    JsonObject extras = rule.keepUnknown();
                    return problems.make(
                            pointer, () -> new Rule(id, when, serve, window, description, extras), () -> standIn);
                })
                .orElse(standIn);
    }

    private @Nullable Condition when(Members owner) {
        return owner.value("when")
                .map(value -> conditions.read(value, owner.at("when")))
                .orElse(null);
    }

    private TimeWindow window(Members owner) {
        @Nullable Instant start = owner.instant("start");
        @Nullable Instant end = owner.instant("end");
        return problems.make(owner.pointer(), () -> new TimeWindow(start, end), () -> TimeWindow.ALWAYS);
    }

    private TimeWindow schedule() {
        return nested("schedule")
                .map(schedule -> {
                    TimeWindow window = window(schedule);
                    schedule.refuseUnknown();
                    return window;
                })
                .orElse(TimeWindow.ALWAYS);
    }

    private @Nullable Staleness staleness() {
        Optional<OnStale> onStale = members.oneOf("on_stale", List.of(OnStale.values()), OnStale::key);
        return members.duration("max_staleness")
                .map(max -> problems.make(
                        "",
                        () -> new Staleness(max, onStale.orElse(OnStale.LAST_KNOWN)),
                        () -> new Staleness(Duration.ofDays(1), OnStale.LAST_KNOWN)))
                .orElse(null);
    }

    /** @param variantsAreKnown or else no variant that the rollout names can be wrong */
    private @Nullable Rollout rollout(String standInVariant, boolean variantsAreKnown) {
        return nested("rollout")
                .flatMap(rollout -> {
                    String id = rollout.requiredString("id");
                    String baseline = rollout.requiredString("baseline", standInVariant);
                    String candidate = rollout.requiredString("candidate", standInVariant);
                    @Nullable Condition when = when(rollout);
                    Optional<Split> serve = rollout.required("serve")
                            .map(value -> withoutDialect(value, rollout.at("serve")))
                            .map(value -> splits.readSplit(value, rollout.at("serve"), standInVariant));
                    rollout.refuseUnknown();
                    return serve.flatMap(split -> problems.<Optional<Rollout>>make(
                            members.at("rollout"),
                            () -> Optional.of(new Rollout(id, baseline, candidate, when, split)),
                            Optional::empty));
                })
                .filter(rollout -> variantsAreKnown)
                .orElse(null);
    }

    /** Refused here: the split itself would say that its ranges, which a rollout must have, are wrong. */
    private JsonValue withoutDialect(JsonValue serve, String pointer) {
        if (!(serve instanceof JsonObject split) || !split.has("dialect")) {
            return serve;
        }
        problems.error(pointer + "/dialect", "is not allowed in a rollout");
        JsonObject.Builder rest = JsonObject.builder();
        split.members().forEach((name, value) -> {
            if (!name.equals("dialect")) {
                rest.put(name, value);
            }
        });
        return rest.build();
    }

    private Optional<Members> nested(String name) {
        return members.value(name).flatMap(value -> Members.of(value, members.at(name), problems));
    }
}
