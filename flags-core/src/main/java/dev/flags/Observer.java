package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * Is told of each answer, on the thread that asked: has some nanoseconds, must not block, and allocates nothing unless
 * somebody has asked for it.
 */
interface Observer {
    /** Wants to know nothing. */
    Observer NONE = new Observer() {
        @Override
        public void answered(
                Question question,
                CompiledFlag flag,
                Outcome outcome,
                boolean isStale,
                EvaluationContext context,
                @Nullable String user) {}

        @Override
        public void fellBack(
                Question question,
                String flag,
                long revision,
                ErrorCode why,
                @Nullable EvaluationContext context,
                @Nullable String user) {}
    };

    /**
     * A flag had an answer.
     *
     * @param user the user, if the caller gave nothing else and {@code context} is empty; else null
     */
    void answered(
            Question question,
            CompiledFlag flag,
            Outcome outcome,
            boolean isStale,
            EvaluationContext context,
            @Nullable String user);

    /**
     * A caller got the fallback.
     *
     * @param revision of the flag; 0 if there is none
     */
    void fellBack(
            Question question,
            String flag,
            long revision,
            ErrorCode why,
            @Nullable EvaluationContext context,
            @Nullable String user);
}
