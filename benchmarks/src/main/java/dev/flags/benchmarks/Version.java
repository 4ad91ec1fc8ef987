package dev.flags.benchmarks;

/** Three numbers in a long. */
public final class Version {
    private Version() {}

    public static long packed(String text) {
        long packed = 0;
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                packed = packed << 20 | number;
                number = 0;
            } else {
                number = number * 10 + (c - '0');
            }
        }
        return packed << 20 | number;
    }
}
