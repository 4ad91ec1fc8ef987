package dev.flags.samples;

import dev.flags.FeatureFlagManager;
import dev.flags.FlagListener;
import dev.flags.config.DocumentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody with an editor: changes the text of the configuration file behind the manager's back. */
final class HandEdit {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private HandEdit() {}

    /**
     * Replaces a part of the file's text, and waits until the manager has found out by itself.
     *
     * @return how long that took
     * @throws IllegalStateException if the text is not there exactly once, or the manager does not see the change in time
     */
    static Duration replace(Path file, String before, String after, FeatureFlagManager manager, DocumentKey flag)
            throws IOException, InterruptedException {
        String text = Files.readString(file);
        int at = text.indexOf(before);
        if (at < 0 || text.indexOf(before, at + 1) >= 0) {
            throw new IllegalStateException(file + " does not contain exactly once: " + before);
        }
        CountDownLatch seen = new CountDownLatch(1);
        FlagListener listener = (version, changed) -> {
            if (changed.contains(flag)) {
                seen.countDown();
            }
        };
        manager.addListener(listener);
        long start = System.nanoTime();
        try {
            Files.writeString(file, text.substring(0, at) + after + text.substring(at + before.length()));
            if (!seen.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("no change of " + file + " was seen within " + PATIENCE
                        + "; the manager is " + manager.health());
            }
        } finally {
            manager.removeListener(listener);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
