package dev.flags.benchmarks;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** All contenders that are in the class path: floors and Flags first. */
public final class Contenders {
    private Contenders() {}

    public static List<Contender> all() {
        Stream<Contender> others = ServiceLoader.load(Catalogue.class).stream()
                .flatMap(catalogue -> catalogue.get().contenders().stream());
        return Stream.concat(Stream.concat(Floors.CONTENDERS.stream(), FlagsLibrary.CONTENDERS.stream()), others)
                .toList();
    }

    /** @throws IllegalArgumentException if there is none of this id */
    static Contender named(String id) {
        return all().stream()
                .filter(contender -> contender.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender is named " + id));
    }
}
