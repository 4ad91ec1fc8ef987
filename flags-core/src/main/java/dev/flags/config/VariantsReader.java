package dev.flags.config;

import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the variants of a flag in the rich form: their type, and which of them is the off variant. */
final class VariantsReader {
    private final Members members;
    private final Problems problems;

    VariantsReader(Members members, Problems problems) {
        this.members = members;
        this.problems = problems;
    }

    /**
     * What a flag can serve.
     *
     * @param standIn a variant that is declared, so that what is wrong elsewhere causes no second problem
     * @param areKnown whether these are the variants that are meant; else nothing can be said of one that is not declared
     */
    record Variants(FlagType type, Map<String, JsonValue> values, String off, String standIn, boolean areKnown) {

        Rich.Builder toBuilder() {
            Rich.Builder rich = Rich.builder(type).offVariant(off);
            values.forEach(rich::variant);
            return rich;
        }

        /** A definition of variants with these names that the rest of a flag can be checked against. */
        Rich standInDefinition() {
            Rich.Builder rich = Rich.ofBoolean().offVariant(standIn).defaultVariant(standIn);
            values.keySet().stream()
                    .filter(VariantsReader::isName)
                    .forEach(name -> rich.variant(name, JsonBoolean.TRUE));
            return rich.build();
        }
    }

    Variants read() {
        Optional<JsonValue> given = members.value("variants");
        Map<String, JsonValue> declared = members.object("variants").members();
        FlagType type = members.oneOf("type", List.of(FlagType.values()), FlagType::key)
                .orElseGet(() -> FlagType.inferredFrom(declared.values()));
        if (given.isEmpty() && type == FlagType.BOOLEAN) {
            return variants(type, Plain.VARIANTS);
        }
        if (declared.keySet().stream().anyMatch(VariantsReader::isName)) {
            return variants(type, declared);
        }
        if (given.isEmpty()) {
            problems.error("", "\"variants\" is required for a flag of type " + type.key());
        } else if (given.get().equals(JsonObject.EMPTY)) {
            problems.error(members.at("variants"), "is empty; at least one variant is required");
        }
        refuseNames(declared.keySet());
        members.string("off_variant");
        return new Variants(FlagType.BOOLEAN, Plain.VARIANTS, Definition.OFF, Definition.OFF, false);
    }

    private Variants variants(FlagType type, Map<String, JsonValue> values) {
        String standIn = values.keySet().stream()
                .filter(VariantsReader::isName)
                .findFirst()
                .orElseThrow();
        return new Variants(type, values, offVariant(type, values).orElse(standIn), standIn, true);
    }

    private Optional<String> offVariant(FlagType type, Map<String, JsonValue> values) {
        Optional<String> given = members.string("off_variant");
        if (members.has("off_variant")) {
            return given;
        }
        if (type == FlagType.BOOLEAN && values.containsKey(Definition.OFF)) {
            return Optional.of(Definition.OFF);
        }
        problems.error("", "\"off_variant\" is required for a flag without a boolean variant \"off\"");
        return Optional.empty();
    }

    private void refuseNames(Set<String> names) {
        Checks checks = new Checks();
        names.forEach(name -> checks.name(name, JsonPointer.child("/variants", name)));
        problems.make(
                "",
                () -> {
                    checks.done();
                    return checks;
                },
                () -> checks);
    }

    private static boolean isName(String variant) {
        return !variant.isEmpty() && variant.length() <= Limits.MAX_NAME_LENGTH;
    }
}
