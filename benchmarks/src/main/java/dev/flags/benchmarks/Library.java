package dev.flags.benchmarks;

import java.nio.file.Path;

/** A library or a floor: how it is told the flags of a workload, and how it is asked. */
public interface Library {
    /** The flags of a workload, as the library reads them from a file; empty if it has no file. */
    default String document(Workload workload) {
        return "";
    }

    /**
     * Sets the library up, until it can answer.
     *
     * @param document the file with {@link #document}
     */
    Session open(Workload workload, Path document) throws Exception;
}
