package dev.flags.abtest.stats;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** The values of a stream of the vectors, which a formula makes, exactly: {@code offset + 2^shift * ((a*i + c) mod m)}. */
record StreamVector(long n, double offset, double unit, long factor, long addend, long modulus) {

    static StreamVector of(VectorCase c) {
        return new StreamVector(
                c.count("n"),
                c.number("offset"),
                Math.scalb(1.0, (int) c.number("shift")),
                c.count("a"),
                c.count("c"),
                c.count("m"));
    }

    /** Every so manieth value, in its order. */
    DoubleStream from(long first, long step) {
        return LongStream.iterate(first, i -> i < n, i -> i + step)
                .mapToDouble(i -> offset + unit * ((factor * i + addend) % modulus));
    }
}
