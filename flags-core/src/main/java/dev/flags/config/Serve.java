package dev.flags.config;

/** What a rule or a default serves: one variant, or a split of the units among several. */
public sealed interface Serve permits Serve.Variant, Split {

    /** The same variant for everyone. */
    record Variant(String variant) implements Serve {
        public Variant {
            new Checks().name(variant, "").done();
        }
    }

    static Serve variant(String variant) {
        return new Variant(variant);
    }
}
