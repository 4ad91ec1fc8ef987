package dev.flags.benchmarks;

import dev.flags.benchmarks.FlagsContender.Watched;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** All that is measured, the floors first. The name is that of the parameter. */
@SuppressWarnings("ImmutableEnumChecker") // nothing changes them
public enum Contenders {
    NOTHING("nothing (empty adapter)", all(), workload -> new Floors.Nothing()),
    LOOKUP(
            "floor: volatile + map",
            EnumSet.of(Workload.W1, Workload.W5, Workload.W8_1K, Workload.W8_10K),
            Floors.Lookup::new),
    LOOKUP_AND_HASH(
            "floor: + murmur3 of \"flag:user\"",
            EnumSet.of(Workload.W2, Workload.W8_1K, Workload.W8_10K),
            Floors.LookupAndHash::new),
    REFERENCE("reference", all(), Reference::new),
    FLAGS("Flags", all(), workload -> new FlagsContender(workload, Watched.NOTHING)),
    FLAGS_METERS("Flags, with meters", all(), workload -> new FlagsContender(workload, Watched.METERS)),
    FLAGS_EXPOSURES(
            "Flags, with exposures",
            EnumSet.of(Workload.W2, Workload.W4),
            workload -> new FlagsContender(workload, Watched.EXPOSURES)),
    FLAGS_USER(
            "Flags, isEnabled(flag, user)",
            EnumSet.of(Workload.W1, Workload.W2, Workload.W8_10K),
            FlagsContender.ByUser::new),
    FLAGS_REASON(
            "Flags, evaluate with reason",
            EnumSet.of(Workload.W1, Workload.W2, Workload.W3),
            FlagsContender.WithReason::new),
    FLAGS_HANDLE(
            "Flags, through a handle",
            EnumSet.of(Workload.W1, Workload.W2, Workload.W3, Workload.W8_1K, Workload.W8_10K),
            FlagsContender.Handles::new);

    private final String title;
    private final Set<Workload> workloads;
    private final Function<Workload, Contender> opener;

    Contenders(String title, Set<Workload> workloads, Function<Workload, Contender> opener) {
        this.title = title;
        this.workloads = workloads;
        this.opener = opener;
    }

    private static Set<Workload> all() {
        return EnumSet.allOf(Workload.class);
    }

    String title() {
        return title;
    }

    /** Whether it can do what a workload asks for. */
    boolean canDo(Workload workload) {
        return workloads.contains(workload);
    }

    Contender open(Workload workload) {
        return opener.apply(workload);
    }
}
