package dev.flags.config;

import static dev.flags.config.Rebalance.rebalance;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Each case is made from a seed, which a failure prints. The expectations come from {@link SlotArray} alone. */
class RebalanceProperties {
    private static final List<String> VARIANTS = List.of("a", "b", "c", "d", "e", "f");

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void chain_movesAsManySlotsAsTheSharesGrow_andGivesWhatIsAsked(@ForAll long seed) {
        Cases cases = new Cases(seed);
        List<SlotRange> ranges = cases.ranges();
        Map<String, Integer> homes = homes(ranges);
        SlotArray before = new SlotArray(ranges);
        for (int step = 0; step < 2; step++) {
            Map<String, Percentage> weights = cases.weights();
            ranges = rebalance(ranges, weights);
            SlotArray after = new SlotArray(ranges);

            assertThat(before.slotsThatDiffer(after)).isEqualTo(before.growth(after));
            assertThat(after.shares()).isEqualTo(sharesOf(weights));
            assertThat(homes(ranges)).containsAllEntriesOf(homes);
            homes = homes(ranges);
            before = after;
        }
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void result_isCanonical(@ForAll long seed) {
        Cases cases = new Cases(seed);
        List<SlotRange> ranges = cases.ranges();
        Map<String, Percentage> weights = cases.weights();
        List<SlotRange> result = rebalance(ranges, weights);

        assertThat(rebalance(result, weights)).isEqualTo(result);
        assertThat(rebalance(cases.cutAndShuffled(ranges), weights)).isEqualTo(result);
        assertThat(rebalance(cases.cutAndShuffled(result), weights)).isEqualTo(result);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void rampOutOfTheGap_onlyAddsSlots_andReturnsByTheSameSteps(@ForAll long seed) {
        Cases cases = new Cases(seed);
        Map<String, Percentage> weights = new LinkedHashMap<>(cases.weights());
        weights.put("a", Percentage.NONE);
        int gap = Percentage.SCALE - sum(weights);

        assertRampReturns(cases, weights, gap, share -> Map.of("a", new Percentage(share)));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void rampOutOfOneOther_onlyAddsSlots_andReturnsByTheSameSteps(@ForAll long seed) {
        Cases cases = new Cases(seed);
        Map<String, Percentage> weights = new LinkedHashMap<>(cases.weights());
        weights.put("a", Percentage.NONE);
        int other = weights.getOrDefault("b", Percentage.NONE).slots();

        assertRampReturns(
                cases, weights, other, share -> Map.of("a", new Percentage(share), "b", new Percentage(other - share)));
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void longChain_staysFarBelowTheBound(@ForAll long seed) {
        Cases cases = new Cases(seed);
        List<SlotRange> ranges = cases.ranges();
        for (int step = 0; step < 200; step++) {
            ranges = rebalance(ranges, cases.weights());
            assertThat(ranges).hasSizeLessThanOrEqualTo(Limits.MAX_RANGES / 2);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void compact_keepsTheShares_andNothingMovesAfterIt(@ForAll long seed) {
        Cases cases = new Cases(seed);
        Map<String, Percentage> weights = cases.weights();
        List<SlotRange> compact = Rebalance.compact(rebalance(cases.ranges(), weights));

        assertThat(new SlotArray(compact).shares()).isEqualTo(sharesOf(weights));
        assertThat(compact).doesNotHaveDuplicates().hasSize(homes(compact).size());
        assertThat(new SlotArray(rebalance(compact, weights)).slotsThatDiffer(new SlotArray(compact)))
                .isZero();
    }

    /** The weights that a ramp changes, at a share of the one that is raised. */
    private interface Ramp {
        Map<String, Percentage> at(int share);
    }

    private static void assertRampReturns(Cases cases, Map<String, Percentage> start, int top, Ramp ramp) {
        Map<String, Percentage> weights = new LinkedHashMap<>(start);
        List<SlotRange> ranges = rebalance(rebalance(cases.ranges(), cases.weights()), weights);
        Deque<Integer> levels = new ArrayDeque<>(List.of(0));
        Deque<boolean[]> taken = new ArrayDeque<>(List.of(new boolean[Percentage.SCALE]));
        for (int level : cases.levels(top)) {
            weights.putAll(ramp.at(level));
            ranges = rebalance(ranges, weights);
            boolean[] now = new SlotArray(ranges).slotsOf("a");
            assertThat(includes(now, taken.element())).isTrue();
            levels.push(level);
            taken.push(now);
        }
        while (!levels.isEmpty()) {
            weights.putAll(ramp.at(levels.pop()));
            ranges = rebalance(ranges, weights);
            assertThat(Arrays.equals(new SlotArray(ranges).slotsOf("a"), taken.pop()))
                    .isTrue();
        }
    }

    private static boolean includes(boolean[] slots, boolean[] others) {
        for (int slot = 0; slot < slots.length; slot++) {
            if (others[slot] && !slots[slot]) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Integer> homes(List<SlotRange> ranges) {
        return ranges.stream().collect(Collectors.toMap(SlotRange::variant, SlotRange::from, (first, later) -> first));
    }

    private static Map<String, Integer> sharesOf(Map<String, Percentage> weights) {
        Map<String, Integer> shares = new HashMap<>();
        weights.forEach((variant, weight) -> shares.put(variant, weight.slots()));
        shares.put(SlotArray.GAP, Percentage.SCALE - sum(weights));
        shares.values().removeIf(slots -> slots == 0);
        return shares;
    }

    private static int sum(Map<String, Percentage> weights) {
        return weights.values().stream().mapToInt(Percentage::slots).sum();
    }

    /** Random splits and weights, with gaps, anchors, forgotten variants, single slots and edits of the weights before. */
    private static final class Cases {
        private final Random random;
        private final List<String> variants;
        private Map<String, Percentage> weights = Map.of();

        Cases(long seed) {
            random = new Random(seed);
            variants = new ArrayList<>(VARIANTS.subList(0, 2 + random.nextInt(VARIANTS.size() - 1)));
            Collections.shuffle(variants, random);
        }

        List<SlotRange> ranges() {
            List<SlotRange> ranges = new ArrayList<>();
            List<Integer> cuts = cuts(random.nextInt(12));
            for (int i = 1; i < cuts.size(); i++) {
                if (random.nextInt(4) > 0) {
                    ranges.add(new SlotRange(variant(), cuts.get(i - 1), cuts.get(i)));
                }
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                int at = random.nextBoolean() ? slot() : cuts.get(random.nextInt(cuts.size()));
                ranges.add(new SlotRange(variant(), at, at));
            }
            Collections.shuffle(ranges, random);
            return ranges;
        }

        Map<String, Percentage> weights() {
            weights = random.nextInt(3) == 0 && weights.size() > 1 ? edited() : fresh();
            return weights;
        }

        /** Rising shares that end with {@code top}. */
        List<Integer> levels(int top) {
            TreeSet<Integer> levels = new TreeSet<>(List.of(top));
            for (int i = random.nextInt(8); i > 0; i--) {
                levels.add(random.nextInt(top + 1));
            }
            return List.copyOf(levels);
        }

        /** The same slots and homes in other pieces and another order. */
        List<SlotRange> cutAndShuffled(List<SlotRange> ranges) {
            Map<String, Integer> homes = homes(ranges);
            List<SlotRange> pieces = new ArrayList<>();
            for (SlotRange range : ranges) {
                int cut = range.from() + random.nextInt(range.slots() + 1);
                pieces.add(new SlotRange(range.variant(), range.from(), cut));
                pieces.add(new SlotRange(range.variant(), cut, range.to()));
            }
            Collections.shuffle(pieces, random);
            pieces.sort(Comparator.comparing(piece -> piece.from() != homes.getOrDefault(piece.variant(), -1)));
            return pieces;
        }

        private Map<String, Percentage> fresh() {
            List<Integer> cuts = cuts(variants.size());
            boolean gap = random.nextBoolean();
            List<String> order = new ArrayList<>(variants);
            if (random.nextInt(4) == 0) {
                Collections.shuffle(order, random);
            }
            Map<String, Percentage> fresh = new LinkedHashMap<>();
            for (int i = 0; i < order.size(); i++) {
                boolean last = i == order.size() - 1;
                int to = i + 1 >= cuts.size() || (last && !gap) ? Percentage.SCALE : cuts.get(i + 1);
                int from = Math.min(to, i < cuts.size() ? cuts.get(i) : Percentage.SCALE);
                fresh.put(order.get(i), random.nextInt(6) == 0 ? Percentage.NONE : new Percentage(to - from));
            }
            if (random.nextInt(6) == 0) {
                fresh.remove(variant());
            }
            return fresh;
        }

        /** One variant hands a part of its weight to another. */
        private Map<String, Percentage> edited() {
            List<String> names = new ArrayList<>(weights.keySet());
            Collections.shuffle(names, random);
            Map<String, Percentage> edited = new LinkedHashMap<>(weights);
            int whole = edited.getOrDefault(names.get(0), Percentage.NONE).slots();
            int part = random.nextInt(3) == 0 ? whole : random.nextInt(whole + 1);
            edited.computeIfPresent(names.get(0), (name, old) -> new Percentage(old.slots() - part));
            edited.computeIfPresent(names.get(1), (name, old) -> new Percentage(old.slots() + part));
            return edited;
        }

        private List<Integer> cuts(int inner) {
            TreeSet<Integer> cuts = new TreeSet<>(List.of(0, Percentage.SCALE));
            for (int i = 0; i < inner; i++) {
                cuts.add(slot());
            }
            return List.copyOf(cuts);
        }

        private int slot() {
            int slot = random.nextInt(Percentage.SCALE + 1);
            return switch (random.nextInt(3)) {
                case 0 -> slot / 10_000 * 10_000;
                case 1 -> slot % 5;
                default -> slot;
            };
        }

        private String variant() {
            return variants.get(random.nextInt(variants.size()));
        }
    }
}
