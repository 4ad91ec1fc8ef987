package dev.flags.samples.digits;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up digits for tests that want to choose every pixel. */
final class Digits {
    private Digits() {}

    /** An image with the same ink everywhere. */
    static Digit plain(int everywhere, int label) {
        byte[] ink = new byte[Pixels.COUNT];
        Arrays.fill(ink, (byte) everywhere);
        return new Digit(Pixels.of(ink), label);
    }

    /** One image of each label, in which the label is also the ink of every pixel. */
    static List<Digit> oneOfEach() {
        return IntStream.range(0, Digit.LABELS)
                .mapToObj(label -> plain(label, label))
                .toList();
    }
}
