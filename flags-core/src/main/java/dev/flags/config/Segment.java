package dev.flags.config;

import dev.flags.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named set of contexts. {@code excluded} beats {@code included}, which beats {@code when}.
 *
 * @param attribute whose value is compared with the lists
 * @param when who else is in it, or null for nobody
 * @param includedFile a file with more included units, relative to the configuration's directory, or null
 * @param extras {@code metadata}, and members that the format does not know, kept as they are
 */
public record Segment(
        String name,
        List<String> included,
        List<String> excluded,
        String attribute,
        @Nullable Condition when,
        @Nullable String includedFile,
        JsonObject extras) {
    public Segment {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
        Checks checks = new Checks().documentName(name).name(attribute, "/attribute");
        if (when != null) {
            ConditionTree.checkDepth(when, "/when", checks);
            checks.atMost(ConditionTree.size(when), Limits.MAX_CONDITIONS, "conditions", "/when");
        }
        if (includedFile != null) {
            checks.require(
                    isInside(includedFile),
                    "/included_file",
                    () -> "is " + Text.quote(includedFile)
                            + "; a relative path that stays in the configuration's directory is allowed");
        }
        checks.done();
    }

    /** The users in the list. */
    public static Segment ofUsers(String name, List<String> users) {
        return new Segment(name, users, List.of(), Attributes.USER, null, null, JsonObject.EMPTY);
    }

    /** Whoever meets the condition. */
    public static Segment of(String name, Condition when) {
        return new Segment(name, List.of(), List.of(), Attributes.USER, when, null, JsonObject.EMPTY);
    }

    /** Judged by the text alone and for every platform: what looks like an absolute path anywhere is refused. */
    private static boolean isInside(String path) {
        return !path.isEmpty()
                && !path.startsWith("/")
                && path.indexOf('\\') < 0
                && path.indexOf(':') < 0
                && path.indexOf('\0') < 0
                && !List.of(path.split("/", -1)).contains("..");
    }

    /** Without the units, which are somebody's ids. */
    @Override
    public String toString() {
        return "Segment[" + Text.quote(name) + ", " + included.size() + " included, " + excluded.size() + " excluded]";
    }
}
