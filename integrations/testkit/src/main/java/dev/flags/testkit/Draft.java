package dev.flags.testkit;

/**
 * A part of a configuration that is complete once it is known what is there to refer to: so that shrinking takes away what
 * was referred to, and what refers to it turns to something else.
 */
@FunctionalInterface
interface Draft<T> {
    T completed(Drawn drawn);
}
