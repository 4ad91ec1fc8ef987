package dev.flags.benchmarks;

import java.util.List;

/** Some contenders; found as a service, so that others can be in the class path or not. */
public interface Catalogue {
    /** In the order of the table. */
    List<Contender> contenders();
}
