package dev.flags.testkit;

import dev.flags.config.ConfigFile;
import dev.flags.config.Configuration;
import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.SampleReportingFormat;

/** Shows a configuration in jqwik's reports as the file that says it. jqwik finds this by itself. */
public final class ConfigurationFormat implements SampleReportingFormat {
    /** For jqwik. */
    public ConfigurationFormat() {}

    @Override
    public boolean appliesTo(Object value) {
        return value instanceof Configuration;
    }

    @Override
    public Object report(Object value) {
        return text((Configuration) value);
    }

    static String text(Configuration configuration) {
        ConfigFile file = new ConfigFile(
                documents(Kind.FLAG, configuration),
                documents(Kind.SEGMENT, configuration),
                documents(Kind.LAYER, configuration),
                OptionalLong.empty(),
                ConfigFile.SCHEMA,
                JsonObject.EMPTY,
                List.of());
        return new String(file.write(), StandardCharsets.UTF_8);
    }

    private static List<JsonValue> documents(Kind kind, Configuration configuration) {
        return configuration.documents().entrySet().stream()
                .filter(document -> document.getKey().kind().equals(kind))
                .<JsonValue>map(document -> document.getValue())
                .toList();
    }
}
