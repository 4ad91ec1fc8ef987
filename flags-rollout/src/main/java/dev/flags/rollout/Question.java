package dev.flags.rollout;

import dev.flags.internal.WellFormed;
import dev.flags.rollout.Source.Asked;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to a source, from when it was put until somebody has made use of the answer. The first answer counts, be it
 * that there is none in time. Thread-safe.
 */
final class Question {
    private static final Logger LOG = LoggerFactory.getLogger(Question.class);
    private static final int MAX_EVIDENCE = 500;

    private final Input.Subject subject;
    private final String analysis;
    private final Instant askedAt;
    private final InstantSource clock;
    private final FutureTask<CompletionStage<Answer>> task;
    private volatile boolean hasBegun;
    private volatile boolean hasReturned;
    private boolean isUsed;
    private volatile Input.@Nullable Measured answer;

    /** @param updatedAt when the rollout was changed last, by whose clock ever */
    Question(Source source, Asked asked, Instant updatedAt, InstantSource clock) {
        this.askedAt = clock.instant();
        this.subject = new Input.Subject(asked.context(), askedAt.isBefore(updatedAt) ? updatedAt : askedAt);
        this.analysis = asked.analysis().name();
        this.clock = clock;
        task = new FutureTask<>(() -> call(source, asked)) {
            @Override
            protected void done() {
                called(this);
            }
        };
    }

    private CompletionStage<Answer> call(Source source, Asked asked) throws Exception {
        hasBegun = true;
        try {
            return Objects.requireNonNull(source.ask(asked), "the answer");
        } finally {
            hasReturned = true;
        }
    }

    /** What a thread is to run. */
    Runnable task() {
        return task;
    }

    private void called(FutureTask<CompletionStage<Answer>> done) {
        try {
            done.get().whenComplete((given, failure) -> {
                if (failure == null) {
                    answer(given);
                } else {
                    failed(failure);
                }
            });
        } catch (ExecutionException e) {
            failed(Objects.requireNonNullElse(e.getCause(), e));
        } catch (CancellationException e) {
            answer(Verdict.error("was not asked to the end"));
        } catch (RuntimeException e) {
            failed(e); // what the function has returned breaks whoever waits for it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // cannot be: the task is done
        }
    }

    /** By its class alone: the words of an exception may hold somebody's ids. */
    private void failed(Throwable why) {
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        LOG.debug("Analysis {} failed", analysis, cause);
        answer(Verdict.error("threw " + cause.getClass().getName()));
    }

    void answer(Verdict verdict) {
        answer(Answer.of(verdict));
    }

    private void answer(Answer given) {
        Verdict verdict = given.verdict();
        String evidence = verdict.evidence();
        Verdict kept = evidence.length() <= MAX_EVIDENCE
                ? verdict
                : new Verdict(verdict.result(), WellFormed.first(evidence, MAX_EVIDENCE) + "…");
        synchronized (this) {
            if (answer == null) {
                answer = new Input.Measured(subject, analysis, kept, after(subject), given.measurement());
            }
        }
    }

    private Instant after(Input.Subject asked) {
        Instant now = clock.instant();
        return now.isBefore(asked.askedAt()) ? asked.askedAt().plus(Moment.STEP) : now;
    }

    /** Null as long as there is none. */
    Input.@Nullable Measured answer() {
        return answer;
    }

    /** Notes that an answer has become part of the rollout. */
    void use(Input.Measured used) {
        isUsed = isUsed || used.equals(answer);
    }

    /** Whether the rollout has an answer as new as this one: it was applied, and whoever noted it did not hear that. */
    boolean isNoted(Tally tally) {
        Input.Measured given = answer;
        Instant last = tally.lastAt();
        return given != null && last != null && !given.at().isAfter(last);
    }

    boolean isUsed() {
        return isUsed;
    }

    /** What is said instead of an answer to another question, which cannot be put as long as this one has the thread. */
    Input.Measured hangs(StageContext context, Instant updatedAt) {
        Verdict verdict = Verdict.error("has not returned since it was asked at " + askedAt);
        Instant now = clock.instant();
        Input.Subject other = new Input.Subject(context, now.isBefore(updatedAt) ? updatedAt : now);
        return new Input.Measured(other, analysis, verdict, after(other));
    }

    boolean isAbout(StageContext context, StageRun run) {
        return subject.isOf(context, run);
    }

    /** By the clock of this process. */
    Instant askedAt() {
        return askedAt;
    }

    /** Makes it an error if it takes too long. */
    void endIfLate(Duration timeout, Instant now) {
        if (answer == null && !now.isBefore(askedAt.plus(timeout))) {
            answer(Verdict.error("has not answered within " + timeout));
            cancel();
        }
    }

    void cancel() {
        task.cancel(true);
    }

    /** Whether a thread is still in it, which ignores that it was interrupted. */
    boolean isHanging() {
        return hasBegun && !hasReturned;
    }
}
