package dev.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a step looks at, one thing after another, as long as it finds what it asks for. Not thread-safe. */
final class Trail {
    private final List<Finding> findings = new ArrayList<>();
    private boolean isOpen = true;

    /** Looks, unless something before it did not hold. */
    Trail then(Supplier<Finding> look) {
        if (isOpen) {
            Finding finding = look.get();
            findings.add(finding);
            isOpen = finding.holds();
        }
        return this;
    }

    /** Looks at the clock, if there is a window at all. */
    Trail then(CompiledWindow window, long now) {
        return window.isAlways() ? this : then(() -> window.explain(now));
    }

    /** Looks at what a step looks at. */
    Trail then(Step step, Inquiry question) {
        if (isOpen) {
            findings.addAll(step.findings(question));
            isOpen = findings.isEmpty() || findings.get(findings.size() - 1).holds();
        }
        return this;
    }

    List<Finding> findings() {
        return findings;
    }
}
