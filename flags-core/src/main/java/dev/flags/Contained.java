package dev.flags;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Runs the code of others. */
final class Contained {
    private Contained() {}

    /** Runs it; whatever it throws, an Error too, is given to {@code onFailure} instead. */
    static void run(Runnable theirs, Consumer<Throwable> onFailure) {
        FutureTask<Boolean> task = new FutureTask<>(theirs, true);
        task.run();
        try {
            task.get();
        } catch (ExecutionException e) {
            onFailure.accept(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // meant for what runs on this thread next: the task is done
        }
    }
}
