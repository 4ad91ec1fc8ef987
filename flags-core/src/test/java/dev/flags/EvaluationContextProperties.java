package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.bucketing.Bucketing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EvaluationContextProperties {
    private static final int NAMES = 12;

    /** Each step sets, replaces or removes an attribute, and some build a context. */
    @Property
    void contexts_holdWhatTheirBuilderHadThen(
            @ForAll @Size(max = 40) List<@IntRange(max = NAMES * 4 - 1) Integer> steps) {
        EvaluationContext.Builder builder = EvaluationContext.builder();
        Map<String, String> model = new HashMap<>();
        List<EvaluationContext> built = new ArrayList<>();
        List<Map<String, String>> expected = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            String name = "attribute-" + steps.get(i) % NAMES;
            if (steps.get(i) / NAMES == 0) {
                builder.attribute(name, null);
                model.remove(name);
            } else {
                builder.attribute(name, "value-" + i);
                model.put(name, "value-" + i);
            }
            if (steps.get(i) / NAMES == 3) {
                built.add(builder.build());
                expected.add(Map.copyOf(model));
            }
        }

        for (int i = 0; i < built.size(); i++) {
            assertThat(attributes(built.get(i))).isEqualTo(expected.get(i));
            assertThat(attributes(built.get(i).toBuilder().build())).isEqualTo(expected.get(i));
        }
    }

    @Property
    void buckets_areThoseOfTheUnits_howeverOftenTheyAreAskedFor(
            @ForAll String user, @ForAll String tenant, @ForAll long salt) {
        EvaluationContext context =
                EvaluationContext.builder(user).tenant(tenant).build();
        AttributeRef byUser = new AttributeRef("user");
        AttributeRef byTenant = new AttributeRef("tenant");

        for (int i = 0; i < 2; i++) {
            assertThat(byTenant.bucketIn(context, null, salt)).isEqualTo(slot(salt, tenant));
            assertThat(byUser.bucketIn(context, null, salt)).isEqualTo(slot(salt, user));
        }
    }

    @Example
    void whatIsAbsentOrNoUnit_hasNoBucket() {
        EvaluationContext context =
                EvaluationContext.builder().attribute("tenant", List.of("a")).build();

        assertThat(new AttributeRef("user").bucketIn(context, null, 1)).isNegative();
        assertThat(new AttributeRef("tenant").bucketIn(context, null, 1)).isNegative();
        assertThat(new AttributeRef("other").bucketIn(context, null, 1)).isNegative();
    }

    private static int slot(long salt, String unit) {
        return unit.isEmpty() ? -1 : Bucketing.slot(salt, Bucketing.hash(unit));
    }

    private static Map<String, String> attributes(EvaluationContext context) {
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < NAMES; i++) {
            String name = "attribute-" + i;
            int slot = context.slotOf(name, EvaluationContext.hash(name));
            if (slot >= 0) {
                found.put(name, (String) context.valueAt(slot));
            }
        }
        return found;
    }
}
