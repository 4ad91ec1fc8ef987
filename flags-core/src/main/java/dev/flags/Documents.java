package dev.flags;

import dev.flags.config.ConfigCodec;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.Document;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Flags, segments and layers as documents: their texts, and what they name. */
final class Documents {
    private Documents() {}

    /** The text of a document; empty if there is none, or it is no JSON object. */
    static JsonObject text(@Nullable Document document) {
        if (document == null) {
            return JsonObject.EMPTY;
        }
        try {
            return JsonValue.parse(document.json()) instanceof JsonObject object ? object : JsonObject.EMPTY;
        } catch (JsonSyntaxException e) {
            return JsonObject.EMPTY; // refused, and about to be replaced by a kill
        }
    }

    /** Writes a {@link Flag}, {@link Segment} or {@link Layer}. */
    static JsonObject write(Object value, JsonObject before) {
        if (value instanceof Flag flag) {
            return ConfigCodec.write(flag, before);
        }
        return value instanceof Segment segment ? ConfigCodec.write(segment) : ConfigCodec.write((Layer) value);
    }

    /** Everything that a document names, and what that names, and so on: whether it is valid depends on all of it. */
    static Set<DocumentKey> reachable(Object value, Map<DocumentKey, Object> values) {
        Set<DocumentKey> reached = new HashSet<>();
        Deque<Object> rest = new ArrayDeque<>();
        rest.push(value);
        while (!rest.isEmpty()) {
            for (DocumentKey target : targets(rest.pop())) {
                Object next = values.get(target);
                if (reached.add(target) && next != null) {
                    rest.push(next);
                }
            }
        }
        return reached;
    }

    private static Set<DocumentKey> targets(Object value) {
        if (value instanceof Flag flag) {
            return ReferenceCheck.targets(flag);
        }
        return value instanceof Segment segment ? ReferenceCheck.targets(segment) : Set.of();
    }

    /** Whether those who name a flag may have relied on something that it no longer has. */
    static boolean takesAway(@Nullable Object before, Object after) {
        return before instanceof Flag old
                && after instanceof Flag now
                && (old.type() != now.type()
                        || !now.definition()
                                .variants()
                                .keySet()
                                .containsAll(old.definition().variants().keySet()));
    }
}
