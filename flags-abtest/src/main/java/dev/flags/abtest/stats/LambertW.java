package dev.flags.abtest.stats;

/** The lower real branch of Lambert's W function: the solution w ≤ −1 of {@code w eʷ = x}, for x in [−1/e, 0). */
final class LambertW {
    private static final int MAX_STEPS = 100;

    private LambertW() {}

    /**
     * W₋₁(x), from the logarithm of −x: x itself may be too small for a {@code double}.
     *
     * @param lnMinusX ln(−x), at most −1
     */
    static double minusOne(double lnMinusX) {
        // With y = −w: y − ln y = −ln(−x). Newton's steps from above, where the left side is convex, only come nearer.
        double target = -lnMinusX;
        double y = target + Math.log(target) + 1;
        for (int i = 0; i < MAX_STEPS; i++) {
            double next = y - (y - Math.log(y) - target) / (1 - 1 / y);
            if (!(next < y)) {
                break;
            }
            y = next;
        }
        return -y;
    }
}
