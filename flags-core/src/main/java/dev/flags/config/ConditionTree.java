package dev.flags.config;

import dev.flags.config.Condition.All;
import dev.flags.config.Condition.Any;
import dev.flags.config.Condition.Not;
import java.util.List;
import java.util.function.BiConsumer;

/** Walks conditions, each with its pointer relative to the root. */
final class ConditionTree {
    private ConditionTree() {}

    static void walk(Condition root, String pointer, BiConsumer<Condition, String> visitor) {
        visitor.accept(root, pointer);
        if (root instanceof All all) {
            walkAll(all.conditions(), pointer + "/all", visitor);
        } else if (root instanceof Any any) {
            walkAll(any.conditions(), pointer + "/any", visitor);
        } else if (root instanceof Not not) {
            walk(not.condition(), pointer + "/not", visitor);
        }
    }

    private static void walkAll(List<Condition> conditions, String pointer, BiConsumer<Condition, String> visitor) {
        for (int i = 0; i < conditions.size(); i++) {
            walk(conditions.get(i), pointer + "/" + i, visitor);
        }
    }

    static int size(Condition root) {
        int[] count = new int[1];
        walk(root, "", (condition, pointer) -> count[0]++);
        return count[0];
    }

    /** A clause has depth 1. */
    static void checkDepth(Condition root, String pointer, Checks checks) {
        checkDepth(root, 1, pointer, checks);
    }

    private static void checkDepth(Condition condition, int depth, String pointer, Checks checks) {
        if (depth > Limits.MAX_CONDITION_DEPTH) {
            checks.fail(
                    pointer,
                    "is nested more than " + Limits.MAX_CONDITION_DEPTH + " deep; at most " + Limits.MAX_CONDITION_DEPTH
                            + " is allowed");
        } else if (condition instanceof All all) {
            checkDepth(all.conditions(), depth + 1, pointer + "/all", checks);
        } else if (condition instanceof Any any) {
            checkDepth(any.conditions(), depth + 1, pointer + "/any", checks);
        } else if (condition instanceof Not not) {
            checkDepth(not.condition(), depth + 1, pointer + "/not", checks);
        }
    }

    private static void checkDepth(List<Condition> conditions, int depth, String pointer, Checks checks) {
        for (int i = 0; i < conditions.size(); i++) {
            checkDepth(conditions.get(i), depth, pointer + "/" + i, checks);
        }
    }
}
