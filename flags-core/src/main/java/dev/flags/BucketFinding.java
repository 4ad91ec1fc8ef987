package dev.flags;

import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.SlotRange;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Where a split, or the layer before it, puts the unit of the context. Holds if the unit takes part. */
public sealed interface BucketFinding extends Finding {
    /**
     * What is hashed.
     *
     * @param attribute the first of the attributes to bucket by that has a unit
     * @param text its text; {@code toString} leaves it out
     */
    record Unit(String attribute, String text) {
        JsonObject.Builder addTo(JsonObject.Builder json) {
            return json.put("attribute", attribute).put("unit", text);
        }

        @Override
        public String toString() {
            return "Unit[" + attribute + "]";
        }
    }

    /**
     * Where our hash puts a unit. As JSON it is the members {@code attribute}, {@code unit}, {@code slot} and
     * {@code percent} of a finding.
     *
     * @param slot 0 to 99 999; one slot is 0.001 %
     */
    record Bucket(Unit unit, int slot) {
        String text() {
            return "bucket " + Words.bucket(slot) + " (" + Words.unit(unit) + ")";
        }

        JsonObject.Builder addTo(JsonObject.Builder json) {
            return unit.addTo(json).put("slot", slot).put("percent", ExplanationJson.percent(new Percentage(slot)));
        }
    }

    /**
     * Where a unit enters a variant: if this were the percentage, it would get it; at a slot (0.001 %) less it would not.
     *
     * @param at what {@link FeatureFlagManager#setRolloutPercentage} would have to set instead of what is set now, or the
     *     share of a rollout
     */
    record Entry(String variant, Percentage at) {}

    /**
     * In a range of the split. As JSON this and {@link InGap} have the bucket, {@code ranges} as in the configuration,
     * {@code variant} if there is one, and {@code enters} with {@code variant} and {@code percent} if there are entries.
     *
     * @param ranges all of the split, also empty ones
     * @param entries if the split is set by a percentage, of the variant that grows with it; else none
     */
    record InRange(Bucket bucket, String variant, List<SlotRange> ranges, List<Entry> entries)
            implements BucketFinding {
        public InRange {
            ranges = List.copyOf(ranges);
            entries = List.copyOf(entries);
        }

        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public String text() {
            List<SlotRange> others = hit(false);
            return bucket.text() + " is in " + Words.ranges(hit(true))
                    + (others.isEmpty() ? "" : ", beside " + Words.ranges(others))
                    + Words.entries(entries, variant);
        }

        private List<SlotRange> hit(boolean hit) {
            return ranges.stream()
                    .filter(range -> range.includes(bucket.slot()) == hit)
                    .toList();
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.ranges(this, bucket, ranges, entries)
                    .put("variant", variant)
                    .build();
        }
    }

    /** In no range of the split. */
    record InGap(Bucket bucket, List<SlotRange> ranges, List<Entry> entries) implements BucketFinding {
        public InGap {
            ranges = List.copyOf(ranges);
            entries = List.copyOf(entries);
        }

        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String text() {
            return bucket.text() + Words.outsideOf(Words.ranges(ranges)) + Words.entries(entries, "");
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.ranges(this, bucket, ranges, entries).build();
        }
    }

    /**
     * Inside or outside of the part of a layer that the flag has. As JSON it has {@code layer}, the bucket, and as
     * {@code part} the slots as in the configuration.
     *
     * @param part none if there is no valid layer of this name
     */
    record InLayer(String layer, Bucket bucket, List<Layer.Slots> part, boolean holds) implements BucketFinding {
        public InLayer {
            part = List.copyOf(part);
        }

        @Override
        public String text() {
            return "layer " + Words.quote(layer) + ": " + bucket.text()
                    + (holds ? " is in " + Words.slots(part) : Words.outsideOf(Words.slots(part)));
        }

        @Override
        public JsonObject toJson() {
            return bucket.addTo(ExplanationJson.finding("layer", this).put("layer", layer))
                    .put("part", ExplanationJson.slots(part))
                    .build();
        }
    }

    /**
     * Where another system's hash puts a unit. As JSON this and {@link NotByDialect} have {@code dialect},
     * {@code attribute}, {@code unit}, {@code weights} in percent, and {@code variant} if there is one.
     */
    record ByDialect(String dialect, Unit unit, String variant, Map<String, Percentage> weights)
            implements BucketFinding {
        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public String text() {
            return dialect + " puts " + Words.unit(unit) + " into " + Words.quote(variant) + ", weights "
                    + Words.weights(weights);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.dialect(this, dialect, unit, weights)
                    .put("variant", variant)
                    .build();
        }
    }

    /** Another system's hash puts the unit into no variant. */
    record NotByDialect(String dialect, Unit unit, Map<String, Percentage> weights) implements BucketFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String text() {
            return dialect + " puts " + Words.unit(unit) + " into no variant, weights " + Words.weights(weights);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.dialect(this, dialect, unit, weights).build();
        }
    }

    /** There is nothing to hash. As JSON it has {@code attributes}. */
    record NoUnit(List<String> attributes) implements BucketFinding {
        public NoUnit {
            attributes = List.copyOf(attributes);
        }

        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String text() {
            return "nothing to bucket by, would need a string or an integer in " + Words.attributes(attributes);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("unit", this)
                    .put("attributes", JsonArray.ofStrings(attributes))
                    .build();
        }
    }
}
