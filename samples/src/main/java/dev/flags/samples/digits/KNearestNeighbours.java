package dev.flags.samples.digits;

import java.util.Arrays;
import java.util.List;

/**
 * The new model: it remembers every training image, and lets the {@code k} nearest by squared Euclidean distance vote.
 * More often right than {@link NearestCentroid}, and slower: it compares each request with the whole training set.
 *
 * <p>Ties are broken in two places: of equally near images the one that came first in training votes, and of digits
 * with equally many votes the one with the nearest image wins.
 */
public final class KNearestNeighbours implements Classifier {
    private final int k;
    private final List<Digit> training;

    private KNearestNeighbours(int k, List<Digit> training) {
        this.k = k;
        this.training = training;
    }

    /**
     * Remembers the images.
     *
     * @param k how many images vote, from 1 to the number of images
     * @throws IllegalArgumentException if {@code k} is out of range
     */
    public static KNearestNeighbours train(int k, List<Digit> training) {
        if (k < 1 || k > training.size()) {
            throw new IllegalArgumentException("k not in [1, " + training.size() + "]: " + k);
        }
        return new KNearestNeighbours(k, List.copyOf(training));
    }

    @Override
    public int classify(Digit digit) {
        // The k nearest so far, sorted by distance: an insertion sort of which only the head is kept.
        int[] distances = new int[k];
        int[] labels = new int[k];
        Arrays.fill(distances, Integer.MAX_VALUE);
        for (Digit candidate : training) {
            int distance = digit.pixels().squaredDistanceTo(candidate.pixels());
            if (distance < distances[k - 1]) {
                insert(distances, labels, distance, candidate.label());
            }
        }
        return mostVotes(labels);
    }

    /** Drops the last entry and puts the new one behind all that are as near or nearer. */
    private static void insert(int[] distances, int[] labels, int distance, int label) {
        int place = distances.length - 1;
        while (place > 0 && distances[place - 1] > distance) {
            distances[place] = distances[place - 1];
            labels[place] = labels[place - 1];
            place--;
        }
        distances[place] = distance;
        labels[place] = label;
    }

    /** @param labels the votes, nearest first; that order breaks a tie */
    private static int mostVotes(int[] labels) {
        int[] votes = new int[Digit.LABELS];
        for (int label : labels) {
            votes[label]++;
        }
        int winner = labels[0];
        for (int label : labels) {
            if (votes[label] > votes[winner]) {
                winner = label;
            }
        }
        return winner;
    }

    @Override
    public String name() {
        return "knn-" + k;
    }
}
