package dev.flags.benchmarks.peers;

import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Version;
import dev.flags.benchmarks.Workload;
import dev.flags.bucketing.Bucketing;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.providers.memory.ContextEvaluator;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** OpenFeature with its in-memory provider, which has no file, and calls code for everything but constants. */
final class OpenFeatureLibrary implements Library {
    @Override
    public Session open(Workload workload, Path document) {
        Map<String, Flag<?>> flags = Names.existing(workload).stream()
                .collect(Collectors.toMap(Function.identity(), name -> flag(workload, name)));
        return session(workload, new InMemoryProvider(flags));
    }

    /** Asks a provider through the client, as applications do. */
    static Session session(Workload workload, FeatureProvider provider) {
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        api.setProviderAndWait(provider);
        Client client = api.getClient();
        return new Session(
                workload == Workload.W4
                        ? Question.of(
                                workload,
                                OpenFeatureLibrary::context,
                                (flag, context) -> client.getStringValue(flag, "", context))
                        : Question.of(
                                workload,
                                OpenFeatureLibrary::context,
                                (flag, context) -> client.getBooleanValue(flag, false, context)),
                api::shutdown);
    }

    private static EvaluationContext context(String user) {
        return new ImmutableContext(
                user, Map.of("country", new Value("de"), "plan", new Value("pro"), "version", new Value("4.2.1")));
    }

    private static Flag<?> flag(Workload workload, String name) {
        long salt = Bucketing.hash(name);
        return switch (workload) {
            case W1, W5 ->
                Flag.<Boolean>builder().variant("on", true).defaultVariant("on").build();
            case W2, W8_1K, W8_10K, START -> toggle((flag, context) -> isInHalf(salt, context));
            case W3, W3B -> {
                Set<String> countries = Set.of("se", "no");
                long version = Version.packed("5.0.0");
                yield toggle((flag, context) -> countries.contains(attribute(context, "country"))
                        || attribute(context, "plan").equals("enterprise")
                        || Version.packed(attribute(context, "version")) >= version
                        || isInHalf(salt, context));
            }
            case W4 ->
                Flag.<String>builder()
                        .variants(Variants.NAMES.stream()
                                .collect(Collectors.toMap(Function.identity(), Function.identity())))
                        .defaultVariant(Variants.NAMES.get(0))
                        .contextEvaluator(
                                (flag, context) -> Variants.NAMES.get(slot(salt, context) / (Bucketing.SCALE / 4)))
                        .build();
            case W6_HIT, W6_MISS -> {
                Set<String> listed = new HashSet<>(Users.listed());
                yield toggle((flag, context) -> listed.contains(context.getTargetingKey()));
            }
        };
    }

    private static Flag<Boolean> toggle(ContextEvaluator<Boolean> evaluator) {
        return Flag.<Boolean>builder()
                .variant("on", true)
                .variant("off", false)
                .defaultVariant("off")
                .contextEvaluator(evaluator)
                .build();
    }

    private static String attribute(EvaluationContext context, String name) {
        return context.getValue(name).asString();
    }

    private static boolean isInHalf(long salt, EvaluationContext context) {
        return slot(salt, context) < Bucketing.SCALE / 2;
    }

    private static int slot(long salt, EvaluationContext context) {
        return Bucketing.slot(salt, Bucketing.hash(context.getTargetingKey()));
    }
}
