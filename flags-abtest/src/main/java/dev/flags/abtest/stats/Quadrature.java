package dev.flags.abtest.stats;

/** Nodes and weights for integrals over an interval: Gauss and Legendre's rule of 16 nodes on each of equally wide panels. */
final class Quadrature {
    private static final int ORDER = 16;
    private static final double[] UNIT_NODES = new double[ORDER];
    private static final double[] UNIT_WEIGHTS = new double[ORDER];

    static {
        for (int i = 0; i < ORDER; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (ORDER + 0.5));
            double slope = 1;
            for (int step = 0; step < 20; step++) {
                double[] legendre = legendre(x);
                slope = legendre[1];
                x -= legendre[0] / slope;
            }
            UNIT_NODES[i] = x;
            UNIT_WEIGHTS[i] = 2 / ((1 - x * x) * slope * slope);
        }
    }

    private final double[] nodes;
    private final double[] weights;

    private Quadrature(double[] nodes, double[] weights) {
        this.nodes = nodes;
        this.weights = weights;
    }

    /** All weight at one point. */
    static Quadrature at(double point) {
        return new Quadrature(new double[] {point}, new double[] {1});
    }

    /** Legendre's polynomial of that order, and its derivative. */
    private static double[] legendre(double x) {
        double previous = 1;
        double value = x;
        for (int k = 2; k <= ORDER; k++) {
            double next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
            previous = value;
            value = next;
        }
        return new double[] {value, ORDER * (x * value - previous) / (x * x - 1)};
    }

    /** Exact to some 1e-15 for functions that are smooth on the scale of a panel. */
    static Quadrature over(double low, double high, double panelWidth) {
        int panels = (int) Math.max(1, Math.ceil((high - low) / panelWidth));
        double half = (high - low) / panels / 2;
        double[] nodes = new double[panels * ORDER];
        double[] weights = new double[panels * ORDER];
        for (int i = 0; i < nodes.length; i++) {
            double centre = low + half * (2 * (i / ORDER) + 1);
            nodes[i] = centre + half * UNIT_NODES[i % ORDER];
            weights[i] = half * UNIT_WEIGHTS[i % ORDER];
        }
        return new Quadrature(nodes, weights);
    }

    int size() {
        return nodes.length;
    }

    double node(int i) {
        return nodes[i];
    }

    double weight(int i) {
        return weights[i];
    }
}
