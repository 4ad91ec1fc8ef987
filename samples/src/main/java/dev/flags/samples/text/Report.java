package dev.flags.samples.text;

import java.io.PrintStream;
import java.util.Locale;

/** What a program says, line by line, and the same in every locale. */
public final class Report {
    private final PrintStream out;

    public Report(PrintStream out) {
        this.out = out;
    }

    public void say(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format, arguments) + "\n");
    }

    public void heading(String text) {
        say("%s", text);
        say("%s", "-".repeat(text.length()));
    }

    /** A text that ends its lines itself, and an empty line. */
    public void block(String text) {
        out.print(text);
        say("");
    }

    /** A sample that shows something false is worse than none, so that it ends there. */
    public void check(boolean holds, String format, Object... arguments) {
        String statement = String.format(Locale.ROOT, format, arguments);
        if (!holds) {
            throw new IllegalStateException("not true: " + statement);
        }
        say("[ok] %s", statement);
    }

    public void flush() {
        out.flush();
    }
}
