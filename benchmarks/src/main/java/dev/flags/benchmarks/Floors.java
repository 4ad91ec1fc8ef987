package dev.flags.benchmarks;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What any library pays for at least. */
final class Floors {
    private Floors() {}

    /** Nothing: what the measuring costs. */
    static final class Nothing implements Contender {
        private final String[] users = Users.all();

        @Override
        public Object answer(int turn) {
            return users[turn & (Workload.USERS - 1)] != null;
        }
    }

    /** A volatile field with a map from names to answers, the same for every user. */
    static class Lookup implements Contender {
        private final Names names;
        private volatile Map<String, Boolean> flags;

        Lookup(Workload workload) {
            names = new Names(workload);
            Map<String, Boolean> all = new HashMap<>();
            names.existing().forEach(name -> all.put(name, true));
            flags = all;
        }

        @Override
        public Object answer(int turn) {
            return flags.getOrDefault(names.at(turn), false);
        }

        final boolean isThere(int turn) {
            return flags.getOrDefault(names.at(turn), false);
        }

        final String name(int turn) {
            return names.at(turn);
        }
    }

    /** As {@link Lookup}, and Guava's hash of the flag and the user for each answer. */
    static final class LookupAndHash extends Lookup {
        private static final HashFunction MURMUR = Hashing.murmur3_32_fixed();
        private final String[] users = Users.all();

        LookupAndHash(Workload workload) {
            super(workload);
        }

        @Override
        public Object answer(int turn) {
            return isThere(turn) && isInHalf(name(turn) + ":" + users[turn & (Workload.USERS - 1)]);
        }

        private static boolean isInHalf(String text) {
            return MURMUR.hashString(text, StandardCharsets.UTF_8).asInt() >= 0;
        }
    }
}
