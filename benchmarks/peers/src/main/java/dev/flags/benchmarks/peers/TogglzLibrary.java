package dev.flags.benchmarks.peers;

import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Workload;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.togglz.core.Feature;
import org.togglz.core.activation.GradualActivationStrategy;
import org.togglz.core.activation.UsernameActivationStrategy;
import org.togglz.core.manager.FeatureManager;
import org.togglz.core.manager.FeatureManagerBuilder;
import org.togglz.core.metadata.EmptyFeatureMetaData;
import org.togglz.core.metadata.FeatureMetaData;
import org.togglz.core.repository.cache.CachingStateRepository;
import org.togglz.core.repository.file.FileBasedStateRepository;
import org.togglz.core.spi.FeatureProvider;
import org.togglz.core.user.FeatureUser;
import org.togglz.core.user.SimpleFeatureUser;
import org.togglz.core.util.NamedFeature;

/**
 * Togglz on a file of states, behind its cache: to read a state, all lines are looked at. Who asks stands in a variable of
 * the thread, which a call sets.
 */
final class TogglzLibrary implements Library {
    private static final ThreadLocal<FeatureUser> ASKING = new ThreadLocal<>();

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> flag(workload, name))
                .collect(Collectors.joining());
    }

    private static String flag(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> name + "=true\n";
            case W2, W8_1K, W8_10K, START -> flag(name, GradualActivationStrategy.ID, "percentage=50");
            case W6_HIT, W6_MISS ->
                flag(name, UsernameActivationStrategy.ID, "users=" + String.join(",", Users.listed()));
            case W3, W3B, W4 -> throw new IllegalArgumentException("Togglz cannot do " + workload);
        };
    }

    private static String flag(String name, String strategy, String parameter) {
        return """
            %s=true
            %s.strategy=%s
            %s.param.%s
            """.formatted(name, name, strategy, name, parameter);
    }

    @Override
    public Session open(Workload workload, Path document) {
        FeatureManager manager = new FeatureManagerBuilder()
                .featureProvider(new Features(workload))
                .stateRepository(new CachingStateRepository(new FileBasedStateRepository(document.toFile())))
                .userProvider(ASKING::get)
                .build();
        Map<String, Feature> features = Stream.of(Names.asked(workload))
                .distinct()
                .collect(Collectors.toMap(Function.identity(), NamedFeature::new));
        return new Session(
                Question.of(workload, SimpleFeatureUser::new, (flag, user) -> {
                    ASKING.set(user);
                    return manager.isActive(features.get(flag));
                }),
                ASKING::remove);
    }

    /** Those of a workload, instead of an enum's. */
    private record Features(Workload workload) implements FeatureProvider {
        @Override
        public Set<Feature> getFeatures() {
            return Names.existing(workload).stream().map(NamedFeature::new).collect(Collectors.toSet());
        }

        @Override
        public FeatureMetaData getMetaData(Feature feature) {
            return new EmptyFeatureMetaData(feature);
        }
    }
}
