package dev.flags.config;

import com.google.common.collect.ImmutableMap;
import dev.flags.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flags, and the segments and layers that they name: each valid by itself, and all of them together. Immutable.
 *
 * <pre>{@code
 * Configuration configuration = Configuration.of(Flag.builder("new_checkout").enabled().build());
 * }</pre>
 */
public record Configuration(List<Flag> flags, List<Segment> segments, List<Layer> layers) {
    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);

    /** Without a flag. */
    public static final Configuration EMPTY = of();

    /** @throws ConfigException with everything that is wrong: two of one name, and what {@link ReferenceCheck} finds */
    public Configuration {
        flags = List.copyOf(flags);
        segments = List.copyOf(segments);
        layers = List.copyOf(layers);
        Problems problems = new Problems(ConfigFile.NAME);
        checkUnique(flags, flag -> DocumentKey.flag(flag.name()), problems);
        checkUnique(segments, segment -> DocumentKey.segment(segment.name()), problems);
        checkUnique(layers, layer -> DocumentKey.layer(layer.name()), problems);
        ReferenceCheck.of(byKey(flags, segments, layers), Set.of()).values().forEach(problems::addAll);
        problems.result(flags).orThrow();
    }

    /** Flags alone. */
    public static Configuration of(Flag... flags) {
        return new Configuration(List.of(flags), List.of(), List.of());
    }

    /**
     * Reads a configuration file from UTF-8. Warnings, such as of a member that nothing knows, go to the log; the linter in
     * {@code dev.flags.lint} tells them, and more.
     *
     * @throws ConfigException with everything that is wrong, so that nothing of the file is left out
     */
    public static Configuration read(byte[] utf8) {
        Parsed<ConfigFile> file = ConfigFile.read(utf8);
        ReadDocuments read = ReadDocuments.of(file.orThrow());
        if (read.problems().stream().anyMatch(Problem::isError)) {
            List<Problem> problems = new ArrayList<>(read.problems());
            read.unfit().values().forEach(problems::addAll);
            throw new ConfigException(problems);
        }
        Configuration configuration = new Configuration(read.flags(), read.segments(), read.layers());
        Stream.concat(file.problems().stream(), read.problems().stream())
                .forEach(warning -> LOG.warn("A configuration was read with a warning: {}", warning));
        return configuration;
    }

    /** As {@link #read(byte[])}, from a text such as one that is written down in a test. */
    public static Configuration read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    public Optional<Flag> flag(String name) {
        return flags.stream().filter(flag -> flag.name().equals(name)).findFirst();
    }

    /**
     * The flag of a name that should be there.
     *
     * @throws IllegalArgumentException if it is not; the message says which one was probably meant
     */
    public Flag require(String name) {
        List<String> names = flags.stream().map(Flag::name).toList();
        return flag(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no " + DocumentKey.flag(name) + Text.hint(name, names)));
    }

    /**
     * This with other flags, which replace those of their names.
     *
     * @throws ConfigException if that is not valid
     */
    public Configuration with(Collection<Flag> others) {
        Map<String, Flag> all = new LinkedHashMap<>();
        flags.forEach(flag -> all.put(flag.name(), flag));
        others.forEach(flag -> all.put(flag.name(), flag));
        return new Configuration(List.copyOf(all.values()), segments, layers);
    }

    /** The text of each document, flags first, in their order. */
    public Map<DocumentKey, JsonObject> documents() {
        ImmutableMap.Builder<DocumentKey, JsonObject> documents = ImmutableMap.builder();
        flags.forEach(flag -> documents.put(DocumentKey.flag(flag.name()), ConfigCodec.write(flag)));
        segments.forEach(segment -> documents.put(DocumentKey.segment(segment.name()), ConfigCodec.write(segment)));
        layers.forEach(layer -> documents.put(DocumentKey.layer(layer.name()), ConfigCodec.write(layer)));
        return documents.buildOrThrow();
    }

    /** Everything that what a flag answers depends on besides itself; nothing if there is no such flag. */
    public Set<DocumentKey> dependencies(String flag) {
        Map<DocumentKey, Object> values = byKey(flags, segments, layers);
        return flag(flag).map(root -> ReferenceCheck.reachable(root, values)).orElse(Set.of());
    }

    /** All of them, in their order. */
    static Map<DocumentKey, Object> byKey(List<Flag> flags, List<Segment> segments, List<Layer> layers) {
        Map<DocumentKey, Object> values = new LinkedHashMap<>();
        flags.forEach(flag -> values.put(DocumentKey.flag(flag.name()), flag));
        segments.forEach(segment -> values.put(DocumentKey.segment(segment.name()), segment));
        layers.forEach(layer -> values.put(DocumentKey.layer(layer.name()), layer));
        return values;
    }

    private static <T> void checkUnique(List<T> values, Function<T, DocumentKey> key, Problems problems) {
        Set<DocumentKey> seen = new HashSet<>();
        values.stream()
                .map(key)
                .filter(each -> !seen.add(each))
                .distinct()
                .forEach(twice -> problems.errorIn(twice, "is there twice"));
    }

    /** How much there is of each kind; what it says may hold somebody's ids. */
    @Override
    public String toString() {
        return "Configuration[" + flags.size() + " flags, " + segments.size() + " segments, " + layers.size()
                + " layers]";
    }
}
