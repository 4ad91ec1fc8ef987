package dev.flags.benchmarks;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What any library pays for at least. */
final class Floors {
    private static final HashFunction MURMUR = Hashing.murmur3_32_fixed();

    private Floors() {}

    /** Nothing: what the measuring costs. */
    static Session nothing(Workload workload, Path document) {
        String[] users = Users.of(workload);
        return Session.of(turn -> users[turn & users.length - 1] != null);
    }

    /** A volatile field with a map from names to answers, the same for every user. */
    static Session lookup(Workload workload, Path document) {
        String[] names = Names.asked(workload);
        Answers answers = new Answers(workload);
        return Session.of(turn -> answers.of(names[turn & names.length - 1]));
    }

    /** As {@link #lookup}, and Guava's hash of the flag and the user for each answer. */
    static Session lookupAndHash(Workload workload, Path document) {
        String[] names = Names.asked(workload);
        String[] users = Users.of(workload);
        Answers answers = new Answers(workload);
        return Session.of(turn -> {
            String name = names[turn & names.length - 1];
            return answers.of(name) && isInHalf(name + ":" + users[turn & users.length - 1]);
        });
    }

    private static boolean isInHalf(String text) {
        return MURMUR.hashString(text, StandardCharsets.UTF_8).asInt() >= 0;
    }

    private static final class Answers {
        private volatile Map<String, Boolean> flags;

        Answers(Workload workload) {
            Map<String, Boolean> all = new HashMap<>();
            Names.existing(workload).forEach(name -> all.put(name, true));
            flags = all;
        }

        boolean of(String name) {
            return flags.getOrDefault(name, false);
        }
    }
}
