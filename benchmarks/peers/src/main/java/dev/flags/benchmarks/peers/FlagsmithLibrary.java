package dev.flags.benchmarks.peers;

import com.flagsmith.FlagsmithClient;
import com.flagsmith.config.FlagsmithConfig;
import com.flagsmith.exceptions.FeatureNotFoundError;
import com.flagsmith.exceptions.FlagsmithClientError;
import com.flagsmith.models.Flags;
import com.flagsmith.offline.LocalFileHandler;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Flagsmith in its offline mode, on a file. It evaluates all flags of a user at once, and then the one is picked. */
final class FlagsmithLibrary implements Library {
    private static final String HALF = condition("", "PERCENTAGE_SPLIT", "50");

    @Override
    public String document(Workload workload) {
        List<String> names = Names.existing(workload);
        return """
            {"id": 1, "api_key": "none", "identity_overrides": [], "feature_states": [%s], "project": {
              "id": 1, "name": "benchmarks", "hide_disabled_flags": false, "segments": [%s],
              "organisation": {"id": 1, "name": "benchmarks", "feature_analytics": false, "stop_serving_flags": false,
                "persist_trait_data": false}}}
            """.formatted(
                        numbered(names, (name, id) -> state(name, id, isOnForAll(workload), variants(workload))),
                        conditions(workload).isEmpty()
                                ? ""
                                : numbered(names, (name, id) -> segment(name, id, conditions(workload))));
    }

    private interface Numbered {
        String text(String name, int id);
    }

    private static String numbered(List<String> names, Numbered flag) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> flag.text(names.get(i), i + 1))
                .collect(Collectors.joining(",\n"));
    }

    private static boolean isOnForAll(Workload workload) {
        return workload == Workload.W1 || workload == Workload.W5;
    }

    private static String variants(Workload workload) {
        return workload == Workload.W4 ? numbered(Variants.NAMES, FlagsmithLibrary::variant) : "";
    }

    /** Of the segment for which a flag is on: one has to hold. */
    private static String conditions(Workload workload) {
        return switch (workload) {
            case W1, W4, W5 -> "";
            case W2, W8_1K, W8_10K, START -> HALF;
            case W3, W3B ->
                String.join(
                        ",",
                        condition("country", "IN", "se,no"),
                        condition("plan", "IN", "enterprise"),
                        condition("version", "GREATER_THAN_INCLUSIVE", "5.0.0:semver"),
                        HALF);
            case W6_HIT, W6_MISS -> condition("user", "IN", String.join(",", Users.listed()));
        };
    }

    private static String condition(String trait, String operator, String value) {
        return """
            {"property_": "%s", "operator": "%s", "value": "%s"}
            """.formatted(trait, operator, value);
    }

    private static String segment(String flag, int id, String conditions) {
        return """
            {"id": %d, "name": "%s", "feature_states": [%s],
             "rules": [{"type": "ALL", "conditions": [], "rules": [{"type": "ANY", "rules": [], "conditions": [%s]}]}]}
            """.formatted(id, flag, state(flag, id, true, ""), conditions);
    }

    private static String state(String flag, int id, boolean isEnabled, String variants) {
        return """
            {"feature": {"id": %d, "name": "%s", "type": "STANDARD"}, "enabled": %s, "django_id": %d,
             "featurestate_uuid": "%s", "feature_state_value": "", "multivariate_feature_state_values": [%s]}
            """.formatted(id, flag, isEnabled, id, flag, variants);
    }

    private static String variant(String name, int id) {
        return """
            {"id": %d, "mv_fs_value_uuid": "%s", "percentage_allocation": 25.0,
             "multivariate_feature_option": {"id": %d, "value": "%s"}}
            """.formatted(id, name, id, name);
    }

    @Override
    public Session open(Workload workload, Path document) throws FlagsmithClientError {
        FlagsmithClient client = FlagsmithClient.newBuilder()
                .withConfiguration(FlagsmithConfig.newBuilder()
                        .withOfflineMode(true)
                        .withOfflineHandler(new LocalFileHandler(document.toString()))
                        .build())
                .build();
        return new Session(
                workload == Workload.W4
                        ? Question.of(workload, User::of, (flag, user) -> value(client, flag, user))
                        : Question.of(workload, User::of, (flag, user) -> isEnabled(client, flag, user)),
                client::close);
    }

    private static boolean isEnabled(FlagsmithClient client, String flag, User user) {
        try {
            return flags(client, user).isFeatureEnabled(flag);
        } catch (FeatureNotFoundError e) {
            return false;
        } catch (FlagsmithClientError e) {
            throw new IllegalStateException(flag, e);
        }
    }

    private static Object value(FlagsmithClient client, String flag, User user) {
        try {
            return flags(client, user).getFeatureValue(flag);
        } catch (FlagsmithClientError e) {
            throw new IllegalStateException(flag, e);
        }
    }

    private static Flags flags(FlagsmithClient client, User user) throws FlagsmithClientError {
        return client.getIdentityFlags(user.name, user.traits);
    }

    private record User(String name, Map<String, Object> traits) {
        static User of(String name) {
            return new User(name, Map.of("user", name, "country", "de", "plan", "pro", "version", "4.2.1"));
        }
    }
}
