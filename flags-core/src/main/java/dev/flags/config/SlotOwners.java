package dev.flags.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** Who owns which slot, as intervals that cover the whole scale. Mutable; not thread-safe. */
final class SlotOwners {
    /** Where each interval begins, and its owner. The first begins at slot 0, each ends where the next one begins. */
    private final NavigableMap<Integer, Integer> ownerFrom = new TreeMap<>();

    /** Slots in a row of one owner; neighbours may have the same one. */
    record Piece(int from, int to, int owner) {
        int slots() {
            return to - from;
        }
    }

    SlotOwners(int owner) {
        ownerFrom.put(0, owner);
    }

    /** Makes {@code owner} the owner of [from, to). */
    void assign(int from, int to, int owner) {
        if (from < to) {
            cutAt(from);
            cutAt(to);
            ownerFrom.subMap(from, to).replaceAll((start, previous) -> owner);
        }
    }

    /** The pieces of [from, to) from the lowest to the highest: a copy that later assignments leave as it is. */
    List<Piece> pieces(int from, int to) {
        cutAt(from);
        cutAt(to);
        List<Piece> pieces = new ArrayList<>();
        int end = to;
        for (Map.Entry<Integer, Integer> e :
                ownerFrom.subMap(from, true, to, false).descendingMap().entrySet()) {
            pieces.add(0, new Piece(e.getKey(), end, e.getValue()));
            end = e.getKey();
        }
        return pieces;
    }

    /** All pieces from {@code home} upwards and around, cut at the home and at slot 0. */
    List<Piece> piecesAbove(int home) {
        List<Piece> pieces = pieces(home, Percentage.SCALE);
        pieces.addAll(pieces(0, home));
        return pieces;
    }

    /** What {@code owner} has, from {@code home} upwards and around; neighbours are one, but for the cuts. */
    List<Piece> ownedAbove(int home, int owner) {
        List<Piece> owned = new ArrayList<>();
        for (Piece piece : piecesAbove(home)) {
            if (piece.owner() == owner) {
                append(owned, piece);
            }
        }
        return owned;
    }

    private static void append(List<Piece> owned, Piece piece) {
        int last = owned.size() - 1;
        if (last >= 0 && owned.get(last).to() == piece.from()) {
            owned.set(last, new Piece(owned.get(last).from(), piece.to(), piece.owner()));
        } else {
            owned.add(piece);
        }
    }

    private void cutAt(int slot) {
        if (slot < Percentage.SCALE) {
            ownerFrom.put(
                    slot, Objects.requireNonNull(ownerFrom.floorEntry(slot)).getValue());
        }
    }
}
