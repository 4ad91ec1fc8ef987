package dev.flags.benchmarks;

import dev.flags.bucketing.Bucketing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a library could cost at least: one volatile field, one map, final conditions, the unit's hash in the context, and
 * one mix of two hashes. No reasons, no fallbacks for broken input, no counting, no schedules, nothing that changes.
 */
final class Reference {
    private volatile Map<String, Flag> flags;

    Reference(Workload workload) {
        Map<String, Flag> all = new HashMap<>();
        Names.existing(workload).forEach(name -> all.put(name, flag(workload, name)));
        this.flags = all;
    }

    /** Asked by the flag's name. */
    static Session byName(Workload workload, Path document) {
        Reference reference = new Reference(workload);
        String[] names = Names.asked(workload);
        String[] users = Users.of(workload);
        Context[] contexts = Arrays.stream(users).map(Context::of).toArray(Context[]::new);
        return Session.of(
                workload == Workload.W3B
                        ? turn -> reference.answer(
                                names[turn & names.length - 1], Context.of(users[turn & users.length - 1]))
                        : turn ->
                                reference.answer(names[turn & names.length - 1], contexts[turn & contexts.length - 1]));
    }

    /** Asked through handles that were made beforehand. */
    static Session throughHandles(Workload workload, Path document) {
        Reference reference = new Reference(workload);
        String[] users = Users.of(workload);
        Context[] contexts = Arrays.stream(users).map(Context::of).toArray(Context[]::new);
        Handle[] handles = Arrays.stream(Names.asked(workload))
                .map(name -> new Handle(reference, name))
                .toArray(Handle[]::new);
        return Session.of(
                workload == Workload.W3B
                        ? turn -> handles[turn & handles.length - 1].answer(Context.of(users[turn & users.length - 1]))
                        : turn -> handles[turn & handles.length - 1].answer(contexts[turn & contexts.length - 1]));
    }

    /** Makes one flag anew. */
    void replace(String name) {
        Map<String, Flag> next = new HashMap<>(flags);
        next.put(name, flag(Workload.W2, name));
        flags = next;
    }

    boolean isThere(String name) {
        return flags.containsKey(name);
    }

    private Object answer(String name, Context context) {
        Flag flag = flags.get(name);
        return flag == null ? false : flag.answer(context);
    }

    /** Remembers its flag for as long as the flags are the same. */
    private static final class Handle {
        private final Reference reference;
        private final String name;
        private Bound bound;

        Handle(Reference reference, String name) {
            this.reference = reference;
            this.name = name;
            this.bound = bind(reference.flags);
        }

        Object answer(Context context) {
            Map<String, Flag> flags = reference.flags;
            if (bound.flags != flags) {
                bound = bind(flags);
            }
            Flag flag = bound.flag;
            return flag == null ? false : flag.answer(context);
        }

        private Bound bind(Map<String, Flag> flags) {
            return new Bound(flags, flags.get(name));
        }

        private record Bound(
                Map<String, Flag> flags, @Nullable Flag flag) {}
    }

    private static Flag flag(Workload workload, String name) {
        long salt = Bucketing.hash(name);
        return switch (workload) {
            case W1, W5 -> new Flag(new Step[0], new Constant(true));
            case W2, W8_1K, W8_10K, START -> new Flag(new Step[0], new Half(salt));
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
            for (String user : Users.listed()) {
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
}
