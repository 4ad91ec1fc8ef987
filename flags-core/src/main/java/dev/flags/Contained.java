package dev.flags;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the code of others. */
final class Contained {
    private Contained() {}

    /**
     * Runs it; whatever it throws, an Error too, is given to {@code onFailure} instead. What that throws, such as a log that
     * is broken itself, ends here: nobody is left to be told.
     */
    static void run(Runnable theirs, Consumer<Throwable> onFailure) {
        Throwable failure = failureOf(theirs);
        if (failure != null) {
            failureOf(() -> onFailure.accept(failure));
        }
    }

    private static @Nullable Throwable failureOf(Runnable theirs) {
        FutureTask<Boolean> task = new FutureTask<>(theirs, true);
        task.run();
        try {
            task.get();
        } catch (ExecutionException e) {
            return Objects.requireNonNullElse(e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // meant for what runs on this thread next: the task is done
        }
        return null;
    }
}
