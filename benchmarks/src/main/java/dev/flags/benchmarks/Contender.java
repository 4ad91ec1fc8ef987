package dev.flags.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Something that is measured.
 *
 * @param id what benchmarks name it by
 * @param title what it is, for tables
 * @param differs where its model is not what a workload asks for, in one sentence without a full stop; empty if nowhere
 * @param workloads what it can do
 * @param answers what can be expected of its answers
 * @param library not made before it is measured, since what it loads belongs to a cold start
 */
public record Contender(
        String id,
        String title,
        String differs,
        Set<Workload> workloads,
        Answers answers,
        Supplier<? extends Library> library) {

    /** What can be expected of answers. */
    public enum Answers {
        /** Those of the workload. */
        RIGHT,
        /** Those of the workload, but another time the same user may get another one. */
        RIGHT_AND_NOT_STICKY,
        /** Any: it is a floor that does less than answering. */
        ANY
    }

    public Contender {
        workloads = Set.copyOf(workloads);
    }

    /** One that can do everything. */
    public static Contender of(String id, String title, Supplier<? extends Library> library) {
        return new Contender(id, title, "", EnumSet.allOf(Workload.class), Answers.RIGHT, library);
    }

    /** The same, for some workloads. */
    public Contender only(Workload... some) {
        return new Contender(id, title, differs, Set.of(some), answers, library);
    }

    /** The same, without some workloads. */
    public Contender without(Workload... some) {
        Set<Workload> others = EnumSet.allOf(Workload.class);
        others.removeAll(Set.of(some));
        return new Contender(id, title, differs, others, answers, library);
    }

    public Contender differing(String how) {
        return new Contender(id, title, how, workloads, answers, library);
    }

    public Contender answering(Answers what) {
        return new Contender(id, title, differs, workloads, what, library);
    }

    /**
     * Sets it up, until it can answer.
     *
     * @param document where its flags are written to; the name ends in .json
     */
    public Session open(Workload workload, Path document) throws Exception {
        Library opened = library.get();
        Files.writeString(document, opened.document(workload));
        return opened.open(workload, document);
    }

    /** Whether it is another library, and neither a floor nor Flags. */
    boolean isPeer() {
        return !Floors.CONTENDERS.contains(this) && !FlagsLibrary.CONTENDERS.contains(this);
    }

    boolean canDo(Workload workload) {
        return workloads.contains(workload);
    }
}
