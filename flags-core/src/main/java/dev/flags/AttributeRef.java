package dev.flags;

import dev.flags.bucketing.Bucketing;
import dev.flags.config.Attributes;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that a flag looks at, with everything prepared that a lookup needs. A name that starts with a slash is a
 * JSON pointer (RFC 6901) into nested values.
 *
 * <p>Every lookup takes a context and a user: where the caller gave nothing but a user, the context is the empty one, so
 * that no context has to be built for it; else the user is null.
 */
final class AttributeRef {
    private final String attribute;
    private final String name;
    private final int hash;
    private final boolean isUser;
    private final String[] below;

    AttributeRef(String attribute) {
        this.attribute = attribute;
        if (attribute.startsWith("/")) {
            String[] tokens = attribute.substring(1).split("/", -1);
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = tokens[i].replace("~1", "/").replace("~0", "~");
            }
            name = tokens[0].intern();
            below = Arrays.copyOfRange(tokens, 1, tokens.length);
        } else {
            name = attribute.intern(); // as literals of the application are, which then are found without a look inside
            below = new String[0];
        }
        hash = EvaluationContext.hash(name);
        isUser = name.equals(Attributes.USER) && below.length == 0;
    }

    /** The name of the attribute itself, also of a pointer into its value. */
    String name() {
        return name;
    }

    /** Its name or pointer, as the configuration has it. */
    @Override
    public String toString() {
        return attribute;
    }

    /** The attribute's value, or null if it is absent. */
    @Nullable Object valueIn(EvaluationContext context, @Nullable String user) {
        if (user != null) {
            return isUser ? user : null;
        }
        int slot = context.slotOf(name, hash);
        if (slot < 0) {
            return null;
        }
        Object value = context.valueAt(slot);
        return below.length == 0 ? value : descend(value);
    }

    /** The slot of the attribute's unit under a salt, or -1 if there is no unit. */
    int bucketIn(EvaluationContext context, @Nullable String user, long saltHash) {
        if (user != null) {
            return isUser && !user.isEmpty() ? Bucketing.slot(saltHash, Bucketing.hash(user)) : -1;
        }
        if (isUser) {
            return context.userBucket(saltHash);
        }
        if (below.length == 0) {
            int slot = context.slotOf(name, hash);
            return slot < 0 ? -1 : context.bucketAt(slot, saltHash);
        }
        String unit = unitIn(context, null);
        return unit == null ? -1 : Bucketing.slot(saltHash, Bucketing.hash(unit));
    }

    boolean hasUnitIn(EvaluationContext context, @Nullable String user) {
        Object value = valueIn(context, user);
        return value != null && Units.isUnit(value);
    }

    /** The attribute's unit, or null if it has none. */
    @Nullable String unitIn(EvaluationContext context, @Nullable String user) {
        Object value = valueIn(context, user);
        return value == null ? null : Units.textOf(value);
    }

    private @Nullable Object descend(Object value) {
        Object current = value;
        for (String token : below) {
            Object next = null;
            if (current instanceof Map<?, ?> map) {
                next = map.get(token);
            } else if (current instanceof Object[] array) {
                int index = index(token);
                next = index >= 0 && index < array.length ? array[index] : null;
            }
            if (next == null) {
                return null;
            }
            current = next;
        }
        return current;
    }

    /** An array index as RFC 6901 writes it, without leading zeros; -1 if the token is none. */
    private static int index(String token) {
        if (token.isEmpty() || token.length() > 9 || (token.length() > 1 && token.charAt(0) == '0')) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + (c - '0');
        }
        return index;
    }
}
