package dev.flags.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Condition;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.Segment;
import dev.flags.config.Serve;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change makes the linter look at again. */
class IncrementalLinterTest {
    private static final Segment INNER = Segment.ofUsers("inner", List.of("alice"));
    private static final Segment OUTER = Segment.of("outer", Condition.segment("inner"));
    private static final Segment NOBODY = Segment.ofUsers("inner", List.of());
    private static final Flag PLAIN = Flag.builder("plain").enabled().build();
    private static final Flag ASKS = Flag.builder("asks")
            .definition(Rich.ofBoolean()
                    .rule(Rule.of("r", Condition.segment("outer"), Serve.variant("on")))
                    .defaultVariant("off")
                    .build())
            .build();

    private final ConfigLint before = ConfigLint.EMPTY.next(List.of(PLAIN, ASKS), List.of(INNER, OUTER), List.of());

    @Test
    void sameConfiguration_isNotLookedAtAgain() {
        assertThat(lookedAtAgain(before.next(List.of(ASKS, PLAIN), List.of(OUTER, INNER), List.of())))
                .isEmpty();
    }

    @Test
    void changedFlag_isLookedAtAlone() {
        Flag changed = PLAIN.toBuilder().description("changed").build();
        assertThat(lookedAtAgain(before.next(List.of(changed, ASKS), List.of(INNER, OUTER), List.of())))
                .containsExactly("plain");
    }

    @Test
    void changedSegment_makesItLookAtEverything() {
        assertThat(lookedAtAgain(before.next(List.of(PLAIN, ASKS), List.of(NOBODY, OUTER), List.of())))
                .containsExactly("asks", "plain");
    }

    @Test
    void segmentThatBecomesEmpty_showsInTheFlagsThatNeedIt() {
        IncrementalLinter linter = new IncrementalLinter();
        assertThat(lint(linter, List.of(INNER, OUTER))).isEmpty();
        assertThat(lint(linter, List.of(NOBODY, OUTER)))
                .extracting(LintFinding::toString)
                .anyMatch(finding -> finding.startsWith("flag \"asks\" at /rules/0: rule \"r\" serves nobody"));
        assertThat(lint(linter, List.of(INNER, OUTER))).isEmpty();
        assertThat(lint(linter, List.of(NOBODY, OUTER))).isNotEmpty();
        assertThat(lint(linter, List.of(OUTER)))
                .as("what is not there may be anything")
                .isEmpty();
    }

    private static List<LintFinding> lint(IncrementalLinter linter, List<Segment> segments) {
        return linter.lint(Linter.defaults(), List.of(PLAIN, ASKS), segments, List.of(), List.of());
    }

    @SuppressWarnings("ReferenceEquality") // what was not looked at again is the same object
    private List<String> lookedAtAgain(ConfigLint next) {
        return next.documents(Kind.FLAG)
                .filter(document -> document != before.document(document.key()))
                .map(DocumentLint::key)
                .map(DocumentKey::name)
                .toList();
    }
}
