package dev.flags.config;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A feature flag as it is configured. Immutable, and valid by itself; whether the flags and segments that it refers to
 * exist is known only to the configuration it is part of.
 *
 * @param name 1 to {@value Limits#MAX_NAME_LENGTH} characters
 * @param definition what it serves, in the plain or the rich form
 * @param enabledUsers users that are on before any percentage; boolean flags only
 * @param enabledGroups groups that are on before any percentage; boolean flags only
 * @param denied units that get the off variant
 * @param rollout a rollout that is running, or null
 * @param salt what units are hashed with, or null for the name
 * @param bucketBy the attributes whose value is hashed, the first that is present
 * @param restore the status that a disabled flag goes back to, or null
 * @param extras members that the format does not know, kept as they are
 */
public record Flag(
        String name,
        FlagStatus status,
        Definition definition,
        List<String> enabledUsers,
        List<String> enabledGroups,
        List<Denial> denied,
        @Nullable Rollout rollout,
        @Nullable String salt,
        List<String> bucketBy,
        @Nullable FlagStatus restore,
        Details details,
        JsonObject extras) {

    /** @throws IllegalArgumentException if the parts do not go together; the message names each and what is allowed */
    public Flag {
        enabledUsers = List.copyOf(enabledUsers);
        enabledGroups = List.copyOf(enabledGroups);
        denied = List.copyOf(denied);
        bucketBy = List.copyOf(bucketBy);
        Checks checks = new Checks().documentName(name).names(bucketBy, "/bucket_by");
        checks.require(!bucketBy.isEmpty(), "/bucket_by", () -> "is empty; at least one attribute is required");
        if (salt != null) {
            checks.atMost(salt.length(), Limits.MAX_NAME_LENGTH, "characters", "/salt");
        }
        checkStatus(status, definition, "/status", checks);
        if (restore != null) {
            checks.require(
                    restore != FlagStatus.DISABLED,
                    "/restore/status",
                    () -> "is \"disabled\", which is nothing to go back to");
            checkStatus(restore, definition, "/restore/status", checks);
        }
        checkLists(enabledUsers, "/enabled_users", definition, checks);
        checkLists(enabledGroups, "/enabled_groups", definition, checks);
        if (rollout != null) {
            checks.declared(rollout.baseline(), definition.variants().keySet(), "/rollout/baseline")
                    .declared(rollout.candidate(), definition.variants().keySet(), "/rollout/candidate");
            Rich.checkServe(rollout.serve(), definition.variants().keySet(), "/rollout/serve", checks);
        }
        checks.atMost(conditions(definition, rollout), Limits.MAX_CONDITIONS, "conditions", "");
        checks.done();
    }

    /** A flag in the plain form that is disabled and has no lists and conditions, to start from. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    public FlagType type() {
        return definition.type();
    }

    public String saltOrName() {
        return salt == null ? name : salt;
    }

    /** Off for everyone, remembering what it was. A flag that is disabled already keeps what it remembers. */
    public Flag disabled() {
        return status == FlagStatus.DISABLED
                ? this
                : toBuilder().status(FlagStatus.DISABLED).restore(status).build();
    }

    public boolean isRich() {
        return definition instanceof Rich;
    }

    int conditionCount() {
        return conditions(definition, rollout);
    }

    private static void checkStatus(FlagStatus status, Definition definition, String pointer, Checks checks) {
        if (status == FlagStatus.PERCENTAGE) {
            checks.require(
                            definition instanceof Plain,
                            pointer,
                            () ->
                                    "is \"percentage\" in a flag with a default; \"enabled\" and \"disabled\" are allowed")
                    .require(
                            !(definition instanceof Plain plain) || plain.percentage() != null,
                            "",
                            () -> "has no rollout_percentage, which the status \"percentage\" requires");
        }
    }

    private static void checkLists(List<String> list, String pointer, Definition definition, Checks checks) {
        if (list.isEmpty()) {
            return;
        }
        checks.require(
                definition.type() == FlagType.BOOLEAN,
                pointer,
                () -> "is legal for boolean flags only, and this one is of type "
                        + definition.type().key());
        if (definition.type() == FlagType.BOOLEAN) {
            checks.require(
                    definition.variants().containsValue(JsonBoolean.TRUE),
                    pointer,
                    () -> "cannot be served: no variant is true");
        }
    }

    private static int conditions(Definition definition, @Nullable Rollout rollout) {
        int count = rollout == null || rollout.when() == null ? 0 : ConditionTree.size(rollout.when());
        if (definition instanceof Rich rich) {
            for (Rule rule : rich.rules()) {
                count += rule.when() == null ? 0 : ConditionTree.size(rule.when());
            }
        } else if (definition instanceof Plain plain) {
            count += plain.clauses().size();
        }
        return count;
    }

    /** Collects the parts of a flag. Not thread-safe. */
    public static final class Builder {
        private String name;
        private FlagStatus status = FlagStatus.DISABLED;
        private Definition definition = new Plain(null, JsonObject.EMPTY);
        private List<String> enabledUsers = List.of();
        private List<String> enabledGroups = List.of();
        private List<Denial> denied = List.of();
        private @Nullable Rollout rollout;
        private @Nullable String salt;
        private List<String> bucketBy = Attributes.DEFAULT_BUCKET_BY;
        private @Nullable FlagStatus restore;
        private Details details = Details.NONE;
        private JsonObject extras = JsonObject.EMPTY;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        private Builder(Flag flag) {
            name = flag.name;
            status = flag.status;
            definition = flag.definition;
            enabledUsers = flag.enabledUsers;
            enabledGroups = flag.enabledGroups;
            denied = flag.denied;
            rollout = flag.rollout;
            salt = flag.salt;
            bucketBy = flag.bucketBy;
            restore = flag.restore;
            details = flag.details;
            extras = flag.extras;
        }

        /** Renames the flag and keeps its salt, so that nobody changes variant. */
        public Builder rename(String newName) {
            salt = salt == null ? name : salt;
            name = Objects.requireNonNull(newName, "newName");
            return this;
        }

        public Builder status(FlagStatus newStatus) {
            status = newStatus;
            return this;
        }

        /** On for whoever meets the conditions. */
        public Builder enabled() {
            return status(FlagStatus.ENABLED);
        }

        /**
         * On for a share of whoever meets the conditions.
         *
         * @throws IllegalStateException if the flag is in the rich form
         */
        public Builder percentage(Percentage share) {
            definition = new Plain(share, plain().conditions());
            return status(FlagStatus.PERCENTAGE);
        }

        /**
         * Adds a condition on an attribute: it must be one of the values.
         *
         * @throws IllegalStateException if the flag is in the rich form
         */
        public Builder condition(String attribute, String... values) {
            return conditions(JsonObject.builder()
                    .putAll(plain().conditions())
                    .put(
                            attribute,
                            JsonArray.of(
                                    Arrays.stream(values).map(JsonString::new).toArray(JsonString[]::new)))
                    .build());
        }

        /**
         * Replaces the conditions by what the file format has: {@code {"age": {"gte": 18}}}.
         *
         * @throws IllegalStateException if the flag is in the rich form
         */
        public Builder conditions(JsonObject conditions) {
            definition = new Plain(plain().percentage(), conditions);
            return this;
        }

        /** The plain or the rich form; replaces percentage and conditions. */
        public Builder definition(Definition newDefinition) {
            definition = newDefinition;
            return this;
        }

        public Builder enabledUsers(List<String> users) {
            enabledUsers = users;
            return this;
        }

        public Builder enabledGroups(List<String> groups) {
            enabledGroups = groups;
            return this;
        }

        public Builder denied(List<Denial> denials) {
            denied = denials;
            return this;
        }

        public Builder rollout(@Nullable Rollout newRollout) {
            rollout = newRollout;
            return this;
        }

        public Builder salt(@Nullable String newSalt) {
            salt = newSalt;
            return this;
        }

        public Builder bucketBy(String... attributes) {
            bucketBy = List.of(attributes);
            return this;
        }

        public Builder bucketBy(List<String> attributes) {
            bucketBy = attributes;
            return this;
        }

        public Builder restore(@Nullable FlagStatus newRestore) {
            restore = newRestore;
            return this;
        }

        public Builder details(Details newDetails) {
            details = newDetails;
            return this;
        }

        public Builder description(String description) {
            return details(details.withDescription(description));
        }

        public Builder extras(JsonObject newExtras) {
            extras = newExtras;
            return this;
        }

        private Plain plain() {
            if (definition instanceof Plain plain) {
                return plain;
            }
            throw new IllegalStateException("flag " + name + " is in the rich form; change its definition");
        }

        /**
         * Makes the flag; may be called again.
         *
         * @throws IllegalArgumentException as the constructor does
         */
        public Flag build() {
            return new Flag(
                    name,
                    status,
                    definition,
                    enabledUsers,
                    enabledGroups,
                    denied,
                    rollout,
                    salt,
                    bucketBy,
                    restore,
                    details,
                    extras);
        }
    }

    /** This flag without the denials that have expired at {@code now}. */
    public Flag withoutExpired(Instant now) {
        List<Denial> current =
                denied.stream().filter(denial -> !denial.isExpired(now)).toList();
        return current.size() == denied.size()
                ? this
                : toBuilder().denied(current).build();
    }

    /** Without the lists: they hold somebody's ids, and this may end in a log. */
    @Override
    public String toString() {
        return "Flag[" + Text.quote(name) + ", " + status.key() + ", " + type().key() + "]";
    }
}
