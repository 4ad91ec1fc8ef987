package dev.flags;

import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A type that values are asked for in, and the conversions to it that lose nothing. */
final class ValueType<T> {
    static final ValueType<Boolean> BOOLEAN = new ValueType<>(Boolean.class, Question.BOOLEAN, value -> null);
    static final ValueType<String> STRING = new ValueType<>(String.class, Question.STRING, value -> null);
    static final ValueType<Long> LONG = new ValueType<>(Long.class, Question.INTEGER, ValueType::toLong);
    static final ValueType<Double> DOUBLE = new ValueType<>(Double.class, Question.DOUBLE, ValueType::toDouble);
    static final ValueType<JsonValue> JSON = new ValueType<>(JsonValue.class, Question.JSON, ValueType::toJson);

    private final Class<T> type;
    private final Question question;
    private final Function<Object, @Nullable T> conversion;

    private ValueType(Class<T> type, Question question, Function<Object, @Nullable T> conversion) {
        this.type = type;
        this.question = question;
        this.conversion = conversion;
    }

    /** What asking for a value in this type is. */
    Question question() {
        return question;
    }

    /** The value in this type, or null if it is not of it. */
    @Nullable T of(Object value) {
        return type.isInstance(value) ? type.cast(value) : conversion.apply(value);
    }

    /** The evaluation in this type; with the fallback and TYPE_MISMATCH if its value is not of it. */
    Evaluation<T> of(Evaluation<Object> evaluation, T fallback) {
        if (type.isInstance(evaluation.value())) {
            @SuppressWarnings("unchecked") // the value, which is all that T says anything about, was checked
            Evaluation<T> typed = (Evaluation<T>) (Evaluation<?>) evaluation;
            return typed;
        }
        T converted = conversion.apply(evaluation.value());
        return converted == null
                ? Evaluation.fallback(fallback, ErrorCode.TYPE_MISMATCH, evaluation.revision())
                : evaluation.withValue(converted);
    }

    static int toInt(long value, int fallback) {
        return value == (int) value ? (int) value : fallback;
    }

    private static @Nullable Long toLong(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 0x1p63) {
            return number.longValue();
        }
        return null;
    }

    private static @Nullable Double toDouble(Object value) {
        if (value instanceof Long number && number.doubleValue() < 0x1p63 && number == (long) number.doubleValue()) {
            return number.doubleValue();
        }
        return null;
    }

    private static @Nullable JsonValue toJson(Object value) {
        if (value instanceof Boolean bool) {
            return JsonBoolean.of(bool);
        }
        if (value instanceof Long number) {
            return JsonNumber.of(number);
        }
        return value instanceof Double number ? JsonNumber.of(number) : new JsonString((String) value);
    }
}
