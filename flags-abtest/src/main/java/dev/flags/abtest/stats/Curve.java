package dev.flags.abtest.stats;

/**
 * A posterior distribution on the whole line, as logarithms, which neither underflow nor cancel. Density and distribution
 * function are log-concave, and so are their products.
 */
interface Curve {
    double lnDensity(double u);

    /** ln P(X ≤ u). */
    double lnBelow(double u);

    /** ln P(X &gt; u). */
    double lnAbove(double u);

    /** About where it is. */
    double centre();

    /** About how wide its narrowest feature is: the standard deviation, or less. An integral takes steps of half of it. */
    double scale();
}
