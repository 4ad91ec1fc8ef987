package dev.flags.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts each test from the flags of a configuration file, best the one that production has: then a test cannot pin what
 * production cannot serve, and flags that are not pinned answer as they would there. The nearest one to the test wins.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(FlagsExtension.class)
public @interface FlagsFile {
    /**
     * A path from the working directory, which in most builds is the module's, such as {@code config/feature_flags.json};
     * or a resource beside the classes, such as {@code classpath:flags.json}. Segments of a resource cannot include files.
     */
    String value();
}
