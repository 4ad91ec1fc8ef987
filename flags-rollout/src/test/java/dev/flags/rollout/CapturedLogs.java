package dev.flags.rollout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Keeps what a thread logs from INFO on while a test asks for that, and drops all else. The build chooses it by the
 * property {@code slf4j.provider}; SLF4J needs it to be public.
 */
public final class CapturedLogs implements SLF4JServiceProvider {
    private static final ThreadLocal<@Nullable List<String>> LINES = new ThreadLocal<>();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** For SLF4J. */
    public CapturedLogs() {}

    /** What this thread logs meanwhile, one line each: level, message and exception. */
    static List<String> of(Runnable action) {
        List<String> lines = new ArrayList<>();
        LINES.set(lines);
        try {
            action.run();
            return lines;
        } finally {
            LINES.remove();
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> new KeepingLogger();
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class KeepingLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            List<String> lines = LINES.get();
            if (lines != null) {
                lines.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments)
                        + (failure == null ? "" : ": " + failure.getMessage()));
            }
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return KeepingLogger.class.getName();
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
