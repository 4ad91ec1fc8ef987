package dev.flags;

import java.util.Map;

/**
 * What a change would do to the answers of one flag.
 *
 * @param contexts how many contexts it was tried on: those that the flag itself was asked with, if these are at least 100 or
 *     the flag is deleted, else all that there are
 * @param flips how many of them would get another variant, or another value of the same
 * @param rebucketed how many of the flips no change of shares asks for: units that splits give other variants to although
 *     fewer moves would have led to the same shares, as happens with a new salt
 * @param moves how many would get which variant in place of which
 */
public record FlagImpact(String flag, int contexts, int flips, int rebucketed, Map<Move, Integer> moves) {

    /**
     * Another variant in place of one.
     *
     * @param to the same if only its value is another; {@code _fallback} if the flag is deleted
     */
    public record Move(String from, String to) {}

    public FlagImpact {
        moves = Map.copyOf(moves);
    }

    /** The share of contexts that would get another answer, from 0 to 1; 0 if there is no context. */
    public double share() {
        return contexts == 0 ? 0 : (double) flips / contexts;
    }
}
