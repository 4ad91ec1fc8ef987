package dev.flags.rollout;

import dev.flags.config.ConfigException;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Plans and settings in files: YAML if the name says so, else JSON. */
final class PlanFile {
    private PlanFile() {}

    static JsonObject read(Path file) {
        JsonValue value = value(file, text(file));
        if (value instanceof JsonObject object) {
            return object;
        }
        throw refused(file, "is " + value.typeName() + "; an object is required");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw refused(file, "is not UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static JsonValue value(Path file, String text) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean isYaml = name.endsWith(".yaml") || name.endsWith(".yml");
        try {
            return isYaml ? YamlReader.read(text) : JsonValue.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(file, "is no " + (isYaml ? "YAML" : "JSON") + ": " + e.getMessage());
        }
    }

    private static ConfigException refused(Path file, String why) {
        return new ConfigException(List.of(new Problem(Severity.ERROR, file.toString(), "", why)));
    }
}
