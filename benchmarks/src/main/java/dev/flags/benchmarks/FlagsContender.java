package dev.flags.benchmarks;

import dev.flags.BooleanFlag;
import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** This library, as an application uses it: a manager on a file. */
class FlagsContender implements Contender {
    /** What is on besides answering. */
    enum Watched {
        /** Counting, which is always on, and nobody reads. */
        NOTHING,
        /** A registry of meters reads the counts. */
        METERS,
        /** A listener is told of exposures, which are all repeats by the time of measuring. */
        EXPOSURES
    }

    private final Workload workload;
    private final Path file;
    private final FeatureFlagManager manager;
    private final Names names;
    private final Flags flags;
    private final EvaluationContext[] contexts;
    private final String[] users;

    FlagsContender(Workload workload, Watched watched) {
        this.workload = workload;
        file = written(workload);
        FeatureFlagManager.Builder builder = FeatureFlagManager.builder().file(file);
        if (watched == Watched.METERS) {
            builder.meterRegistry(new SimpleMeterRegistry());
        }
        manager = builder.build();
        if (watched == Watched.EXPOSURES) {
            manager.addExposureListener(exposure -> {});
        }
        names = new Names(workload);
        flags = manager.flags();
        users = Users.of(workload);
        contexts = Arrays.stream(users).map(FlagsContender::context).toArray(EvaluationContext[]::new);
    }

    private static Path written(Workload workload) {
        try {
            return Files.writeString(Files.createTempDirectory("flags").resolve("flags.json"), FlagsFile.of(workload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EvaluationContext context(String user) {
        return EvaluationContext.builder(user)
                .attribute("country", "de")
                .attribute("plan", "pro")
                .attribute("version", "4.2.1")
                .build();
    }

    @Override
    public Object answer(int turn) {
        return switch (workload) {
            case W3B -> flags.isEnabled(name(turn), context(user(turn)), false);
            case W4 -> flags.variant(name(turn), contexts[turn & (contexts.length - 1)], "");
            default -> flags.isEnabled(name(turn), contexts[turn & (contexts.length - 1)], false);
        };
    }

    final String name(int turn) {
        return names.at(turn);
    }

    final String user(int turn) {
        return users[turn & (users.length - 1)];
    }

    final EvaluationContext context(int turn) {
        return contexts[turn & (contexts.length - 1)];
    }

    final Flags flags() {
        return flags;
    }

    final Names names() {
        return names;
    }

    @Override
    public void close() {
        manager.close();
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code isEnabled(flag, user)}, without a context. */
    static final class ByUser extends FlagsContender {
        ByUser(Workload workload) {
            super(workload, Watched.NOTHING);
        }

        @Override
        public Object answer(int turn) {
            return flags().isEnabled(name(turn), user(turn));
        }
    }

    /** The whole evaluation, with its reason. */
    static final class WithReason extends FlagsContender {
        WithReason(Workload workload) {
            super(workload, Watched.NOTHING);
        }

        @Override
        public Object answer(int turn) {
            return flags().evaluateBoolean(name(turn), context(turn), false).value();
        }
    }

    /** Through handles that were made beforehand. */
    static final class Handles extends FlagsContender {
        private final BooleanFlag[] handles;

        Handles(Workload workload) {
            super(workload, Watched.NOTHING);
            int asked = Math.max(1, Integer.highestOneBit(workload.flags() * 2 - 1));
            handles = new BooleanFlag[asked];
            for (int turn = 0; turn < asked; turn++) {
                handles[turn] = flags().bool(name(turn));
            }
        }

        @Override
        public Object answer(int turn) {
            return handles[turn & (handles.length - 1)].isEnabled(context(turn));
        }
    }
}
