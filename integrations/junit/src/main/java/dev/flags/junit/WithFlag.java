package dev.flags.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pins a flag for a test, or for all tests of a class, its subclasses and its nested classes. The nearest one to the test
 * wins: its method, then its class, then a superclass, then the class around it. Can be part of an annotation of your own.
 *
 * <p>Says one thing at most: {@code enabled}, {@code variant} or {@code percentage}; without any of them the flag is on.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(WithFlag.List.class)
@ExtendWith(FlagsExtension.class)
public @interface WithFlag {
    /** The flag's name. With a {@link FlagsFile} it has to be there. */
    String name();

    /** Whether a boolean flag is on; false makes a flag of any type serve its off variant. */
    boolean enabled() default true;

    /** The variant that everybody gets. With a {@link FlagsFile} the flag has to have it. */
    String variant() default "";

    /** The share of users that a boolean flag is on for, in percent from 0 to 100 in steps of 0.001. */
    double percentage() default Double.NaN;

    /** Several of them, as the compiler writes it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ExtendWith(FlagsExtension.class)
    @interface List {
        WithFlag[] value();
    }
}
