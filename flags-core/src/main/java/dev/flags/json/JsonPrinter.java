package dev.flags.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/** Writes JSON, in one line or for people. */
final class JsonPrinter {
    private static final int LINE_WIDTH = 120;
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final StringBuilder out = new StringBuilder();
    private final String separator;
    private final String colon;
    private int brokenLevels;

    private JsonPrinter(String separator, String colon) {
        this.separator = separator;
        this.colon = colon;
    }

    static String compact(JsonValue value) {
        JsonPrinter printer = new JsonPrinter(",", ":");
        printer.line(value);
        return printer.out.toString();
    }

    static String pretty(JsonValue value, int brokenLevels) {
        JsonPrinter printer = new JsonPrinter(", ", ": ");
        printer.brokenLevels = brokenLevels;
        printer.block(value, 0);
        return printer.out.toString();
    }

    private void line(JsonValue value) {
        if (value instanceof JsonObject object) {
            String before = "";
            out.append('{');
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                out.append(before);
                string(member.getKey());
                out.append(colon);
                line(member.getValue());
                before = separator;
            }
            out.append('}');
        } else if (value instanceof JsonArray array) {
            String before = "";
            out.append('[');
            for (JsonValue element : array.elements()) {
                out.append(before);
                line(element);
                before = separator;
            }
            out.append(']');
        } else {
            scalar(value);
        }
    }

    private void scalar(JsonValue value) {
        if (value instanceof JsonString string) {
            string(string.value());
        } else if (value instanceof JsonNumber number) {
            out.append(number.literal());
        } else if (value instanceof JsonBoolean bool) {
            out.append(bool.value());
        } else {
            out.append("null");
        }
    }

    private void string(String value) {
        out.append('"');
        ENCODER.quoteAsString(value, out);
        out.append('"');
    }

    /** Tries the value in the rest of the line, and breaks it up if that is too narrow. */
    private void block(JsonValue value, int indent) {
        int start = out.length();
        int column = start - (out.lastIndexOf("\n") + 1);
        if (indent >= brokenLevels && !isLong(value)) {
            line(value);
            if (column + out.length() - start <= LINE_WIDTH) {
                return;
            }
            out.setLength(start);
        }
        if (value instanceof JsonObject object && !object.isEmpty()) {
            String before = "{";
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                out.append(before);
                newLine(indent + 1);
                string(member.getKey());
                out.append(colon);
                block(member.getValue(), indent + 1);
                before = ",";
            }
            newLine(indent);
            out.append('}');
        } else if (value instanceof JsonArray array && !array.elements().isEmpty()) {
            String before = "[";
            for (JsonValue element : array.elements()) {
                out.append(before);
                newLine(indent + 1);
                block(element, indent + 1);
                before = ",";
            }
            newLine(indent);
            out.append(']');
        } else {
            line(value);
        }
    }

    /** Whether a value has more members than a line could hold, so that trying would be a waste. */
    private static boolean isLong(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.members().size() > LINE_WIDTH / 5;
        }
        return value instanceof JsonArray array && array.elements().size() > LINE_WIDTH / 2;
    }

    private void newLine(int indent) {
        out.append('\n').append("  ".repeat(indent));
    }
}
