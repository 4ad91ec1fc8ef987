package dev.flags;

import dev.flags.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that answers depend on, compiled from one state of the configuration. Immutable: whoever holds one gets
 * all its answers from the same state.
 */
final class Snapshot {
    private final FlagTable flags;
    private final Content content;
    private final InstantSource clock;
    private final boolean isStale;

    /**
     * What a state of the configuration was compiled to.
     *
     * @param fresh the flags while the configuration is up to date
     * @param hasWindows whether an answer depends on the time
     * @param hasAgeLimits whether an answer depends on how old the configuration is
     */
    private record Content(
            String version, FlagTable fresh, boolean hasWindows, boolean hasAgeLimits, boolean isReady) {}

    private Snapshot(FlagTable flags, Content content, InstantSource clock, boolean isStale) {
        this.flags = flags;
        this.content = content;
        this.clock = clock;
        this.isStale = isStale;
    }

    /** Before anything was loaded. */
    static Snapshot notReady(InstantSource clock) {
        Content none = new Content(new Version("", 0).text(), FlagTable.EMPTY, false, false, false);
        return new Snapshot(none.fresh(), none, clock, false);
    }

    static Snapshot of(Version version, Collection<CompiledFlag> flags, InstantSource clock) {
        return of(version.text(), FlagTable.of(flags), clock);
    }

    /** @param version a word that no other content has */
    static Snapshot of(String version, FlagTable flags, InstantSource clock) {
        Content content = new Content(
                version,
                flags,
                flags.all().stream().anyMatch(CompiledFlag::hasWindow),
                flags.all().stream().anyMatch(flag -> flag.ageLimit() != null),
                true);
        return new Snapshot(content.fresh(), content, clock, false);
    }

    /** The same configuration, with answers that are up to date. */
    Snapshot asFresh() {
        return isStale || flags != content.fresh() ? new Snapshot(content.fresh(), content, clock, false) : this;
    }

    /**
     * The same configuration, of which it is not known whether it is up to date.
     *
     * @param age how long ago it was
     * @param stale whether all answers have to say so
     */
    Snapshot asOld(Duration age, boolean stale) {
        if (stale == isStale && !content.hasAgeLimits()) {
            return this;
        }
        FlagTable aged = content.hasAgeLimits() ? content.fresh().mapped(flag -> flag.atAge(age)) : content.fresh();
        return new Snapshot(aged, content, clock, stale);
    }

    /** The same, at this moment for good. */
    Snapshot now() {
        return hasWindows() ? at(InstantSource.fixed(Instant.ofEpochMilli(millis()))) : this;
    }

    /** The same by another clock. */
    Snapshot at(InstantSource other) {
        return new Snapshot(flags, content, other, isStale);
    }

    /** The text of the version. */
    String version() {
        return content.version();
    }

    @Nullable CompiledFlag flag(@Nullable String name) {
        return flags.get(name);
    }

    /** All flags, in the order of the configuration. */
    List<CompiledFlag> flags() {
        return flags.all();
    }

    boolean hasWindows() {
        return content.hasWindows();
    }

    long millis() {
        return clock.millis();
    }

    boolean isReady() {
        return content.isReady();
    }

    boolean isStale() {
        return isStale;
    }
}
