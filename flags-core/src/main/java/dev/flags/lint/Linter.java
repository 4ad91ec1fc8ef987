package dev.flags.lint;

import dev.flags.config.ConfigFile;
import dev.flags.config.Configuration;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.ReadDocuments;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is most likely a mistake in a configuration.
 *
 * <p>Whether a rule is reached and a condition can hold is worked out for all contexts at once, arrays and missing attributes
 * included: what is reported is certainly so, and what is not certain is not reported.
 *
 * <p>A flag, segment or layer leaves out what it does not want to hear of:
 * {@code "metadata": {"lint_ignore": ["shadowed-rule"]}}.
 *
 * <p>Immutable and thread-safe: every method that sets something returns a changed copy.
 *
 * <pre>{@code
 * Linter linter = Linter.defaults().at(Instant.now()).ignoring(LintRule.UNUSED_SEGMENT);
 * linter.lint(Path.of("config/feature_flags.json")).forEach(System.out::println);
 * }</pre>
 */
public final class Linter {
    /** How long a process must have known a flag before it matters that it never evaluated it. */
    public static final Duration DEFAULT_NEVER_EVALUATED_AFTER = Duration.ofDays(7);

    /** How long a flag must have been the same before it matters that it serves everybody the same. */
    public static final Duration DEFAULT_CONSTANT_AFTER = Duration.ofDays(30);

    private static final Duration MAX_DURATION = Duration.ofDays(36_500);

    private static final Linter DEFAULTS =
            new Linter(null, Map.of(), Set.of(), DEFAULT_NEVER_EVALUATED_AFTER, DEFAULT_CONSTANT_AFTER);

    private final @Nullable Instant now;
    private final Map<String, Usage> usage;
    private final Set<LintRule> ignored;
    private final Duration neverEvaluatedAfter;
    private final Duration constantAfter;

    private Linter(
            @Nullable Instant now,
            Map<String, Usage> usage,
            Set<LintRule> ignored,
            Duration neverEvaluatedAfter,
            Duration constantAfter) {
        this.now = now;
        this.usage = usage;
        this.ignored = ignored;
        this.neverEvaluatedAfter = neverEvaluatedAfter;
        this.constantAfter = constantAfter;
    }

    /** A linter that knows neither the time nor what became of flags, and ignores nothing. */
    public static Linter defaults() {
        return DEFAULTS;
    }

    /** Also looks for what is over at a time. */
    public Linter at(Instant newNow) {
        return new Linter(newNow, usage, ignored, neverEvaluatedAfter, constantAfter);
    }

    /**
     * Also looks for flags that have had their day; takes effect together with {@link #at}.
     *
     * @param newUsage by the name of the flag
     */
    public Linter withUsage(Map<String, Usage> newUsage) {
        return new Linter(now, Map.copyOf(newUsage), ignored, neverEvaluatedAfter, constantAfter);
    }

    /**
     * Leaves rules out, besides those that are left out already.
     *
     * @throws IllegalArgumentException if {@link LintRule#FORMAT_ERROR} is among them
     */
    public Linter ignoring(LintRule... rules) {
        Set<LintRule> all = EnumSet.noneOf(LintRule.class);
        all.addAll(ignored);
        for (LintRule rule : rules) {
            if (!rule.isIgnorable()) {
                throw new IllegalArgumentException("rules has " + rule + ", which cannot be ignored");
            }
            all.add(rule);
        }
        return new Linter(now, usage, all, neverEvaluatedAfter, constantAfter);
    }

    /**
     * How long a process must have known a flag before it matters that it never evaluated it.
     *
     * @throws IllegalArgumentException if it is negative, or more than 100 years
     */
    public Linter neverEvaluatedAfter(Duration duration) {
        return new Linter(now, usage, ignored, requireSensible("neverEvaluatedAfter", duration), constantAfter);
    }

    /**
     * How long a flag must have been the same before it matters that it serves everybody the same.
     *
     * @throws IllegalArgumentException if it is negative, or more than 100 years
     */
    public Linter constantAfter(Duration duration) {
        return new Linter(now, usage, ignored, neverEvaluatedAfter, requireSensible("constantAfter", duration));
    }

    private static Duration requireSensible(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    name + " is not in [0, " + MAX_DURATION.toDays() + " days]: " + duration);
        }
        return duration;
    }

    /** How long a flag must have been the same before it matters that it serves everybody the same. */
    public Duration constantAfter() {
        return constantAfter;
    }

    /**
     * Looks at a configuration.
     *
     * @return errors first
     */
    public List<LintFinding> lint(Configuration configuration) {
        return lint(configuration.flags(), configuration.segments(), configuration.layers(), List.of());
    }

    /**
     * Looks at a configuration file, and at what is wrong with it. Files that segments include are not read.
     *
     * @return errors first
     * @throws UncheckedIOException if the file cannot be read
     */
    public List<LintFinding> lint(Path file) {
        try {
            return lint(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /**
     * Looks at the text of a configuration file, in UTF-8, as above. Documents that are refused are reported as errors and
     * not looked at any further.
     *
     * @return errors first
     */
    public List<LintFinding> lint(byte[] utf8) {
        Parsed<ConfigFile> file = ConfigFile.read(utf8);
        return file.value()
                .map(read -> lint(ReadDocuments.of(read), file.problems()))
                .orElseGet(() -> lint(List.of(), List.of(), List.of(), file.problems()));
    }

    private List<LintFinding> lint(ReadDocuments read, List<Problem> problemsOfFile) {
        List<Problem> problems = new ArrayList<>(problemsOfFile);
        problems.addAll(read.problems());
        Map<DocumentKey, List<Problem>> unfit = read.unfit();
        unfit.values().forEach(problems::addAll);
        Set<DocumentKey> existing = new HashSet<>(read.refused());
        read.flags().forEach(flag -> existing.add(DocumentKey.flag(flag.name())));
        problems.addAll(ReferenceCheck.warnings(read.layers(), existing));
        return lint(
                fit(read.flags(), flag -> DocumentKey.flag(flag.name()), unfit),
                fit(read.segments(), segment -> DocumentKey.segment(segment.name()), unfit),
                fit(read.layers(), layer -> DocumentKey.layer(layer.name()), unfit),
                problems);
    }

    private static <T> List<T> fit(List<T> values, Function<T, DocumentKey> key, Map<DocumentKey, ?> unfit) {
        return values.stream()
                .filter(value -> !unfit.containsKey(key.apply(value)))
                .toList();
    }

    private List<LintFinding> lint(
            Collection<Flag> flags, Collection<Segment> segments, Collection<Layer> layers, List<Problem> problems) {
        return lint(ConfigLint.EMPTY.next(flags, segments, layers), problems);
    }

    /**
     * What is found in documents, and what is wrong with these and others.
     *
     * @return errors first
     */
    List<LintFinding> lint(ConfigLint config, Collection<Problem> problems) {
        List<LintFinding> findings = new ArrayList<>();
        problems.forEach(problem -> findings.add(LintFinding.of(problem)));
        findings.addAll(config.findings(problems.stream().noneMatch(Problem::isError)));
        if (now != null) {
            findings.addAll(outdated(config, now));
        }
        return findings.stream()
                .filter(finding -> !ignored.contains(finding.rule()))
                .sorted(Comparator.comparing(finding -> finding.rule().severity()))
                .toList();
    }

    private List<LintFinding> outdated(ConfigLint config, Instant time) {
        return config.documents(Kind.FLAG)
                .flatMap(flag -> outdated(flag, time, config.isNamed(flag.key())).stream())
                .toList();
    }

    private List<LintFinding> outdated(DocumentLint document, Instant time, boolean isAsked) {
        Flag flag = (Flag) document.value();
        Findings findings = new Findings(document.key(), document.ignored());
        UsageLint lint = new UsageLint(flag, findings, time);
        lint.checkTime();
        Usage used = usage.get(flag.name());
        if (used != null) {
            lint.checkEvaluated(used, neverEvaluatedAfter, isAsked);
            lint.checkConstant(used, constantAfter);
        }
        return findings.found();
    }
}
