package dev.flags.config;

import dev.flags.fuzz.Law;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A configuration file: each document of it is refused with pointers to something in it, or a value that is written and
 * read as the same.
 */
public final class ConfigCodecFuzz {
    private ConfigCodecFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Parsed<ConfigFile> parsed = ConfigFile.read(data);
        Law.same(parsed.value().isPresent(), parsed.problems().stream().noneMatch(Problem::isError));
        parsed.value().ifPresent(ConfigCodecFuzz::file);
    }

    private static void file(ConfigFile file) {
        byte[] written = file.write();
        Law.same(ConfigFile.read(written).orThrow().flags(), file.flags());
        Law.holds(Arrays.equals(ConfigFile.read(written).orThrow().write(), written));
        file.flags().forEach(value -> document(value, ConfigCodec::readFlag, ConfigCodec::write));
        file.segments().forEach(value -> document(value, ConfigCodec::readSegment, ConfigCodec::write));
        file.layers().forEach(value -> document(value, ConfigCodec::readLayer, ConfigCodec::write));
        file.flags().forEach(ConfigCodecFuzz::over);
    }

    private static <T> void document(
            JsonValue json, Function<JsonObject, Parsed<T>> read, Function<T, JsonObject> write) {
        if (!(json instanceof JsonObject object)) {
            return;
        }
        Parsed<T> parsed = read.apply(object);
        boolean isRefused = parsed.problems().stream().anyMatch(Problem::isError);
        Law.same(parsed.value().isPresent(), !isRefused);
        parsed.problems().forEach(problem -> Law.holds(problem.message().length() <= 600, problem));
        parsed.value().ifPresent(value -> {
            JsonObject written = write.apply(value);
            T again = read.apply((JsonObject) JsonValue.parse(written.toJson())).orThrow();
            Law.same(again, value);
            Law.same(again.hashCode(), value.hashCode());
        });
    }

    /** Written over its own text a flag changes nothing in it, and killing it changes two members and no more. */
    private static void over(JsonValue json) {
        if (!(json instanceof JsonObject object)) {
            return;
        }
        ConfigCodec.readFlag(object).value().ifPresent(flag -> {
            Law.same(ConfigCodec.write(flag, object).toJson(), object.toJson());
            Flag killed = flag.disabled();
            Law.same(ConfigCodec.readFlag(ConfigCodec.write(killed, object)).orThrow(), killed);
        });
    }
}
