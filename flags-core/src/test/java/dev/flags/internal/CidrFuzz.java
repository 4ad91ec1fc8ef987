package dev.flags.internal;

import dev.flags.fuzz.FuzzInput;
import dev.flags.fuzz.Law;
import dev.flags.oracle.NaiveEvaluator;
import java.util.List;

/** Two lines, a network and an address: who is inside is what the naive reader says. */
public final class CidrFuzz {
    private static final Cidr V4 = Cidr.parse("0.0.0.0/0");
    private static final Cidr V6 = Cidr.parse("::/0");

    private CidrFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = FuzzInput.lines(data, 2);
        String network = lines.get(0);
        String address = lines.get(1);
        boolean isAddress = isAddress(address);
        Law.same(V4.contains(address) || V6.contains(address), isAddress);
        Law.holds(!isAddress || Cidr.parse(address).contains(address));
        Cidr range;
        try {
            range = Cidr.parse(network);
        } catch (IllegalArgumentException e) {
            Law.holds(!isAddress(network));
            return;
        }
        Law.same(range.toString(), network);
        Law.holds(isAddress(network.split("/", -1)[0]));
        Law.same(range.contains(address), NaiveEvaluator.holds("cidr", network, address));
        Law.same(range, Cidr.parse(network));
        Law.same(range.hashCode(), Cidr.parse(network).hashCode());
    }

    /** An address is inside itself, and what is none is inside nothing. */
    private static boolean isAddress(String text) {
        return !text.contains("/") && NaiveEvaluator.holds("cidr", text, text);
    }
}
