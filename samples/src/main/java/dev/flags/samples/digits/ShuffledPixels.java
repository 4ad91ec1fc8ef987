package dev.flags.samples.digits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A broken model: a good one behind a loader that mixes up the pixels of each image, always in the same way. It answers as
 * fast as the good one, and fails no request; only its answers are wrong.
 */
public final class ShuffledPixels implements Classifier {
    /** Changing it changes how often the broken model is right by chance. */
    static final long SHUFFLE_SEED = 8;

    private final Classifier model;
    private final List<Integer> order;

    private ShuffledPixels(Classifier model, List<Integer> order) {
        this.model = model;
        this.order = order;
    }

    /** Breaks a model. */
    public static ShuffledPixels before(Classifier model) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, Pixels.COUNT).boxed().toList());
        Collections.shuffle(order, new Random(SHUFFLE_SEED));
        return new ShuffledPixels(model, List.copyOf(order));
    }

    @Override
    public int classify(Digit digit) {
        byte[] ink = new byte[Pixels.COUNT];
        for (int i = 0; i < Pixels.COUNT; i++) {
            ink[i] = (byte) digit.pixels().at(order.get(i));
        }
        return model.classify(new Digit(Pixels.of(ink), digit.label()));
    }

    @Override
    public String name() {
        return "shuffled";
    }
}
