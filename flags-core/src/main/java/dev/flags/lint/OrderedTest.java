package dev.flags.lint;

import dev.flags.internal.IsoInstant;
import dev.flags.internal.SemVer;
import dev.flags.lint.Scalar.InstantAt;
import dev.flags.lint.Scalar.Num;
import dev.flags.lint.Scalar.OtherText;
import dev.flags.lint.Scalar.SomeText;
import dev.flags.lint.Scalar.Text;
import dev.flags.lint.Scalar.VersionAt;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Function;

/** Compares by size. */
sealed interface OrderedTest extends ElementTest {
    record NumberIn(Ranges<BigDecimal> ranges) implements OrderedTest {
        @Override
        public int cost() {
            return ranges.size();
        }

        @Override
        public Truth at(Scalar scalar) {
            return Truth.of(scalar instanceof Num number && ranges.contains(number.position()));
        }
    }

    record InstantIn(Ranges<Instant> ranges) implements OrderedTest {
        @Override
        public int cost() {
            return ranges.size();
        }

        @Override
        public Truth at(Scalar scalar) {
            if (scalar instanceof Text text) {
                return ofParsed(text.text(), t -> IsoInstant.parse(t).toInstant(), ranges);
            }
            if (scalar instanceof InstantAt instant) {
                return Truth.of(ranges.contains(instant.position()));
            }
            return Truth.possibly(scalar instanceof SomeText && scalar != OtherText.ANY);
        }
    }

    record VersionIn(Ranges<SemVer> ranges) implements OrderedTest {
        @Override
        public int cost() {
            return ranges.size();
        }

        @Override
        public Truth at(Scalar scalar) {
            if (scalar instanceof Text text) {
                return ofParsed(text.text(), SemVer::parse, ranges);
            }
            if (scalar instanceof VersionAt version) {
                return Truth.of(ranges.contains(version.position()));
            }
            return Truth.possibly(scalar instanceof SomeText && scalar != OtherText.ANY);
        }
    }

    private static <T extends Comparable<T>> Truth ofParsed(String text, Function<String, T> parse, Ranges<T> ranges) {
        try {
            return Truth.of(ranges.contains(parse.apply(text)));
        } catch (IllegalArgumentException e) {
            return Truth.FALSE; // a text of another kind passes no comparison
        }
    }
}
