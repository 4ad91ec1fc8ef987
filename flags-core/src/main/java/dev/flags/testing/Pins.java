package dev.flags.testing;

import dev.flags.config.Definition;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Serve;
import dev.flags.config.Split;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Flags that are pinned: as they are defined, but without everything that decides. What the definition cannot serve is
 * refused.
 */
final class Pins {
    /** The variant of a value that was pinned without a definition. */
    private static final String ONLY = "pinned";

    private Pins() {}

    // --- flags that are defined

    static Flag enabled(Flag flag) {
        return serving(flag, Serve.variant(onVariant(flag)));
    }

    static Flag disabled(Flag flag) {
        return serving(flag, Serve.variant(flag.definition().offVariant())).disabled();
    }

    /** On for a share of the units, which are the same ones that the definition's percentage would pick. */
    static Flag percentage(Flag flag, Percentage share) {
        Split alone = Split.ofWeights(Map.of(onVariant(flag), share));
        return serving(
                flag,
                flag.definition() instanceof Rich rich
                        ? rich.defaultSplit(share).orElse(alone)
                        : alone);
    }

    static Flag variant(Flag flag, String variant) {
        Collection<String> variants = flag.definition().variants().keySet();
        if (!variants.contains(variant)) {
            throw new IllegalArgumentException(
                    key(flag) + " has no variant " + quote(variant) + "; allowed are " + quoted(variants));
        }
        return serving(flag, Serve.variant(variant));
    }

    static Flag value(Flag flag, JsonValue value) {
        Map<String, JsonValue> variants = flag.definition().variants();
        return variants.entrySet().stream()
                .filter(variant -> isSame(variant.getValue(), value))
                .findFirst()
                .map(variant -> serving(flag, Serve.variant(variant.getKey())))
                .orElseThrow(() -> new IllegalArgumentException(key(flag) + " has no variant with the value "
                        + value.toJson() + "; allowed are "
                        + variants.values().stream().map(JsonValue::toJson).collect(Collectors.joining(", "))));
    }

    /** Another definition of a flag, which must not be able to serve what the one in use cannot. */
    static Flag redefined(Flag flag, Flag other) {
        if (other.type() != flag.type()) {
            throw new IllegalArgumentException(key(flag) + " is of type "
                    + flag.type().key() + "; one of type " + other.type().key() + " cannot stand in for it");
        }
        other.definition().variants().forEach((variant, value) -> {
            JsonValue known = variant(flag, variant).definition().variants().get(variant);
            if (known == null || !isSame(known, value)) {
                throw new IllegalArgumentException(
                        key(flag) + " has another value as variant " + quote(variant) + "; allowed is " + known);
            }
        });
        return other;
    }

    // --- flags that are not

    static Flag undefined(String name) {
        return Flag.builder(name).build();
    }

    /** A boolean flag for {@code on} and {@code off}, and otherwise one whose value is the name of its variant. */
    static Flag undefined(String name, String variant) {
        return variant.equals(Definition.ON) || variant.equals(Definition.OFF)
                ? variant(undefined(name), variant)
                : single(name, FlagType.STRING, variant, new JsonString(variant));
    }

    static Flag undefined(String name, FlagType type, JsonValue value) {
        return value instanceof JsonBoolean && type == FlagType.BOOLEAN
                ? value(undefined(name), value)
                : single(name, type, ONLY, value);
    }

    private static Flag single(String name, FlagType type, String variant, JsonValue value) {
        Rich definition = Rich.builder(type)
                .variant(variant, value)
                .offVariant(variant)
                .defaultVariant(variant)
                .build();
        return Flag.builder(name).enabled().definition(definition).build();
    }

    // --- both

    private static Flag serving(Flag flag, Serve serve) {
        Rich.Builder definition = Rich.builder(flag.type())
                .offVariant(flag.definition().offVariant())
                .defaultServe(serve);
        flag.definition().variants().forEach(definition::variant);
        return Flag.builder(flag.name())
                .enabled()
                .definition(definition.build())
                .salt(flag.salt())
                .bucketBy(flag.bucketBy())
                .build();
    }

    private static String onVariant(Flag flag) {
        if (flag.type() != FlagType.BOOLEAN || !flag.definition().variants().containsValue(JsonBoolean.TRUE)) {
            throw new IllegalArgumentException(
                    key(flag) + " cannot be on, since no variant of it is true; its variants are "
                            + quoted(flag.definition().variants().keySet()));
        }
        return flag.definition().onVariant();
    }

    private static boolean isSame(JsonValue a, JsonValue b) {
        return (a instanceof JsonNumber left && b instanceof JsonNumber right)
                ? left.toBigDecimal().compareTo(right.toBigDecimal()) == 0
                : a.equals(b);
    }

    private static DocumentKey key(Flag flag) {
        return DocumentKey.flag(flag.name());
    }

    private static String quoted(Collection<String> names) {
        List<String> quoted = names.stream().map(Pins::quote).toList();
        return String.join(", ", quoted);
    }

    private static String quote(String name) {
        return new JsonString(name).toJson();
    }
}
