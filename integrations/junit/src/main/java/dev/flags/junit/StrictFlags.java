package dev.flags.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test in which a flag was read that nobody pinned: its answer would change one day, and the test with it. Reads
 * through a {@link dev.flags.FeatureFlagManager} do not count. The nearest one to the test wins.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(FlagsExtension.class)
public @interface StrictFlags {
    /** False makes an exception from a class that is strict. */
    boolean value() default true;
}
