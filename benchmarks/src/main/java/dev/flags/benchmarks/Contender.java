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
            EnumSet.allOf(Workload.class));

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

    /** Whether its answers are those of the workload, and not of a floor that does less. */
    boolean answers() {
        return this != NOTHING && this != LOOKUP;
    }
}
