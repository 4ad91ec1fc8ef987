package dev.flags;

import dev.flags.config.ConfigCodec;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.Document;
import org.jspecify.annotations.Nullable;

/** The texts of flags, segments and layers, and what a change of one takes away. */
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
