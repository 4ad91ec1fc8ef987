package dev.flags.rollout;

import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.Source.Asked;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks what analyses ask, when it is due, on threads of its own. Waits for nothing: an answer is there when it is there. An
 * analysis has one thread at most: while its function has not returned, it is in error and not called again. Used by one
 * thread.
 */
final class Measurements {
    private final Map<String, Source> sources;
    private final Function<String, Executor> executors;
    private final InstantSource clock;
    private final Map<Key, Question> questions = new HashMap<>();

    private record Key(String flag, String analysis) {}

    /** @param executors what each source is called on */
    Measurements(Map<String, Source> sources, Function<String, Executor> executors, InstantSource clock) {
        this.sources = Map.copyOf(sources);
        this.executors = executors;
        this.clock = clock;
    }

    /** The functions and metrics that are known. */
    Set<String> names() {
        return sources.keySet();
    }

    /**
     * Asks what is due.
     *
     * @param run the stage that the rollout is in
     * @return the answers that have come, until they are {@link #use used}
     */
    List<Measured> answers(RolloutDocument document, StageRun run, StageContext context) {
        List<Measured> answers = new ArrayList<>();
        for (Analysis analysis : Analyses.asked(document)) {
            Measured answer =
                    answer(document.updatedAt(), run, new Asked(context, analysis, document.recorded(analysis)));
            if (answer != null) {
                answers.add(answer);
            }
        }
        return answers;
    }

    private @Nullable Measured answer(Instant updatedAt, StageRun run, Asked asked) {
        StageContext context = asked.context();
        Analysis analysis = asked.analysis();
        Key key = new Key(context.flag(), analysis.name());
        Instant now = clock.instant();
        Question last = questions.get(key);
        if (last != null) {
            last.endIfLate(analysis.timeout(), now);
            if (last.isAbout(context, run) && !last.isUsed() && !last.isNoted(run.tally(analysis))) {
                return last.answer();
            }
        }
        if (now.isBefore(due(analysis, run, now, last))) {
            return null;
        }
        if (last != null && last.isHanging()) {
            last.cancel();
            return now.isBefore(last.askedAt().plus(analysis.timeout())) ? null : last.hangs(context, updatedAt);
        }
        return ask(key, asked, updatedAt).answer();
    }

    private Question ask(Key key, Asked asked, Instant updatedAt) {
        Question question = new Question(source(asked.analysis()), asked, updatedAt, clock);
        Question last = questions.put(key, question);
        if (last != null) {
            last.cancel();
        }
        try {
            executors.apply(asked.analysis().check().source()).execute(question.task());
        } catch (RejectedExecutionException e) {
            question.answer(Verdict.error("was not asked: the manager is closed"));
        }
        return question;
    }

    private static Instant due(Analysis analysis, StageRun run, Instant now, @Nullable Question last) {
        Instant lastAt = run.tally(analysis).lastAt();
        if (now.isBefore(run.since()) || (lastAt != null && now.isBefore(lastAt))) {
            // By a clock that is ahead of this one, which is then all that is left to go by.
            return last == null ? now : last.askedAt().plus(analysis.interval());
        }
        Instant first = run.since().plus(analysis.initialDelay());
        Instant next = lastAt == null ? first : lastAt.plus(analysis.interval());
        return next.isBefore(first) ? first : next;
    }

    /** A plan outlives the process that began it, and the next one may know less. */
    private Source source(Analysis analysis) {
        String name = analysis.check().source();
        return sources.getOrDefault(
                name,
                asked -> CompletableFuture.completedFuture(Answer.of(Verdict.error("\"" + name
                        + "\" is not known to the manager, which knows " + new TreeSet<>(sources.keySet())))));
    }

    /** Makes room for the next questions, now that the answers are part of the rollout. */
    void use(String flag, List<Measured> answers) {
        for (Measured answer : answers) {
            Question question = questions.get(new Key(flag, answer.analysis()));
            if (question != null) {
                question.use(answer);
            }
        }
    }

    /** Interrupts what is asked about flags that have no live rollout any more. */
    void keepOnly(Set<String> flags) {
        questions.entrySet().removeIf(entry -> {
            boolean isOver = !flags.contains(entry.getKey().flag());
            if (isOver) {
                entry.getValue().cancel();
            }
            return isOver && !entry.getValue().isHanging();
        });
    }
}
