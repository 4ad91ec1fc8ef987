package dev.flags.testkit;

import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Serve;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What rules and defaults serve, and layers. */
final class SplitArbitraries {
    private SplitArbitraries() {}

    /** Makes what is served out of the variants that there are. */
    interface ServeDraft {
        Serve of(String flag, List<String> variants, Drawn drawn);
    }

    /** As {@link ServeDraft}, and never one variant alone. */
    interface SplitDraft extends ServeDraft {
        @Override
        Split of(String flag, List<String> variants, Drawn drawn);
    }

    static Arbitrary<ServeDraft> serves() {
        Arbitrary<ServeDraft> variant = Arbitraries.integers()
                .between(0, 3)
                .map(index -> (flag, variants, drawn) -> Serve.variant(variants.get(index % variants.size())));
        return Arbitraries.oneOf(List.of(variant, weighted(), ranged().map(split -> split)));
    }

    private static Arbitrary<ServeDraft> weighted() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 10).list().ofSize(4),
                        Arbitraries.integers().between(0, 5),
                        details())
                .as((weights, gap, details) -> (flag, variants, drawn) ->
                        details.addTo(Split.builder().weights(shares(variants, weights, gap)), flag, drawn));
    }

    /** Slots from cut to cut, each a variant's or nobody's. A rollout has to have such a split. */
    static Arbitrary<SplitDraft> ranged() {
        return Combinators.combine(
                        cuts(), Arbitraries.integers().between(0, 4).list().ofSize(5), details())
                .as((cuts, owners, details) -> (flag, variants, drawn) ->
                        details.addTo(Split.builder().ranges(ranges(cuts, owners, variants)), flag, drawn));
    }

    private static Map<String, Percentage> shares(List<String> variants, List<Integer> weights, int gap) {
        int all = gap + weights.stream().mapToInt(Integer::intValue).sum();
        Map<String, Percentage> shares = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(variants.size(), weights.size()); i++) {
            shares.put(variants.get(i), new Percentage(all == 0 ? 0 : weights.get(i) * Percentage.SCALE / all));
        }
        return shares;
    }

    private static List<SlotRange> ranges(List<Integer> cuts, List<Integer> owners, List<String> variants) {
        List<SlotRange> ranges = new ArrayList<>();
        for (int i = 1; i < cuts.size(); i++) {
            int owner = owners.get(i - 1);
            if (owner < variants.size()) {
                ranges.add(new SlotRange(variants.get(owner), cuts.get(i - 1), cuts.get(i)));
            }
        }
        return ranges;
    }

    private static Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers()
                .between(0, Percentage.SCALE)
                .set()
                .ofMinSize(2)
                .ofMaxSize(6)
                .map(cuts -> cuts.stream().sorted().toList());
    }

    /** What a split may have besides its shares. */
    private record SplitDetails(String salt, List<String> bucketBy, boolean inLayer) {
        Split addTo(Split.Builder split, String flag, Drawn drawn) {
            if (!salt.isEmpty()) {
                split.salt(salt);
            }
            if (inLayer) {
                drawn.layerOf(flag).ifPresent(split::layer);
            }
            return split.bucketBy(bucketBy).build();
        }
    }

    private static Arbitrary<SplitDetails> details() {
        return Combinators.combine(
                        Arbitraries.of("", "", "salt", "größe"),
                        Arbitraries.of(Pools.UNIT_ATTRIBUTES)
                                .list()
                                .uniqueElements()
                                .ofMaxSize(2),
                        Arbitraries.of(false, true))
                .as(SplitDetails::new);
    }

    /** A layer that gives slots to some of the flags, and keeps some free. */
    static Arbitrary<Layer> layers() {
        Arbitrary<String> owners = Arbitraries.of(Pools.NAMES.get(0), Pools.NAMES.get(1), Layer.HOLDOUT);
        return Combinators.combine(cuts(), owners.list().ofSize(5)).as((cuts, slotOwners) -> {
            Map<String, List<Layer.Slots>> slots = new LinkedHashMap<>();
            for (int i = 1; i < cuts.size(); i++) {
                slots.computeIfAbsent(slotOwners.get(i - 1), owner -> new ArrayList<>())
                        .add(new Layer.Slots(cuts.get(i - 1), cuts.get(i)));
            }
            return new Layer("layer", null, List.of("user"), slots, JsonObject.EMPTY);
        });
    }
}
