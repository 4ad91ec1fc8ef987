package dev.flags.benchmarks.peers;

import com.sdk.growthbook.GrowthBookSDK;
import com.sdk.growthbook.model.GBContext;
import com.sdk.growthbook.model.GBFeature;
import com.sdk.growthbook.model.GBFeatureResult;
import com.sdk.growthbook.model.GBOptions;
import com.sdk.growthbook.model.GBString;
import com.sdk.growthbook.model.GBValue;
import com.sdk.growthbook.network.NetworkDispatcher;
import com.sdk.growthbook.utils.Resource;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Workload;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.JobKt;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.flow.FlowKt;

/** GrowthBook on a payload that is a file. An object of the SDK is of one user. */
final class GrowthBookLibrary implements Library {
    private static final GBOptions OPTIONS = new GBOptions("http://localhost/", "http://localhost/");
    private static final MethodHandle FEATURE = feature();
    private static final String HALF = "{\"force\": true, \"coverage\": 0.5, \"hashAttribute\": \"id\"}";

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> "\"%s\": %s".formatted(name, feature(workload, name)))
                .collect(Collectors.joining(",\n", "{\"features\": {", "}}"));
    }

    private static String feature(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> "{\"defaultValue\": true}";
            case W2, W8_1K, W8_10K, START -> "{\"defaultValue\": false, \"rules\": [%s]}".formatted(HALF);
            case W3, W3B -> """
                {"defaultValue": false, "rules": [
                  {"condition": {"country": {"$in": ["se", "no"]}}, "force": true},
                  {"condition": {"plan": {"$in": ["enterprise"]}}, "force": true},
                  {"condition": {"version": {"$vgte": "5.0.0"}}, "force": true},
                  %s]}
                """.formatted(HALF);
            case W4 -> """
                {"defaultValue": "north", "rules": [
                  {"key": "%s", "hashAttribute": "id", "coverage": 1,
                   "variations": ["north", "east", "south", "west"], "weights": [0.25, 0.25, 0.25, 0.25]}]}
                """.formatted(name);
            case W6_HIT, W6_MISS -> """
                {"defaultValue": false, "rules": [{"condition": {"id": {"$in": [%s]}}, "force": true}]}
                """.formatted(Users.listedAsJson());
        };
    }

    @Override
    public Session open(Workload workload, Path document) throws Exception {
        CompletableFuture<Boolean> fetched = new CompletableFuture<>();
        GrowthBookSDK any = new GrowthBookSDK(
                context("nobody"),
                OPTIONS,
                (isRemote, error) -> {
                    fetched.complete(error == null);
                    return Unit.INSTANCE;
                },
                new Payload(Files.readString(document)),
                null,
                null,
                false);
        fetched.get();
        Map<String, GBFeature> features = any.getFeatures();
        return Session.of(
                workload == Workload.W4
                        ? Question.of(workload, user -> sdk(features, user), GrowthBookLibrary::variant)
                        : Question.of(workload, user -> sdk(features, user), (flag, sdk) -> sdk.isOn(flag)));
    }

    private static GrowthBookSDK sdk(Map<String, GBFeature> features, String user) {
        return new GrowthBookSDK(context(user), OPTIONS, null, new Payload(""), features, null, false);
    }

    private static GBContext context(String user) {
        Map<String, GBValue> attributes = Map.of(
                "id", new GBString(user),
                "country", new GBString("de"),
                "plan", new GBString("pro"),
                "version", new GBString("4.2.1"));
        return new GBContext(
                "none",
                true,
                null,
                attributes,
                Map.of(),
                null,
                null,
                null,
                false,
                (experiment, result) -> Unit.INSTANCE,
                null,
                false,
                false,
                Map.of());
    }

    private static String variant(String flag, GrowthBookSDK sdk) {
        try {
            GBFeatureResult result = (GBFeatureResult) FEATURE.invokeExact(sdk, flag);
            return result.getGbValue() instanceof GBString text ? text.getValue() : "";
        } catch (Throwable e) {
            throw new IllegalStateException(flag, e);
        }
    }

    /** {@code GrowthBookSDK.feature}: there are two that differ in what they return alone, which Java cannot call. */
    private static MethodHandle feature() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            GrowthBookSDK.class, "feature", MethodType.methodType(GBFeatureResult.class, String.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stands for the network. */
    private record Payload(String text) implements NetworkDispatcher {
        @Override
        public Job consumeGETRequest(
                String url, Function1<? super String, Unit> onSuccess, Function1<? super Throwable, Unit> onError) {
            if (!text.isEmpty()) {
                onSuccess.invoke(text);
            }
            return JobKt.Job(null);
        }

        @Override
        public Flow<Resource<String>> consumeSSEConnection(String url) {
            return FlowKt.emptyFlow();
        }

        @Override
        public void consumePOSTRequest(
                String url,
                Map<String, ?> body,
                Function1<? super String, Unit> onSuccess,
                Function1<? super Throwable, Unit> onError) {}
    }
}
