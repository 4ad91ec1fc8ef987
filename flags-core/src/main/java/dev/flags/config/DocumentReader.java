package dev.flags.config;

import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads segments and layers. */
final class DocumentReader {
    private static final String METADATA = "metadata";

    private final Problems problems;
    private final Members members;

    private DocumentReader(Kind kind, JsonObject object) {
        this.problems = new Problems(new DocumentKey(kind, nameOf(object)));
        this.members = new Members(object, "", problems);
    }

    static String nameOf(JsonObject document) {
        return document.get("name")
                .map(name -> name instanceof JsonString string ? string.value() : "")
                .orElse("");
    }

    static Parsed<Segment> readSegment(JsonObject object) {
        DocumentReader reader = new DocumentReader(Kind.SEGMENT, object);
        return reader.problems.result(reader.segment());
    }

    static Parsed<Layer> readLayer(JsonObject object) {
        DocumentReader reader = new DocumentReader(Kind.LAYER, object);
        return reader.problems.result(reader.layer());
    }

    private Segment segment() {
        String name = members.requiredString("name");
        List<String> included = members.strings("included");
        List<String> excluded = members.strings("excluded");
        String attribute = members.string("attribute").orElse(Attributes.USER);
        Optional<Condition> when = members.condition("when");
        Optional<String> file = members.string("included_file");
        JsonObject extras = extras();
        return problems.make(
                "",
                () -> new Segment(name, included, excluded, attribute, when.orElse(null), file.orElse(null), extras),
                () -> Segment.ofUsers("?", List.of()));
    }

    private Layer layer() {
        String name = members.requiredString("name");
        Optional<String> salt = members.string("salt");
        List<String> bucketBy = members.bucketBy();
        Map<String, List<Layer.Slots>> slots = new LinkedHashMap<>();
        members.required("slots");
        members.object("slots")
                .members()
                .forEach((flag, ranges) -> slots.put(
                        flag, members.list(ranges, JsonPointer.child(members.at("slots"), flag), this::slots)));
        JsonObject extras = extras();
        return problems.make(
                "",
                () -> new Layer(
                        name,
                        salt.orElse(null),
                        bucketBy.isEmpty() ? Attributes.DEFAULT_BUCKET_BY : bucketBy,
                        slots,
                        extras),
                () -> new Layer("?", null, Attributes.DEFAULT_BUCKET_BY, Map.of(), extras));
    }

    private JsonObject extras() {
        JsonObject.Builder extras = JsonObject.builder();
        JsonObject metadata = members.object(METADATA);
        if (members.has(METADATA)) {
            extras.put(METADATA, metadata);
        }
        return extras.putAll(members.keepUnknown()).build();
    }

    private Layer.Slots slots(JsonValue value, String pointer) {
        Layer.Slots nothing = new Layer.Slots(0, 0);
        if (!(value instanceof JsonArray array) || array.elements().size() != 2) {
            problems.error(pointer, "is no range; [from, to] with 0 <= from <= to <= 100000 is required");
            return nothing;
        }
        SplitReader ends = new SplitReader(problems);
        OptionalInt from = ends.slot(array.elements().get(0), pointer + "/0");
        OptionalInt to = ends.slot(array.elements().get(1), pointer + "/1");
        if (from.isEmpty() || to.isEmpty()) {
            return nothing;
        }
        return problems.make(pointer, () -> new Layer.Slots(from.getAsInt(), to.getAsInt()), () -> nothing);
    }
}
