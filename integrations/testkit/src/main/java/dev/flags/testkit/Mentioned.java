package dev.flags.testkit;

import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.Configuration;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Plain;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Rule;
import dev.flags.config.Segment;
import dev.flags.config.Serve;
import dev.flags.config.Split;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes that a configuration looks at, each with values that make a difference to it. */
final class Mentioned {
    /** Units to hash: none is named, and every split has some in and some out. */
    private static final List<String> UNITS = List.of("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8");

    private final Map<String, Set<Object>> values = new TreeMap<>();

    private Mentioned() {}

    static Map<String, Set<Object>> in(Configuration configuration) {
        Mentioned mentioned = new Mentioned();
        configuration.flags().forEach(mentioned::flag);
        configuration.segments().forEach(mentioned::segment);
        configuration.layers().forEach(mentioned::layer);
        return mentioned.values;
    }

    private void flag(Flag flag) {
        add("user", flag.enabledUsers());
        add("groups", flag.enabledGroups());
        flag.denied().forEach(denial -> add(denial.attribute(), denial.units()));
        flag.bucketBy().forEach(attribute -> add(attribute, UNITS));
        if (flag.definition() instanceof Plain plain) {
            plain.clauses().forEach(this::condition);
        } else if (flag.definition() instanceof Rich rich) {
            rich.targets().forEach(target -> add(target.attribute(), target.units()));
            rich.rules().forEach(this::rule);
            serve(rich.defaultServe());
        }
        Rollout rollout = flag.rollout();
        if (rollout != null) {
            condition(rollout.when());
            serve(rollout.serve());
        }
    }

    private void segment(Segment segment) {
        add(segment.attribute(), segment.included());
        add(segment.attribute(), segment.excluded());
        condition(segment.when());
    }

    private void layer(Layer layer) {
        layer.bucketBy().forEach(attribute -> add(attribute, UNITS));
    }

    private void rule(Rule rule) {
        condition(rule.when());
        serve(rule.serve());
    }

    private void serve(Serve serve) {
        if (serve instanceof Split split) {
            split.bucketBy().forEach(attribute -> add(attribute, UNITS));
        }
    }

    private void condition(@Nullable Condition condition) {
        if (condition instanceof Clause clause) {
            add(clause.attribute(), OperandValues.of(clause));
        } else if (condition instanceof Condition.All all) {
            all.conditions().forEach(this::condition);
        } else if (condition instanceof Condition.Any any) {
            any.conditions().forEach(this::condition);
        } else if (condition instanceof Condition.Not not) {
            condition(not.condition());
        }
    }

    private void add(String attribute, Collection<?> some) {
        values.computeIfAbsent(attribute, name -> new LinkedHashSet<>()).addAll(some);
    }
}
