package dev.flags.samples;

import java.io.PrintStream;
import java.util.Locale;

/** What a program says, line by line, and the same in every locale. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void say(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format, arguments) + "\n");
    }

    void heading(String text) {
        say("%s", text);
        say("%s", "-".repeat(text.length()));
    }

    /** A text that ends its lines itself, and an empty line. */
    void block(String text) {
        out.print(text);
        say("");
    }

    /** A sample that shows something false is worse than none, so that it ends there. */
    void check(boolean holds, String format, Object... arguments) {
        String statement = String.format(Locale.ROOT, format, arguments);
        if (!holds) {
            throw new IllegalStateException("not true: " + statement);
        }
        say("[ok] %s", statement);
    }

    void flush() {
        out.flush();
    }
}
