package dev.flags.config;

import static dev.flags.config.Rebalance.compact;
import static dev.flags.config.Rebalance.rebalance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Worked by hand, in thousands of slots, which are percent. */
class RebalanceTest {
    private static final List<SlotRange> THREE = List.of(range("a", 0, 30), range("b", 30, 60), range("c", 60, 100));

    @Test
    void noRanges_areLaidOutInOrderOfDeclaration() {
        assertThat(rebalance(List.of(), weights("z", 10, "m", 0, "a", 60)))
                .containsExactly(range("z", 0, 10), range("m", 10, 10), range("a", 10, 70));
    }

    @Test
    void noWeightsAndNoRanges_areNothing() {
        assertThat(rebalance(List.of(), Map.of())).isEmpty();
        assertThat(compact(List.of())).isEmpty();
    }

    @Test
    void firstRamp_growsUpwardIntoTheGap() {
        List<SlotRange> ten = rebalance(List.of(), weights("on", 10));
        assertThat(ten).containsExactly(range("on", 0, 10));
        assertThat(rebalance(ten, weights("on", 25))).containsExactly(range("on", 0, 25));
    }

    @Test
    void ramp_takesFromTheFarEndOfTheOther_andGivesBackTheLastTaken() {
        List<SlotRange> ten = rebalance(List.of(), weights("on", 10, "off", 90));
        List<SlotRange> twenty = rebalance(ten, weights("on", 20, "off", 80));
        List<SlotRange> thirty = rebalance(twenty, weights("on", 30, "off", 70));

        assertThat(ten).containsExactly(range("on", 0, 10), range("off", 10, 100));
        assertThat(twenty).containsExactly(range("on", 0, 10), range("on", 90, 100), range("off", 10, 90));
        assertThat(thirty).containsExactly(range("on", 0, 10), range("on", 80, 100), range("off", 10, 80));
        assertThat(rebalance(thirty, weights("on", 20, "off", 80))).isEqualTo(twenty);
        assertThat(rebalance(thirty, weights("on", 10, "off", 90))).isEqualTo(ten);
        assertThat(rebalance(thirty, weights("on", 100, "off", 0)))
                .containsExactly(range("on", 0, 100), range("off", 10, 10));
    }

    @Test
    void canary_isRampedOutOfTwoOthers_andBackTheSameWay() {
        List<SlotRange> zero = rebalance(List.of(), weights("new", 0, "a", 50, "b", 50));
        List<SlotRange> ten = rebalance(zero, weights("new", 10, "a", 45, "b", 45));
        List<SlotRange> twenty = rebalance(ten, weights("new", 20, "a", 40, "b", 40));

        assertThat(zero).containsExactly(range("new", 0, 0), range("a", 0, 50), range("b", 50, 100));
        assertThat(twenty)
                .containsExactly(
                        range("new", 0, 0),
                        range("new", 40, 50),
                        range("new", 90, 100),
                        range("a", 0, 40),
                        range("b", 50, 90));
        assertThat(rebalance(twenty, weights("new", 10, "a", 45, "b", 45))).isEqualTo(ten);
        assertThat(rebalance(ten, weights("new", 0, "a", 50, "b", 50))).isEqualTo(zero);
    }

    @Test
    void reweighting_takesFromTheOneThatFalls_inOrderOfDeclaration() {
        assertThat(rebalance(THREE, weights("a", 40, "b", 35, "c", 25)))
                .containsExactly(
                        range("a", 0, 30),
                        range("a", 85, 95),
                        range("b", 30, 60),
                        range("b", 95, 100),
                        range("c", 60, 85));
        assertThat(rebalance(THREE, weights("c", 25, "b", 35, "a", 40)))
                .containsExactly(
                        range("a", 0, 30),
                        range("a", 90, 100),
                        range("b", 30, 60),
                        range("b", 85, 90),
                        range("c", 60, 85));
    }

    @Test
    void addedVariant_takesFromEveryOtherOnlyWhatThatLoses() {
        List<SlotRange> four = rebalance(THREE, weights("a", 27, "b", 27, "c", 36, "d", 10));

        assertThat(four)
                .containsExactly(
                        range("a", 0, 27),
                        range("b", 30, 57),
                        range("c", 60, 90),
                        range("c", 94, 100),
                        range("d", 90, 94),
                        range("d", 27, 30),
                        range("d", 57, 60));
        assertLaw(THREE, four);
    }

    @Test
    void variantDroppedToZero_comesBackToTheSameSlots() {
        List<SlotRange> dropped = rebalance(THREE, weights("a", 45, "b", 0, "c", 55));

        assertThat(dropped)
                .containsExactly(range("a", 0, 45), range("b", 30, 30), range("c", 60, 100), range("c", 45, 60));
        assertLaw(THREE, dropped);
        assertThat(rebalance(dropped, weights("a", 30, "b", 30, "c", 40))).isEqualTo(THREE);
    }

    @Test
    void handEditedWeights_giveTheSlotsOfAVariantThatTheyForgetToTheOthers() {
        List<SlotRange> ranges = List.of(range("on", 0, 10), range("off", 10, 100));

        assertThat(rebalance(ranges, weights("off", 100)))
                .containsExactly(range("on", 0, 0), range("off", 10, 100), range("off", 0, 10));
        assertThat(rebalance(ranges, Map.of())).containsExactly(range("on", 0, 0), range("off", 10, 10));
    }

    @Test
    void sameWeights_changeNothing_andPutTheListInOrder() {
        List<SlotRange> ranges = List.of(
                range("b", 60, 80), range("a", 20, 50), range("b", 50, 60), range("a", 0, 20), range("b", 80, 100));

        List<SlotRange> ordered = rebalance(ranges, weights("a", 50, "b", 50));

        assertThat(ordered)
                .containsExactly(range("a", 20, 50), range("a", 0, 20), range("b", 60, 100), range("b", 50, 60));
        assertThat(rebalance(ordered, weights("a", 50, "b", 50))).isEqualTo(ordered);
    }

    @Test
    void rangeAtTheEndOfTheScale_growsAroundIt() {
        List<SlotRange> five = List.of(range("a", 95, 100));
        List<SlotRange> fifteen = rebalance(five, weights("a", 15));

        assertThat(fifteen).containsExactly(range("a", 95, 100), range("a", 0, 10));
        assertThat(rebalance(fifteen, weights("a", 7))).containsExactly(range("a", 95, 100), range("a", 0, 2));
        assertThat(rebalance(fifteen, weights("a", 3))).containsExactly(range("a", 95, 98));
    }

    @Test
    void anchor_isWhereAVariantBegins() {
        assertThat(rebalance(List.of(range("on", 40, 40)), weights("on", 10))).containsExactly(range("on", 40, 50));
        assertThat(rebalance(List.of(range("off", 0, 100), range("on", 40, 40)), weights("off", 90, "on", 10)))
                .containsExactly(range("off", 0, 40), range("off", 50, 100), range("on", 40, 50));
    }

    @Test
    void anchorBehindTheFirstRange_isDropped() {
        assertThat(rebalance(List.of(range("a", 0, 10), range("a", 50, 50)), weights("a", 10)))
                .containsExactly(range("a", 0, 10));
    }

    @Test
    void homeAtTheEndOfTheScale_liesAfterAllOthers() {
        List<SlotRange> ranges = rebalance(List.of(), weights("a", 100, "b", 0));

        assertThat(ranges).containsExactly(range("a", 0, 100), range("b", 100, 100));
        assertThat(rebalance(ranges, weights("a", 90, "b", 10)))
                .containsExactly(range("a", 0, 90), range("b", 100, 100), range("b", 90, 100));
    }

    @Test
    void gapThatGrows_keepsTheFarEnds() {
        assertThat(rebalance(List.of(range("a", 0, 50), range("b", 50, 100)), weights("a", 40, "b", 40)))
                .containsExactly(range("a", 0, 40), range("b", 50, 90));
    }

    @Test
    void gapThatShrinks_givesOnlyWhatItShrinksBy() {
        List<SlotRange> before = List.of(range("a", 0, 50), range("b", 50, 70));
        List<SlotRange> after = rebalance(before, weights("a", 40, "b", 50));

        assertThat(after).containsExactly(range("a", 0, 40), range("b", 50, 90), range("b", 40, 50));
        assertLaw(before, after);
    }

    @Test
    void gapThatStays_givesNothing_thoughItIsNearer() {
        List<SlotRange> before = List.of(range("a", 0, 50), range("b", 50, 70));
        List<SlotRange> after = rebalance(before, weights("a", 40, "b", 30));

        assertThat(after).containsExactly(range("a", 0, 40), range("b", 50, 70), range("b", 40, 50));
        assertLaw(before, after);
    }

    @Test
    void moreThan256Ranges_areRefused_andCompactHelps() {
        List<SlotRange> stripes = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            stripes.add(new SlotRange(i % 2 == 0 ? "a" : "b", i * 390, (i + 1) * 390));
        }
        Map<String, Percentage> same = slots("a", 49_920, "b", 49_920);
        Map<String, Percentage> asked = slots("a", 40_000, "b", 49_920, "c", 9_920);

        assertThat(rebalance(stripes, same)).hasSize(256);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rebalance(stripes, asked))
                .withMessage("the rebalanced split has 258 ranges, more than 256;"
                        + " compact makes one range of each variant, but moves units");
        assertThat(compact(stripes)).containsExactly(new SlotRange("a", 0, 49_920), new SlotRange("b", 49_920, 99_840));
        assertThat(rebalance(compact(stripes), asked))
                .containsExactly(
                        new SlotRange("a", 0, 40_000),
                        new SlotRange("b", 49_920, 99_840),
                        new SlotRange("c", 89_920, 89_920),
                        new SlotRange("c", 40_000, 49_920));
    }

    @Test
    void compact_keepsTheSharesInOrderOfTheHomes() {
        List<SlotRange> ranges = List.of(
                range("c", 60, 100), range("c", 30, 45), range("b", 30, 30), range("a", 0, 30), range("a", 45, 60));

        assertThat(compact(ranges)).containsExactly(range("a", 0, 45), range("b", 45, 45), range("c", 45, 100));
    }

    @Test
    void rangesThatOverlap_areRefused() {
        List<SlotRange> ranges = List.of(range("a", 0, 30), range("b", 29, 60));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rebalance(ranges, weights("a", 10)))
                .withMessage("ranges overlap: a [0, 30000) and b [29000, 60000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compact(ranges))
                .withMessageStartingWith("ranges overlap");
    }

    @Test
    void weightsOverOneHundredPercent_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rebalance(THREE, weights("a", 60, "b", 41)))
                .withMessage("weights exceed 100 % together: {a=60 %, b=41 %}");
    }

    @Test
    void range_refusesWhatIsNoRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlotRange("", 0, 1))
                .withMessage("variant is empty");
        for (int[] bad : new int[][] {{-1, 5}, {6, 5}, {0, 100_001}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SlotRange("on", bad[0], bad[1]))
                    .withMessage("not 0 <= from <= to <= 100000 in the range of on: [" + bad[0] + ", " + bad[1] + ")");
        }
    }

    @Test
    void range_knowsItsSlots() {
        SlotRange range = new SlotRange("on", 10, 20);

        assertThat(range.slots()).isEqualTo(10);
        assertThat(range.isAnchor()).isFalse();
        assertThat(new SlotRange("on", 100_000, 100_000).isAnchor()).isTrue();
        assertThat(new int[] {9, 10, 19, 20}).satisfies(slots -> {
            assertThat(range.includes(slots[0])).isFalse();
            assertThat(range.includes(slots[1])).isTrue();
            assertThat(range.includes(slots[2])).isTrue();
            assertThat(range.includes(slots[3])).isFalse();
        });
    }

    private static void assertLaw(List<SlotRange> before, List<SlotRange> after) {
        SlotArray old = new SlotArray(before);
        SlotArray now = new SlotArray(after);
        assertThat(old.slotsThatDiffer(now)).isEqualTo(old.growth(now));
    }

    private static SlotRange range(String variant, int from, int to) {
        return new SlotRange(variant, from * 1000, to * 1000);
    }

    private static Map<String, Percentage> weights(Object... namesAndPercents) {
        Map<String, Percentage> weights = slots(namesAndPercents);
        weights.replaceAll((name, percent) -> Percentage.ofPercent(percent.slots()));
        return weights;
    }

    private static Map<String, Percentage> slots(Object... namesAndSlots) {
        Map<String, Percentage> weights = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSlots.length; i += 2) {
            weights.put((String) namesAndSlots[i], new Percentage((int) namesAndSlots[i + 1]));
        }
        return weights;
    }
}
