package dev.flags.benchmarks;

import dev.flags.bucketing.Bucketing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a library could cost at least: one volatile field, one map, final conditions, the unit's hash in the context, and
 * one mix of two hashes. No reasons, no fallbacks for broken input, no counting, no schedules, nothing that changes.
 */
final class Reference implements Contender {
    private final Workload workload;
    private final Names names;
    private final Context[] contexts;
    private final String[] users;
    private volatile Map<String, Flag> flags;

    Reference(Workload workload) {
        this.workload = workload;
        this.names = new Names(workload);
        this.users = Users.of(workload);
        this.contexts = java.util.Arrays.stream(users).map(Context::of).toArray(Context[]::new);
        Map<String, Flag> all = new HashMap<>();
        names.existing().forEach(name -> all.put(name, flag(workload, name)));
        this.flags = all;
    }

    @Override
    public Object answer(int turn) {
        int at = turn & (Workload.USERS - 1);
        Flag flag = flags.get(names.at(turn));
        if (flag == null) {
            return false;
        }
        return flag.answer(workload == Workload.W3B ? Context.of(users[at]) : contexts[at]);
    }

    private static Flag flag(Workload workload, String name) {
        long salt = Bucketing.hash(name);
        return switch (workload) {
            case W1, W5 -> new Flag(new Step[0], new Constant(true));
            case W2, W8_1K, W8_10K -> new Flag(new Step[0], new Half(salt));
            case W3, W3B ->
                new Flag(
                        new Step[] {
                            new Step(new OneOf(Context.COUNTRY, List.of("se", "no")), new Constant(true)),
                            new Step(new OneOf(Context.PLAN, List.of("enterprise")), new Constant(true)),
                            new Step(new AtLeast(Context.VERSION, Version.packed("5.0.0")), new Constant(true))
                        },
                        new Half(salt));
            case W4 -> new Flag(new Step[0], new Quarters(salt, Variants.NAMES.toArray(Object[]::new)));
            case W6_HIT, W6_MISS ->
                new Flag(new Step[] {new Step(new Listed(), new Constant(true))}, new Constant(false));
        };
    }

    /** The attributes that the rules ask for, by number, and the hash of the user. */
    private static final class Context {
        static final int COUNTRY = 0;
        static final int PLAN = 1;
        static final int VERSION = 2;

        final String user;
        final long hash;
        final String[] attributes;

        private Context(String user, String[] attributes) {
            this.user = user;
            this.hash = Bucketing.hash(user);
            this.attributes = attributes;
        }

        static Context of(String user) {
            return new Context(user, new String[] {"de", "pro", "4.2.1"});
        }
    }

    private static final class Flag {
        private final Step[] steps;
        private final Serve last;

        Flag(Step[] steps, Serve last) {
            this.steps = steps;
            this.last = last;
        }

        Object answer(Context context) {
            for (Step step : steps) {
                if (step.when.holds(context)) {
                    return step.serve.answer(context);
                }
            }
            return last.answer(context);
        }
    }

    private record Step(Condition when, Serve serve) {}

    private sealed interface Condition {
        boolean holds(Context context);
    }

    private record OneOf(int attribute, List<String> values) implements Condition {
        @Override
        public boolean holds(Context context) {
            String value = context.attributes[attribute];
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i).equals(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    private record AtLeast(int attribute, long version) implements Condition {
        @Override
        public boolean holds(Context context) {
            return Version.packed(context.attributes[attribute]) >= version;
        }
    }

    /** An open table of hashes and users. */
    private static final class Listed implements Condition {
        private final long[] hashes = new long[1 << 15];
        private final String[] users = new String[1 << 15];

        Listed() {
            for (int i = 0; i < Workload.LISTED; i++) {
                String user = Workload.listed(i);
                long hash = Bucketing.hash(user);
                int at = (int) hash & (hashes.length - 1);
                while (users[at] != null) {
                    at = at + 1 & hashes.length - 1;
                }
                hashes[at] = hash;
                users[at] = user;
            }
        }

        @Override
        public boolean holds(Context context) {
            int at = (int) context.hash & (hashes.length - 1);
            while (users[at] != null) {
                if (hashes[at] == context.hash && users[at].equals(context.user)) {
                    return true;
                }
                at = at + 1 & hashes.length - 1;
            }
            return false;
        }
    }

    private sealed interface Serve {
        Object answer(Context context);
    }

    private record Constant(Object value) implements Serve {
        @Override
        public Object answer(Context context) {
            return value;
        }
    }

    private record Half(long salt) implements Serve {
        @Override
        public Object answer(Context context) {
            return Bucketing.slot(salt, context.hash) < Bucketing.SCALE / 2;
        }
    }

    private static final class Quarters implements Serve {
        private final long salt;
        private final Object[] variants;

        Quarters(long salt, Object[] variants) {
            this.salt = salt;
            this.variants = variants;
        }

        @Override
        public Object answer(Context context) {
            return variants[Bucketing.slot(salt, context.hash) / (Bucketing.SCALE / 4)];
        }
    }

    /** Three numbers in a long. */
    private static final class Version {
        static long packed(String text) {
            long packed = 0;
            long number = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '.') {
                    packed = packed << 20 | number;
                    number = 0;
                } else {
                    number = number * 10 + (c - '0');
                }
            }
            return packed << 20 | number;
        }
    }
}
