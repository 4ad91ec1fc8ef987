package dev.flags.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * How the files that readers depend on looked when they were read. While they look the same they need not be read again.
 */
record Looks(List<FileStamp> stamps) {
    static Looks at(Layout layout) throws IOException {
        return new Looks(List.of(
                FileStamp.of(layout.head()),
                FileStamp.of(layout.file()),
                FileStamp.of(layout.previous()),
                FileStamp.of(layout.ephemeral()),
                FileStamp.of(layout.ephemeralNext()),
                FileStamp.of(layout.rejected())));
    }

    boolean mayHideChange(Instant now) {
        return stamps.stream().anyMatch(stamp -> stamp.mayHideChange(now));
    }
}
