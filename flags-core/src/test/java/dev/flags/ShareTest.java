package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.bucketing.Bucketing;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Rule;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.store.MemoryConfigStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From nobody over one unit to everybody, and back from each, in every form that a share can have. */
class ShareTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final String FLAG = "f";

    /** Somebody in the first slot, and others. */
    private static final Set<String> USERS = Stream.concat(
                    IntStream.iterate(0, i -> i + 1)
                            .mapToObj(i -> "first-" + i)
                            .filter(user -> Bucketing.slot(FLAG, user) == 0)
                            .limit(1),
                    IntStream.range(0, 3_000).mapToObj(i -> "user-" + i))
            .collect(Collectors.toSet());

    private FeatureFlagManager manager;

    @BeforeEach
    void open() {
        manager = FeatureFlagManager.builder()
                .store(new MemoryConfigStore())
                .pollInterval(Duration.ofHours(1))
                .build();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 50_000, 99_000, 99_999, 100_000})
    void percentage_isOnForItsShareAndCanBeTakenBack(int slots) {
        assertForthAndBack(slots, share -> Flag.builder(FLAG).percentage(share).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 50_000, 99_000, 99_999, 100_000})
    void weightsOfARule_areOnForTheirShareAndCanBeTakenBack(int slots) {
        assertForthAndBack(
                slots, share -> rich(Rich.ofBoolean().rule(Rule.of("r", null, Split.ofWeights(weights(share))))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 50_000, 99_000, 99_999, 100_000})
    void rollout_isOnForItsShareAndCanBeTakenBack(int slots) {
        assertForthAndBack(slots, share -> {
            Split split = Split.ofRanges(List.of(new SlotRange("on", 0, share.slots())));
            return rich(Rich.ofBoolean()).toBuilder()
                    .rollout(new Rollout("x", "off", "on", null, split))
                    .build();
        });
    }

    private void assertForthAndBack(int slots, Function<Percentage, Flag> form) {
        Set<String> share = USERS.stream()
                .filter(user -> Bucketing.slot(FLAG, user) < slots)
                .collect(Collectors.toSet());
        assertThat(share).hasSizeBetween(slots == 0 ? 0 : 1, slots == 1 ? 1 : USERS.size());
        Flag flag = form.apply(new Percentage(slots));

        manager.setFlag(flag, CHANGE);
        assertThat(on()).isEqualTo(share);
        manager.setFlag(form.apply(Percentage.NONE), CHANGE);
        assertThat(on()).isEmpty();
        manager.setFlag(flag, CHANGE);
        assertThat(on()).isEqualTo(share);
        manager.disableFlag(FLAG, CHANGE);
        assertThat(on()).isEmpty();
        manager.restoreFlag(FLAG, CHANGE);
        assertThat(on()).isEqualTo(share);
    }

    private Set<String> on() {
        return USERS.stream().filter(user -> manager.isEnabled(FLAG, user)).collect(Collectors.toSet());
    }

    private static Flag rich(Rich.Builder definition) {
        return Flag.builder(FLAG)
                .enabled()
                .definition(definition.defaultVariant("off").build())
                .build();
    }

    private static Map<String, Percentage> weights(Percentage on) {
        Map<String, Percentage> weights = new LinkedHashMap<>();
        weights.put("on", on);
        weights.put("off", new Percentage(Percentage.SCALE - on.slots()));
        return weights;
    }
}
