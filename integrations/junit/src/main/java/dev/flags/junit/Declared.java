package dev.flags.junit;

import dev.flags.config.Percentage;
import dev.flags.testing.TestFlags;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What the annotations of a test say, with those of its class and of the classes above and around it. */
final class Declared {
    /** From the outermost class to the test's method. */
    private final List<AnnotatedElement> elements;

    private Declared(List<AnnotatedElement> elements) {
        this.elements = elements;
    }

    static Declared of(ExtensionContext context) {
        Deque<AnnotatedElement> elements = new ArrayDeque<>();
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.flatMap(ExtensionContext::getParent)) {
            at.flatMap(ExtensionContext::getElement)
                    .filter(element -> !element.equals(elements.peekFirst())) // an invocation has its template's
                    .ifPresent(elements::addFirst);
        }
        return new Declared(List.copyOf(elements));
    }

    Optional<FlagsFile> file() {
        return nearest(FlagsFile.class);
    }

    boolean isStrict() {
        return nearest(StrictFlags.class).map(StrictFlags::value).orElse(false);
    }

    /** The names of the flags that the test's method pins. */
    Set<String> pinnedByMethod() {
        Set<String> names = new HashSet<>();
        pins(elements.get(elements.size() - 1)).forEach(pin -> names.add(pin.name()));
        return names;
    }

    /**
     * Pins what is declared, the nearest last, so that it wins.
     *
     * @throws IllegalArgumentException if an annotation cannot be meant
     */
    void pin(TestFlags flags) {
        elements.stream().flatMap(Declared::declaring).forEach(element -> {
            requireNamedOnce(element);
            pins(element).forEach(pin -> pin(pin, flags));
        });
    }

    private static void pin(WithFlag pin, TestFlags flags) {
        boolean hasVariant = !pin.variant().isEmpty();
        boolean hasPercentage = !Double.isNaN(pin.percentage());
        if (Stream.of(hasVariant, hasPercentage, !pin.enabled())
                        .filter(said -> said)
                        .count()
                > 1) {
            throw new IllegalArgumentException(
                    pin + " says more than one of enabled, variant and percentage; one is allowed");
        }
        if (hasVariant) {
            flags.variant(pin.name(), pin.variant());
        } else if (hasPercentage) {
            flags.percentage(pin.name(), Percentage.ofPercent(pin.percentage()));
        } else if (pin.enabled()) {
            flags.enable(pin.name());
        } else {
            flags.disable(pin.name());
        }
    }

    /** Which of two on one element would win depends on how they are written down. */
    private static void requireNamedOnce(AnnotatedElement element) {
        Set<String> names = new HashSet<>();
        for (WithFlag pin : element.getDeclaredAnnotationsByType(WithFlag.class)) {
            if (!names.add(pin.name())) {
                throw new IllegalArgumentException(element + " has two @WithFlag of \"" + pin.name() + "\"");
            }
        }
    }

    /** A class has those of its superclasses, and they come before its own. */
    private static Stream<AnnotatedElement> declaring(AnnotatedElement element) {
        List<AnnotatedElement> declaring = new ArrayList<>();
        declaring.add(element);
        if (element instanceof Class<?> type) {
            for (Class<?> above = type.getSuperclass(); above != null; above = above.getSuperclass()) {
                declaring.add(above);
            }
        }
        Collections.reverse(declaring);
        return declaring.stream();
    }

    private static List<WithFlag> pins(AnnotatedElement element) {
        return AnnotationSupport.findRepeatableAnnotations(element, WithFlag.class);
    }

    private <A extends Annotation> Optional<A> nearest(Class<A> type) {
        for (int i = elements.size() - 1; i >= 0; i--) {
            Optional<A> found = AnnotationSupport.findAnnotation(elements.get(i), type);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
