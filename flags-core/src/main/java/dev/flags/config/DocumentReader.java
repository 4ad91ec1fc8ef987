package dev.flags.config;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads segments and layers. */
final class DocumentReader {
    private final Problems problems;
    private final Members members;

    private DocumentReader(Kind kind, JsonObject object) {
        this.problems = new Problems(new DocumentKey(kind, nameOf(object)).toString());
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
        Optional<Condition> when =
                members.value("when").map(value -> new ConditionReader(problems).read(value, members.at("when")));
        Optional<String> file = members.string("included_file");
        JsonObject extras = members.keepUnknown();
        return problems.make(
                "",
                () -> new Segment(name, included, excluded, attribute, when.orElse(null), file.orElse(null), extras),
                () -> Segment.ofUsers("?", List.of()));
    }

    private Layer layer() {
        String name = members.requiredString("name");
        Optional<String> salt = members.string("salt");
        List<String> bucketBy = new SplitReader(problems).bucketBy(members);
        Map<String, List<Layer.Slots>> slots = new LinkedHashMap<>();
        members.required("slots");
        members.object("slots")
                .members()
                .forEach((flag, ranges) -> slots.put(
                        flag, members.list(ranges, JsonPointer.child(members.at("slots"), flag), this::slots)));
        JsonObject extras = members.keepUnknown();
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

    private Layer.Slots slots(JsonValue value, String pointer) {
        if (value instanceof JsonArray array && array.elements().size() == 2) {
            OptionalLong from = SplitReader.integer(array.elements().get(0));
            OptionalLong to = SplitReader.integer(array.elements().get(1));
            if (from.isPresent() && to.isPresent()) {
                return problems.make(
                        pointer,
                        () -> new Layer.Slots(SplitReader.slot(from.getAsLong()), SplitReader.slot(to.getAsLong())),
                        () -> new Layer.Slots(0, 0));
            }
        }
        problems.error(pointer, "is no range; [from, to] with 0 <= from <= to <= 100000 is required");
        return new Layer.Slots(0, 0);
    }
}
