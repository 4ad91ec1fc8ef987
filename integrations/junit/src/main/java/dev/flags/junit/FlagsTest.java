package dev.flags.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test flags of its own, as parameters of the test, of {@code @BeforeEach} and {@code @AfterEach} methods, and
 * of the constructor of a class with a new instance for each test:
 *
 * <ul>
 *   <li>{@link dev.flags.testing.TestFlags}: what {@link WithFlag} and {@link FlagMatrix} pin, and what the test pins
 *       itself.
 *   <li>{@link dev.flags.Flags}: their {@link dev.flags.testing.TestFlags#flags() flags}, for the code under test.
 *   <li>{@link dev.flags.FeatureFlagManager}: for tests of code that operates flags. It starts with what is pinned by then,
 *       in a store in memory, knows nothing of what is pinned later, and is closed after the test.
 * </ul>
 *
 * <p>All parameters of one test belong to the same flags. Which of them were read is published as a report entry of the
 * test, {@code flag.<name>}. The other annotations of this package bring this one along.
 *
 * <pre>{@code
 * @FlagsTest
 * class CheckoutTest {
 *     @Test
 *     @WithFlag(name = "new_checkout")
 *     void newCheckout_hasOnePage(Flags flags) {
 *         assertEquals(1, new Checkout(flags).pages());
 *     }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(FlagsExtension.class)
public @interface FlagsTest {}
