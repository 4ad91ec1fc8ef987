package dev.flags.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Instead of {@code @Test}: runs a test under the variants of some flags, once for each combination. If there are too many,
 * under about as few as it takes for any two variants of two flags to meet.
 *
 * <p>With a {@link FlagsFile} a flag has the variants that it has there; otherwise it is boolean, and has {@code on} and
 * {@code off}.
 *
 * <pre>{@code
 * @FlagMatrix({"new_checkout", "express_shipping"})
 * void everyOrder_isPaidOnce(Flags flags) { ... } // [1] new_checkout=on, express_shipping=on …
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD})
@TestTemplate
@ExtendWith({FlagsExtension.class, MatrixExtension.class})
public @interface FlagMatrix {
    /** The names of the flags, at least one. */
    String[] value();

    /** How many combinations are all run; from one more on, only pairs are. At least 1. */
    int exhaustiveUpTo() default 64;
}
