package dev.flags;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Iterator;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What applications may put into a context by mistake: values that throw, never end, or lie. */
final class Hostile {
    /** What all exceptions say, and nobody may repeat. */
    static final String SECRET = "alice@example.com";

    private Hostile() {}

    static String thrown() {
        throw new IllegalStateException(SECRET);
    }

    @SuppressWarnings("InfiniteRecursion") // this is what it is for
    static String overflow() {
        return overflow() + "x";
    }

    /** Elements that are made one by one. */
    static final class Elements extends AbstractCollection<Object> {
        private final int size;
        private final Supplier<?> element;

        Elements(int size, Supplier<?> element) {
            this.size = size;
            this.element = element;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Object> iterator() {
            return Stream.<Object>generate(element).limit(size).iterator();
        }
    }

    /** A list whose size nobody can know. */
    static final class Endless extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            return overflow();
        }

        @Override
        public int size() {
            return overflow().length();
        }
    }

    /** A map that tells all its entries, or fails to, and nothing else. */
    static final class Entries extends AbstractMap<String, Object> {
        private final Consumer<BiConsumer<? super String, ? super Object>> tell;

        Entries(Consumer<BiConsumer<? super String, ? super Object>> tell) {
            this.tell = tell;
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super Object> action) {
            tell.accept(action);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException(SECRET);
        }
    }

    /** A text that has nothing else of a text. */
    static final class Text implements CharSequence {
        private final Supplier<String> text;

        Text(Supplier<String> text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text.get();
        }

        @Override
        public int length() {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public char charAt(int index) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException(SECRET);
        }
    }

    enum Constant {
        x;

        @Override
        public String toString() {
            throw new IllegalStateException(SECRET);
        }
    }

    /** A number of a type that nobody knows. */
    static final class Quantity extends Number {
        private static final long serialVersionUID = 1L;

        private final transient Supplier<String> text;

        Quantity(Supplier<String> text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text.get();
        }

        @Override
        public int intValue() {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public long longValue() {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public float floatValue() {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public double doubleValue() {
            throw new IllegalStateException(SECRET);
        }
    }

    /** A decimal that does not stand being compared, which it would be at every question. */
    static final class Uncomparable extends BigDecimal {
        private static final long serialVersionUID = 1L;

        Uncomparable(String text) {
            super(text);
        }

        @Override
        public int compareTo(BigDecimal other) {
            throw new IllegalStateException(SECRET);
        }
    }

    /** An integer that does not know how long it is. */
    static final class Lying extends BigInteger {
        private static final long serialVersionUID = 1L;

        Lying(String text) {
            super(text);
        }

        @Override
        public int bitLength() {
            return 1;
        }

        @Override
        public long longValue() {
            throw new IllegalStateException(SECRET);
        }
    }
}
