package dev.flags.benchmarks;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import dev.flags.benchmarks.Contender.Answers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What any library pays for at least. */
final class Floors {
    static final Contender NOTHING = floor("nothing", "nothing (empty adapter)", Floors::nothing)
            .without(Workload.START)
            .answering(Answers.ANY);
    static final Contender REFERENCE =
            floor("reference", "reference", Reference::byName).without(Workload.START);
    static final Contender REFERENCE_HANDLE = floor(
                    "reference-handle", "reference, through a handle", Reference::throughHandles)
            .without(Workload.START);
    static final List<Contender> CONTENDERS = List.of(
            NOTHING,
            floor("jackson", "floor: Jackson reads the file", new JacksonFloor())
                    .only(Workload.START)
                    .answering(Answers.ANY),
            floor("lookup", "floor: volatile + map", Floors::lookup)
                    .only(Workload.W1, Workload.W5, Workload.W8_1K, Workload.W8_10K)
                    .answering(Answers.ANY),
            floor("lookup-and-hash", "floor: + murmur3 of \"flag:user\"", Floors::lookupAndHash)
                    .only(Workload.W2, Workload.W8_1K, Workload.W8_10K),
            REFERENCE,
            REFERENCE_HANDLE);

    private static final HashFunction MURMUR = Hashing.murmur3_32_fixed();

    private Floors() {}

    private static Contender floor(String id, String title, Library library) {
        return Contender.of(id, title, () -> library);
    }

    /** Nothing: what the measuring costs. */
    static Session nothing(Workload workload, Path document) {
        String[] users = Users.of(workload);
        return Session.of(turn -> users[turn & users.length - 1] != null);
    }

    /** A volatile field with a map from names to answers, the same for every user. */
    static Session lookup(Workload workload, Path document) {
        String[] names = Names.asked(workload);
        Switches switches = new Switches(workload);
        return Session.of(turn -> switches.isOn(names[turn & names.length - 1]));
    }

    /** As {@link #lookup}, and Guava's hash of the flag and the user for each answer. */
    static Session lookupAndHash(Workload workload, Path document) {
        String[] names = Names.asked(workload);
        String[] users = Users.of(workload);
        Switches switches = new Switches(workload);
        return Session.of(turn -> {
            String name = names[turn & names.length - 1];
            return switches.isOn(name) && isInHalf(name + ":" + users[turn & users.length - 1]);
        });
    }

    private static boolean isInHalf(String text) {
        return MURMUR.hashString(text, StandardCharsets.UTF_8).asInt() >= 0;
    }

    private static final class Switches {
        private volatile Map<String, Boolean> flags;

        Switches(Workload workload) {
            Map<String, Boolean> all = new HashMap<>();
            Names.existing(workload).forEach(name -> all.put(name, true));
            flags = all;
        }

        boolean isOn(String name) {
            return flags.getOrDefault(name, false);
        }
    }
}
