package dev.flags.benchmarks.peers;

import dev.flags.benchmarks.Catalogue;
import dev.flags.benchmarks.Contender;
import dev.flags.benchmarks.Contender.Answers;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Workload;
import java.util.List;
import java.util.function.Supplier;

/** The other libraries. */
public final class Peers implements Catalogue {
    @Override
    public List<Contender> contenders() {
        return List.of(
                peer("launchdarkly", "LaunchDarkly", LaunchDarklyLibrary::new)
                        .differing("SHA-1 of \"flag.salt.user\" for each percentage, 100 000 buckets"),
                peer("openfeature", "OpenFeature, in-memory provider", OpenFeatureLibrary::new)
                        .differing(
                                "no rules or percentages of its own: what it calls is code here, as short as the reference's"),
                peer("unleash", "Unleash", UnleashLibrary::new)
                        .differing(
                                "percentages are whole numbers; its engine is native, and each call writes the context into a buffer for it"),
                peer("flagd", "flagd, in-process", FlagdLibrary::new)
                        .differing("rules are JSON Logic; a list of users is a condition with 10 000 values"),
                peer("togglz", "Togglz", TogglzLibrary::new)
                        .differing(
                                "one strategy a flag, so no rules on attributes before a percentage, and no variants; percentages are whole numbers; reads its file anew for each flag, which takes minutes with 10 000")
                        .only(Workload.W1, Workload.W2, Workload.W5, Workload.W6_HIT, Workload.W6_MISS, Workload.W8_1K),
                peer("ff4j", "FF4J", Ff4jLibrary::new)
                        .differing(
                                "percentages are drawn anew at each call, whoever asks; an unknown flag is an exception, caught here; one strategy a flag, so no rules on attributes before a percentage, and no variants")
                        .only(
                                Workload.W1,
                                Workload.W2,
                                Workload.W5,
                                Workload.W6_HIT,
                                Workload.W6_MISS,
                                Workload.W8_1K,
                                Workload.W8_10K,
                                Workload.START)
                        .answering(Answers.RIGHT_AND_NOT_STICKY),
                peer("statsig", "Statsig", StatsigLibrary::new)
                        .differing("SHA-256 for each percentage; a list of users is a condition with 10 000 values"),
                peer("split", "Split", SplitLibrary::new)
                        .differing("percentages are whole numbers; answers are texts, compared with \"on\" here"),
                peer("configcat", "ConfigCat", ConfigCatLibrary::new)
                        .differing(
                                "SHA-1 for each percentage, which is a whole number; a list of users is a condition with 10 000 values"),
                peer("optimizely", "Optimizely", OptimizelyLibrary::new)
                        .differing("each call copies the user's context and attributes"),
                peer("growthbook", "GrowthBook", GrowthBookLibrary::new)
                        .differing(
                                "an object of its SDK holds the attributes of one user, so there is one of it for each; a list of users is a condition with 10 000 values"),
                peer("proctor", "Proctor", ProctorLibrary::new)
                        .differing(
                                "no rules: they call what Guava 26 has dropped; answers are texts, compared with \"on\" here")
                        .only(
                                Workload.W1,
                                Workload.W2,
                                Workload.W4,
                                Workload.W5,
                                Workload.W8_1K,
                                Workload.W8_10K,
                                Workload.START),
                peer("eppo", "Eppo", EppoLibrary::new)
                        .differing(
                                "MD5 for each percentage, of one digest for all threads: wrong answers on two; a list of users is a condition with 10 000 values"),
                peer("flagsmith", "Flagsmith", FlagsmithLibrary::new)
                        .differing(
                                "evaluates all flags of a user for each answer, too many with 10 000; MD5 for each percentage; a list of users is a text with commas; an unknown flag is an exception, caught here")
                        .without(Workload.W8_10K));
    }

    /** @param id as in {@code versions.properties} */
    private static Contender peer(String id, String name, Supplier<Library> library) {
        return Contender.of(id, Versions.title(name, id), library);
    }
}
