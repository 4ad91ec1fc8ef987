package dev.flags.config;

import static java.util.Comparator.comparingInt;

import dev.flags.config.SlotOwners.Piece;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Changes the shares of variants and moves no slot that need not move.
 *
 * <p><b>The law.</b> The slots that change owner are exactly as many as the shares grow by, summed over the variants that
 * grow. The gap (the slots of no variant) counts as an owner. Nothing can move fewer.
 *
 * <p><b>Homes.</b> Every variant has a home on the circle of slots: where its first range begins or, as long as it has no
 * range, where it would begin if the weights were laid out in order of declaration from slot 0. A variant holds on longest
 * to what lies next above its home. Homes never change, because the result tells them: it lists the variants by home, and
 * of each variant first the range that begins at the home, then the others as they follow around the circle. A range is
 * not merged across its variant's home. A variant that does not own the slot at its home, as one at 0 % never does, has an
 * anchor there in front of its other ranges. Two variants with the same home stand in order of declaration.
 *
 * <ol>
 *   <li>The ranges are cut at their variants' homes.
 *   <li>A variant that falls gives up what it shrinks by, and only that. First a variant that rises takes what it finds in
 *       its own stretch, from its home up to the next home of a variant whose share changes. Then the variant that falls
 *       gives up the rest from what lies farthest above its home.
 *   <li>The gap counts as a variant. If it shrinks it gives what it shrinks by, those of its slots that the takers come to
 *       first; if it grows it keeps what they leave over; if it stays it gives nothing.
 *   <li>Variants that rise take in order of declaration: all of them first in their own stretches, then all of them from
 *       the slots that are left, the nearest above their home first.
 *   <li>The result is listed as said above, neighbours merged.
 * </ol>
 *
 * <p>Why the own stretch comes first: a variant owns the lower end of its stretch and guests take the upper end from the
 * top, so it must win them back from below. By distance alone a guest would give up the highest slots first, and units
 * that came last would stay while earlier ones go.
 *
 * <p>What follows: the result depends on who owns which slot and on the homes, not on the order or the cut of the ranges;
 * to rebalance again with the same weights changes nothing; and a variant that is raised from 0 at the cost of the gap or
 * of one other variant only ever gains slots, and when it is lowered again it loses them in the opposite order.
 *
 * <p><b>Example</b>, in thousands of slots: {@code a [0, 30) b [30, 60) c [60, 100)} is given the weights a 45 %, b 0 %, c
 * 55 %. The homes are 0, 30 and 60. {@code b} gives [30, 60); {@code a} takes the nearest above 0, [30, 45), and {@code c}
 * the rest, [45, 60). The result is {@code a [0, 45) b [30, 30) c [60, 100) c [45, 60)}; 30 slots have moved, and 15 + 15
 * is what the shares grew by. With the old weights {@code b} finds [30, 45) of {@code a} and [45, 60) of {@code c} in its
 * stretch, and has the very slots that it had before.
 */
final class Rebalance {
    /** In home order. */
    private final List<Party> parties;

    /** The parties whose shares change, as indices, in home order. */
    private final int[] changing;

    private final SlotOwners owners;

    /** What each party, the gap and the pool of freed slots still have to give. */
    private final int[] left;

    /** Owners after the parties. */
    private final int gap;

    private final int freed;

    /** A variant, the slots that it owns and the slots that it is to own; {@code rank} is its place of declaration. */
    private record Party(String variant, int home, int rank, int owned, int asked) {
        static final Comparator<Party> BY_HOME =
                comparingInt(Party::home).thenComparingInt(Party::rank).thenComparing(Party::variant);

        int rise() {
            return Math.max(asked - owned, 0);
        }

        int fall() {
            return Math.max(owned - asked, 0);
        }
    }

    private Rebalance(List<Party> parties, List<SlotRange> ranges) {
        this.parties = parties;
        this.gap = parties.size();
        this.freed = gap + 1;
        this.changing = IntStream.range(0, parties.size())
                .filter(i -> parties.get(i).owned() != parties.get(i).asked())
                .toArray();
        this.owners = new SlotOwners(gap);
        this.left = new int[freed + 1];
        assign(ranges);
    }

    /**
     * The ranges that give every variant the share asked for. A variant that has ranges and is not among the weights is
     * given none and keeps its home.
     *
     * @param ranges disjoint ranges and anchors, the first of each variant at its home
     * @param weights the shares asked for in order of declaration, at most 100 % together
     * @throws IllegalArgumentException if ranges overlap, the weights exceed 100 %, or the result has more than 256 ranges
     */
    static List<SlotRange> rebalance(List<SlotRange> ranges, Map<String, Percentage> weights) {
        requireDisjoint(ranges);
        Rebalance rebalance = new Rebalance(parties(ranges, weights), ranges);
        rebalance.move();
        List<SlotRange> result = rebalance.result();
        if (result.size() > Limits.MAX_RANGES) {
            throw new IllegalArgumentException("the rebalanced split has " + result.size() + " ranges, more than "
                    + Limits.MAX_RANGES + "; compact makes one range of each variant, but moves units");
        }
        return result;
    }

    /**
     * Lays the variants out anew from slot 0, in order of their homes (then of their names): one range each, its share as
     * before, an anchor if it has none. <b>Moves units</b>: it is the way out when repeated rebalancing has left too many
     * ranges. The beginnings of the new ranges are the new homes.
     *
     * @param ranges disjoint ranges and anchors, the first of each variant at its home
     * @throws IllegalArgumentException if ranges overlap
     */
    static List<SlotRange> compact(List<SlotRange> ranges) {
        requireDisjoint(ranges);
        List<SlotRange> result = new ArrayList<>();
        int from = 0;
        for (Party party : parties(ranges, Map.of())) {
            result.add(new SlotRange(party.variant(), from, from + party.owned()));
            from += party.owned();
        }
        return List.copyOf(result);
    }

    private static void requireDisjoint(List<SlotRange> ranges) {
        List<SlotRange> sorted = new ArrayList<>(ranges);
        sorted.removeIf(SlotRange::isAnchor);
        sorted.sort(comparingInt(SlotRange::from));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).to() > sorted.get(i).from()) {
                throw new IllegalArgumentException("ranges overlap: " + sorted.get(i - 1) + " and " + sorted.get(i));
            }
        }
    }

    private static List<Party> parties(List<SlotRange> ranges, Map<String, Percentage> weights) {
        Map<String, Integer> owned = new HashMap<>();
        Map<String, Integer> homes = new LinkedHashMap<>();
        for (SlotRange range : ranges) {
            homes.putIfAbsent(range.variant(), range.from());
            owned.merge(range.variant(), range.slots(), Integer::sum);
        }
        addHomes(homes, weights);
        List<String> declared = List.copyOf(weights.keySet());
        List<Party> parties = new ArrayList<>();
        homes.forEach((variant, home) -> parties.add(new Party(
                variant,
                home,
                declared.indexOf(variant),
                owned.getOrDefault(variant, 0),
                weights.getOrDefault(variant, Percentage.NONE).slots())));
        parties.sort(Party.BY_HOME);
        return parties;
    }

    /** Gives the variants without a range their homes. Slot 100 000 is one too: it lies after all others, not at slot 0. */
    private static void addHomes(Map<String, Integer> homes, Map<String, Percentage> weights) {
        int start = 0;
        for (Map.Entry<String, Percentage> weight : weights.entrySet()) {
            homes.putIfAbsent(weight.getKey(), start);
            start += weight.getValue().slots();
            if (start > Percentage.SCALE) {
                throw new IllegalArgumentException("weights exceed 100 % together: " + weights);
            }
        }
    }

    private void assign(List<SlotRange> ranges) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < parties.size(); i++) {
            index.put(parties.get(i).variant(), i);
        }
        for (SlotRange range : ranges) {
            owners.assign(range.from(), range.to(), index.getOrDefault(range.variant(), gap));
        }
    }

    private void move() {
        int growth = 0;
        int[] missing = new int[changing.length];
        for (int k = 0; k < changing.length; k++) {
            Party party = parties.get(changing[k]);
            missing[k] = party.rise();
            left[changing[k]] = party.fall();
            growth += party.rise() - party.fall();
        }
        left[gap] = Math.max(growth, 0);

        List<Integer> order = inOrderOfDeclaration();
        order.forEach(k -> missing[k] -= hand(changing[k], missing[k], ownStretch(k)));
        order.forEach(k -> free(changing[k]));
        order.forEach(k -> missing[k] -= hand(changing[k], missing[k], owners.piecesAbove(home(k))));
    }

    /** Indices into {@link #changing}. */
    private List<Integer> inOrderOfDeclaration() {
        return IntStream.range(0, changing.length)
                .boxed()
                .sorted(comparingInt(k -> parties.get(changing[k]).rank()))
                .toList();
    }

    /** From a party's home to the next one; the last stretch goes around the end of the scale. */
    private List<Piece> ownStretch(int k) {
        if (k + 1 < changing.length) {
            return owners.pieces(home(k), home(k + 1));
        }
        List<Piece> stretch = owners.pieces(home(k), Percentage.SCALE);
        stretch.addAll(owners.pieces(0, home(0)));
        return stretch;
    }

    private int home(int k) {
        return parties.get(changing[k]).home();
    }

    /** Hands slots to a taker, the lowest of each piece first, from owners that have to give; returns how many. */
    private int hand(int taker, int wanted, List<Piece> path) {
        int missing = wanted;
        for (Piece piece : path) {
            int slots = Math.min(missing, Math.min(piece.slots(), left[piece.owner()]));
            owners.assign(piece.from(), piece.from() + slots, taker);
            left[piece.owner()] -= slots;
            missing -= slots;
        }
        return wanted - missing;
    }

    /** Puts what a party still has to give into the pool, the farthest above its home first. */
    private void free(int giver) {
        List<Piece> owned = owners.ownedAbove(parties.get(giver).home(), giver);
        Collections.reverse(owned);
        for (Piece piece : owned) {
            int slots = Math.min(piece.slots(), left[giver]);
            owners.assign(piece.to() - slots, piece.to(), freed);
            left[giver] -= slots;
            left[freed] += slots;
        }
    }

    private List<SlotRange> result() {
        List<SlotRange> result = new ArrayList<>();
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            List<Piece> owned = owners.ownedAbove(party.home(), i);
            if (owned.isEmpty() || owned.get(0).from() != party.home()) {
                result.add(new SlotRange(party.variant(), party.home(), party.home()));
            }
            owned.forEach(piece -> result.add(new SlotRange(party.variant(), piece.from(), piece.to())));
        }
        return List.copyOf(result);
    }
}
