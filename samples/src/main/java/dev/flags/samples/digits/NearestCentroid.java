package dev.flags.samples.digits;

import java.util.List;

/**
 * The old model: it remembers only the average image of each digit, and answers with the digit whose average is
 * nearest by squared Euclidean distance. Fast, but blind to the different ways of writing a 9. Of equally near
 * averages the smaller digit wins.
 */
public final class NearestCentroid implements Classifier {
    private final double[][] centroids;

    private NearestCentroid(double[][] centroids) {
        this.centroids = centroids;
    }

    /**
     * Averages the images of each digit.
     *
     * @throws IllegalArgumentException if a digit from 0 to 9 has no image
     */
    public static NearestCentroid train(List<Digit> training) {
        double[][] sums = new double[Digit.LABELS][Pixels.COUNT];
        int[] counts = new int[Digit.LABELS];
        for (Digit digit : training) {
            counts[digit.label()]++;
            double[] sum = sums[digit.label()];
            for (int i = 0; i < Pixels.COUNT; i++) {
                sum[i] += digit.pixels().at(i);
            }
        }
        for (int label = 0; label < Digit.LABELS; label++) {
            if (counts[label] == 0) {
                throw new IllegalArgumentException("training has no image of the digit " + label);
            }
            divide(sums[label], counts[label]);
        }
        return new NearestCentroid(sums);
    }

    private static void divide(double[] values, int divisor) {
        for (int i = 0; i < values.length; i++) {
            values[i] /= divisor;
        }
    }

    @Override
    public int classify(Digit digit) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int label = 0; label < Digit.LABELS; label++) {
            double distance = squaredDistance(digit.pixels(), centroids[label]);
            if (distance < least) {
                least = distance;
                nearest = label;
            }
        }
        return nearest;
    }

    private static double squaredDistance(Pixels pixels, double[] centroid) {
        double sum = 0;
        for (int i = 0; i < Pixels.COUNT; i++) {
            double difference = pixels.at(i) - centroid[i];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public String name() {
        return "centroid";
    }
}
