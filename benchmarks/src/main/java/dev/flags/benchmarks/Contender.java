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
    FLAGS_UNCOUNTED("Flags, without counting", new FlagsLibrary(FlagsLibrary::uncounted, FlagsLibrary::byContext)),
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
    FLAGS_HANDLE_UNCOUNTED(
            "Flags, through a handle, without counting",
            new FlagsLibrary(FlagsLibrary::uncounted, FlagsLibrary::throughHandles));

    private final String title;
    private final Library library;
    private final Set<Workload> workloads;

    Contender(String title, Library library, Workload... workloads) {
        this.title = title;
        this.library = library;
        this.workloads = workloads.length == 0 ? EnumSet.allOf(Workload.class) : EnumSet.copyOf(Set.of(workloads));
    }

    /** What it is, for tables. */
    String title() {
        return title;
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
