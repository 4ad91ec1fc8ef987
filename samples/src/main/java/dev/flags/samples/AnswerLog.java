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

    /**
     * What the newest version of the flag answered in a time. A change takes effect a moment after the time that the audit
     * trail has for it, and what the version before it answered until then tells of another share.
     *
     * @param to excluded
     */
    List<Answer> ofNewestVersion(Instant from, Instant to) {
        List<Answer> answers =
                since(from).stream().filter(answer -> answer.at().isBefore(to)).toList();
        long newest = answers.stream().mapToLong(Answer::version).max().orElse(0);
        return answers.stream().filter(answer -> answer.version() == newest).toList();
    }
}
