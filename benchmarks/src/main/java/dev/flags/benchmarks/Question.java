package dev.flags.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is measured: asks a library once. Made beforehand, so that a call does nothing but ask. */
@FunctionalInterface
public interface Question {
    /**
     * One answer.
     *
     * @param turn counts up with each call, and picks the user and the flag
     * @return the boolean of a boolean flag, or the name of the variant
     */
    Object ask(int turn);

    /**
     * Asks for the flags of a workload, on behalf of its users.
     *
     * @param context makes the context of a user; within the call in {@link Workload#W3B}, beforehand otherwise
     * @param asker answers for a flag's name and a context
     */
    static <C> Question of(Workload workload, Function<String, C> context, BiFunction<String, C, Object> asker) {
        String[] names = Names.asked(workload);
        String[] users = Users.of(workload);
        if (workload == Workload.W3B) {
            return turn -> asker.apply(names[turn & names.length - 1], context.apply(users[turn & users.length - 1]));
        }
        List<C> contexts = Arrays.stream(users).map(context).toList();
        return turn -> asker.apply(names[turn & names.length - 1], contexts.get(turn & users.length - 1));
    }
}
