package dev.flags.samples;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Every answer of the service, in the order of their times. Thread-safe. */
final class AnswerLog {
    private final List<Answer> answers = new ArrayList<>();

    synchronized void add(Answer answer) {
        answers.add(answer);
    }

    synchronized List<Answer> all() {
        return List.copyOf(answers);
    }

    /** Looks from the end, since what is asked for is new. */
    synchronized List<Answer> since(Instant from) {
        int first = answers.size();
        while (first > 0 && !answers.get(first - 1).at().isBefore(from)) {
            first--;
        }
        return List.copyOf(answers.subList(first, answers.size()));
    }

    /** @param to excluded */
    List<Answer> between(Instant from, Instant to) {
        return since(from).stream().filter(answer -> answer.at().isBefore(to)).toList();
    }
}
