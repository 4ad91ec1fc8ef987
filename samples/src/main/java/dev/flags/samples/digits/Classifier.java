package dev.flags.samples.digits;

/** A model that tells which digit an image shows. Implementations here are immutable and safe for many threads. */
public interface Classifier {
    /**
     * What the image most likely shows, 0 to 9. Looks at the pixels only, never at the label; the same image always
     * gets the same answer.
     */
    int classify(Digit digit);

    /** A short name for logs and tables, unique among the models of a program. */
    String name();
}
