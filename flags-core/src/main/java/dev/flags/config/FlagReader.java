package dev.flags.config;

import dev.flags.config.Staleness.OnStale;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        Problems problems =
                new Problems(DocumentKey.flag(DocumentReader.nameOf(object)).toString());
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
        Definition definition = members.has("default") ? rich() : plain();
        flag.definition(definition).rollout(rollout(definition.offVariant()));
        List<String> bucketBy = splits.bucketBy(members);
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
        return new Details(
                members.string("description").orElse(""),
                members.string("owner").orElse(null),
                members.strings("tags"),
                members.instant("created_at"),
                members.instant("expires_at"),
                members.object("metadata"));
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

    private Rich rich() {
        for (String name : PLAIN_ONLY) {
            if (members.has(name)) {
                problems.error(members.at(name), "is not allowed beside \"default\": it belongs to the plain form");
            }
        }
        Map<String, JsonValue> declared = members.object("variants").members();
        FlagType type = type(declared);
        Map<String, JsonValue> variants = declared.isEmpty() ? Plain.VARIANTS : declared;
        if (members.value("variants").filter(JsonObject.EMPTY::equals).isPresent()) {
            problems.error(members.at("variants"), "is empty; at least one variant is required");
        }
        if (declared.isEmpty() && type != FlagType.BOOLEAN) {
            problems.error("", "\"variants\" is required for a flag of type " + type.key());
            type = FlagType.BOOLEAN;
        }
        if (variants.keySet().stream().noneMatch(FlagReader::isName)) {
            variants = refuseNames(variants.keySet());
            type = FlagType.BOOLEAN;
        }
        String standIn = variants.keySet().stream()
                .filter(FlagReader::isName)
                .findFirst()
                .orElse(Definition.OFF);
        Rich.Builder rich = Rich.builder(type)
                .requires(members.list("requires", this::prerequisite))
                .targets(members.list("targets", (value, at) -> target(value, at, standIn)))
                .rules(members.list("rules", (value, at) -> rule(value, at, standIn)))
                .schedule(schedule())
                .staleness(staleness());
        variants.forEach(rich::variant);
        offVariant(type, variants).ifPresentOrElse(rich::offVariant, () -> rich.offVariant(standIn));
        Optional<JsonValue> defaultServe = members.value("default");
        rich.defaultServe(splits.readServe(defaultServe.orElseThrow(), members.at("default"), standIn));
        return problems.make(
                "",
                rich::build,
                () -> Rich.ofBoolean().defaultVariant(Definition.OFF).build());
    }

    private static boolean isName(String variant) {
        return !variant.isEmpty() && variant.length() <= Limits.MAX_NAME_LENGTH;
    }

    /** Variants to go on with, where no name is one. */
    private Map<String, JsonValue> refuseNames(Set<String> variants) {
        Checks checks = new Checks();
        variants.forEach(variant -> checks.name(variant, JsonPointer.child("/variants", variant)));
        return problems.make(
                "",
                () -> {
                    checks.done();
                    return Plain.VARIANTS;
                },
                () -> Plain.VARIANTS);
    }

    private FlagType type(Map<String, JsonValue> variants) {
        return members.oneOf("type", List.of(FlagType.values()), FlagType::key)
                .orElseGet(() -> FlagType.inferredFrom(variants.values()));
    }

    private Optional<String> offVariant(FlagType type, Map<String, JsonValue> variants) {
        Optional<String> given = members.string("off_variant");
        if (members.has("off_variant")) {
            return given;
        }
        if (type == FlagType.BOOLEAN && variants.containsKey(Definition.OFF)) {
            return Optional.of(Definition.OFF);
        }
        problems.error("", "\"off_variant\" is required for a flag without a boolean variant \"off\"");
        return Optional.empty();
    }

    private Prerequisite prerequisite(JsonValue value, String pointer) {
        Prerequisite standIn = Prerequisite.on("?");
        return Members.of(value, pointer, problems)
                .map(prerequisite -> {
                    String flag = prerequisite.requiredString("flag");
                    List<String> variants = prerequisite.strings("variants");
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
                    String attribute = target.string("attribute").orElse(Attributes.USER);
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
        Optional<String> max = members.string("max_staleness");
        if (max.isEmpty()) {
            return null;
        }
        Duration duration = duration(max.get());
        return problems.make(
                "",
                () -> new Staleness(duration, onStale.orElse(OnStale.LAST_KNOWN)),
                () -> new Staleness(Duration.ofDays(1), OnStale.LAST_KNOWN));
    }

    private Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            problems.error(
                    members.at("max_staleness"), "is no ISO-8601 duration such as \"PT10M\": " + Text.quote(text));
            return Duration.ofDays(1);
        }
    }

    private @Nullable Rollout rollout(String standInVariant) {
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
