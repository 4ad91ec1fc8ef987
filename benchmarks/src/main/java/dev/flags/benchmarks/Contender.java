package dev.flags.benchmarks;

import java.util.EnumSet;
import java.util.Set;

/** All that is measured: floors, this library in several ways, other libraries. The constant is the benchmarks' parameter. */
@SuppressWarnings("ImmutableEnumChecker") // nothing changes them
public enum Contender {
    NOTHING("nothing (empty adapter)", Floors::nothing),
    LOOKUP("floor: volatile + map", Floors::lookup, Workload.W1, Workload.W5, Workload.W8_1K, Workload.W8_10K),
    LOOKUP_AND_HASH(
            "floor: + murmur3 of \"flag:user\"", Floors::lookupAndHash, Workload.W2, Workload.W8_1K, Workload.W8_10K),
    REFERENCE("reference", Reference::byName),
    REFERENCE_HANDLE("reference, through a handle", Reference::throughHandles),
    FLAGS("Flags", new FlagsLibrary(FlagsLibrary::plain, FlagsLibrary::byContext)),
    FLAGS_METERS("Flags, with meters", new FlagsLibrary(FlagsLibrary::metered, FlagsLibrary::byContext)),
    FLAGS_EXPOSURES(
            "Flags, with exposures",
            new FlagsLibrary(FlagsLibrary::exposing, FlagsLibrary::byContext),
            Workload.W2,
            Workload.W4),
    FLAGS_USER(
            "Flags, isEnabled(flag, user)",
            new FlagsLibrary(FlagsLibrary::plain, FlagsLibrary::byUser),
            Workload.W1,
            Workload.W2,
            Workload.W8_10K),
    FLAGS_REASON(
            "Flags, evaluate with reason",
            new FlagsLibrary(FlagsLibrary::plain, FlagsLibrary::withReason),
            Workload.W1,
            Workload.W2,
            Workload.W3),
    FLAGS_HANDLE("Flags, through a handle", new FlagsLibrary(FlagsLibrary::plain, FlagsLibrary::throughHandles)),
    LAUNCHDARKLY(
            Versions.title("LaunchDarkly", "launchdarkly"),
            new LaunchDarklyLibrary(),
            "SHA-1 of \"flag.salt.user\" for each percentage, 100 000 buckets",
            EnumSet.allOf(Workload.class)),
    OPENFEATURE(
            Versions.title("OpenFeature, in-memory provider", "openfeature"),
            new OpenFeatureLibrary(),
            "no rules or percentages of its own: what it calls is code here, as short as the reference's",
            EnumSet.allOf(Workload.class)),
    UNLEASH(
            Versions.title("Unleash", "unleash"),
            new UnleashLibrary(),
            "percentages are whole numbers; its engine is native, and each call writes the context into a buffer for it",
            EnumSet.allOf(Workload.class)),
    FLAGD(
            Versions.title("flagd, in-process", "flagd"),
            new FlagdLibrary(),
            "rules are JSON Logic; a list of users is a condition with 10 000 values",
            EnumSet.allOf(Workload.class)),
    TOGGLZ(
            Versions.title("Togglz", "togglz"),
            new TogglzLibrary(),
            "one strategy a flag, so no rules on attributes before a percentage, and no variants; percentages are whole"
                    + " numbers; reads its file anew for each flag, which takes minutes with 10 000",
            EnumSet.of(Workload.W1, Workload.W2, Workload.W5, Workload.W6_HIT, Workload.W6_MISS, Workload.W8_1K)),
    FF4J(
            Versions.title("FF4J", "ff4j"),
            new Ff4jLibrary(),
            "percentages are drawn anew at each call, whoever asks; an unknown flag is an exception, caught here; one strategy a"
                    + " flag, so no rules on attributes before a percentage, and no variants",
            EnumSet.of(
                    Workload.W1,
                    Workload.W2,
                    Workload.W5,
                    Workload.W6_HIT,
                    Workload.W6_MISS,
                    Workload.W8_1K,
                    Workload.W8_10K)),
    STATSIG(
            Versions.title("Statsig", "statsig"),
            new StatsigLibrary(),
            "SHA-256 for each percentage; a list of users is a condition with 10 000 values",
            EnumSet.allOf(Workload.class)),
    SPLIT(
            Versions.title("Split", "split"),
            new SplitLibrary(),
            "percentages are whole numbers; answers are texts, compared with \"on\" here",
            EnumSet.allOf(Workload.class)),
    CONFIGCAT(
            Versions.title("ConfigCat", "configcat"),
            new ConfigCatLibrary(),
            "SHA-1 for each percentage, which is a whole number; a list of users is a condition with 10 000 values",
            EnumSet.allOf(Workload.class)),
    OPTIMIZELY(
            Versions.title("Optimizely", "optimizely"),
            new OptimizelyLibrary(),
            "each call copies the user's context and attributes",
            EnumSet.allOf(Workload.class)),
    GROWTHBOOK(
            Versions.title("GrowthBook", "growthbook"),
            new GrowthBookLibrary(),
            "an object of its SDK holds the attributes of one user, so there is one of it for each; a list of users is a"
                    + " condition with 10 000 values",
            EnumSet.allOf(Workload.class)),
    PROCTOR(
            Versions.title("Proctor", "proctor"),
            new ProctorLibrary(),
            "no rules: they call what Guava 26 has dropped; answers are texts, compared with \"on\" here",
            EnumSet.of(Workload.W1, Workload.W2, Workload.W4, Workload.W5, Workload.W8_1K, Workload.W8_10K)),
    EPPO(
            Versions.title("Eppo", "eppo"),
            new EppoLibrary(),
            "MD5 for each percentage, of one digest for all threads: wrong answers on two; a list of users is a condition with"
                    + " 10 000 values",
            EnumSet.allOf(Workload.class)),
    FLAGSMITH(
            Versions.title("Flagsmith", "flagsmith"),
            new FlagsmithLibrary(),
            "evaluates all flags of a user for each answer, too many with 10 000; MD5 for each percentage; a"
                    + " list of users is a text with commas; an unknown flag is an exception, caught here",
            EnumSet.complementOf(EnumSet.of(Workload.W8_10K)));

    private final String title;
    private final Library library;
    private final String differs;
    private final Set<Workload> workloads;

    Contender(String title, Library library, Workload... workloads) {
        this(
                title,
                library,
                "",
                workloads.length == 0 ? EnumSet.allOf(Workload.class) : EnumSet.copyOf(Set.of(workloads)));
    }

    Contender(String title, Library library, String differs, Set<Workload> workloads) {
        this.title = title;
        this.library = library;
        this.differs = differs;
        this.workloads = workloads;
    }

    /** What it is, for tables. */
    String title() {
        return title;
    }

    /** Where its model is not what a workload asks for, in one sentence without a full stop; empty if nowhere. */
    String differs() {
        return differs;
    }

    Library library() {
        return library;
    }

    /** Whether it can do what a workload asks for. */
    boolean canDo(Workload workload) {
        return workloads.contains(workload);
    }

    /** Whether a user gets the same answer each time. */
    boolean isSticky() {
        return this != FF4J;
    }

    /** Whether its answers are those of the workload, and not of a floor that does less. */
    boolean answers() {
        return this != NOTHING && this != LOOKUP;
    }
}
