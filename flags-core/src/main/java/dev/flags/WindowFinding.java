package dev.flags;

import dev.flags.config.TimeWindow;
import dev.flags.json.JsonObject;
import java.time.Instant;

/**
 * Whether now is inside of a window, which begins and ends on whole milliseconds. As JSON it has {@code now}, and
 * {@code start} and {@code end} as far as they matter.
 */
public sealed interface WindowFinding extends Finding {
    /** When the question was asked. */
    Instant now();

    /** Inside. */
    record Open(TimeWindow window, Instant now) implements WindowFinding {
        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public String text() {
            return (window.start() == null ? "" : "from " + window.start() + " ")
                    + (window.end() == null ? "" : "until " + window.end() + " ")
                    + Words.now(now);
        }

        @Override
        public JsonObject toJson() {
            JsonObject.Builder json = ExplanationJson.finding("window", this).put("now", now.toString());
            if (window.start() != null) {
                json.put("start", window.start().toString());
            }
            if (window.end() != null) {
                json.put("end", window.end().toString());
            }
            return json.build();
        }
    }

    /** Before the start. */
    record NotYet(Instant start, Instant now) implements WindowFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String text() {
            return "starts at " + start + " " + Words.now(now);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("window", this)
                    .put("now", now.toString())
                    .put("start", start.toString())
                    .build();
        }
    }

    /** At the end or after it. */
    record Over(Instant end, Instant now) implements WindowFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String text() {
            return "ended at " + end + " " + Words.now(now);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("window", this)
                    .put("now", now.toString())
                    .put("end", end.toString())
                    .build();
        }
    }
}
