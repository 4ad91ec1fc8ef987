package dev.flags;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
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
        return name -> new RecordingLogger(CapturedLogs::keep);
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

    private static void keep(String line) {
        List<String> lines = LINES.get();
        if (lines != null) {
            lines.add(line);
        }
    }
}
