package dev.flags.samples.trial;

import dev.flags.abtest.stats.Cuped;
import dev.flags.abtest.stats.Fieller;
import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.Inference;
import dev.flags.abtest.stats.Interval;
import dev.flags.abtest.stats.LookPlan;
import dev.flags.abtest.stats.MinimumDetectableEffect;
import dev.flags.abtest.stats.Multiplicity;
import dev.flags.abtest.stats.PValue;
import dev.flags.abtest.stats.PlannedMean;
import dev.flags.abtest.stats.RatioCuped;
import dev.flags.abtest.stats.RatioOfMeans;
import dev.flags.abtest.stats.TestPlan;
import dev.flags.abtest.stats.TwoProportions;
import dev.flags.abtest.stats.Welch;
import dev.flags.samples.text.Report;
import dev.flags.samples.text.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Analyses a real trial: did people whose health insurance makes them pay the first part of a year's bills themselves go to the
 * doctor less? Adjusts for their health before the trial, and says what the data cannot tell, and what that does to an interval.
 */
public final class AnalyseTrial {
    private static final Hypothesis NO_DIFFERENCE = Hypothesis.twoSided();
    private static final int VISITS = 0;
    private static final int DISEASES = 1;
    private static final double PERCENT = 100;

    private final TrialArm others;
    private final TrialArm deductible;
    private final Report report;

    private AnalyseTrial(List<PersonYear> years, PrintStream out) {
        others = new TrialArm(
                years.stream().filter(year -> !year.hasDeductible()).toList());
        deductible =
                new TrialArm(years.stream().filter(PersonYear::hasDeductible).toList());
        report = new Report(out);
    }

    /** Prints the result. */
    public static void main(String[] args) throws IOException {
        run(System.out);
    }

    /** Prints the result to a stream. */
    public static void run(PrintStream out) throws IOException {
        AnalyseTrial trial = new AnalyseTrial(PersonYear.load(), out);
        trial.arms();
        trial.visits();
        trial.yearsWithVisit();
        trial.meaning();
    }

    private void arms() {
        report.say("Does a deductible keep people from the doctor?");
        report.say("==============================================");
        report.say("RAND Health Insurance Experiment, 1974 to 1982: families were given a plan by lot.");
        report.say("");
        report.block(TextTable.format(
                1,
                List.of(
                        List.of("", "other plans", "deductible"),
                        row("person-years", arm -> count(arm.years().size())),
                        row(
                                "groups of years that are alike",
                                arm -> count(arm.visitsByGroup().n())),
                        row(
                                "visits to a doctor in a year",
                                arm -> number(arm.byYear().mean(VISITS))),
                        row("years with a visit", arm -> percent(arm.withVisit().share())),
                        row("disease index before", arm -> number(arm.byYear().mean(DISEASES))))));
        Inference before = RatioOfMeans.test(others.diseasesByGroup(), deductible.diseasesByGroup(), NO_DIFFERENCE)
                .orElseThrow();
        report.say(
                "Before the trial, the disease index was %s higher with the deductible (%s to %s).",
                number(before.estimate()),
                number(before.interval().lower()),
                number(before.interval().upper()));
        report.say("");
    }

    private void visits() {
        Inference byGroup = byGroup();
        Inference adjusted = adjustedByGroup().test(NO_DIFFERENCE).orElseThrow();
        report.heading("Visits in a year, deductible minus other plans");
        report.block(TextTable.format(
                1,
                List.of(
                        List.of("", "difference", "95 % interval", ""),
                        line("each year for itself", byYear()),
                        line("adjusted for diseases before", adjustedByYear()),
                        line("by group", byGroup),
                        line("by group, adjusted", adjusted))));
        report.say(
                "Diseases before explain %s of the variance by group, which narrows the interval.",
                percent(adjustedByGroup().varianceReduction()));
        report.say("By group it is %s wider than if each year stood for itself.", percent(widening(byGroup)));
        report.say("");
    }

    private Inference byYear() {
        return Welch.test(others.byYear().summary(VISITS), deductible.byYear().summary(VISITS), NO_DIFFERENCE)
                .orElseThrow();
    }

    private Inference adjustedByYear() {
        return Cuped.adjust(others.byYear(), deductible.byYear(), Cuped.Theta.WITHIN_ARMS)
                .flatMap(arms -> arms.test(NO_DIFFERENCE))
                .orElseThrow();
    }

    private Inference byGroup() {
        return RatioOfMeans.test(others.visitsByGroup(), deductible.visitsByGroup(), NO_DIFFERENCE)
                .orElseThrow();
    }

    private Cuped.Adjusted adjustedByGroup() {
        return RatioCuped.adjust(others.visitsAndDiseasesByGroup(), deductible.visitsAndDiseasesByGroup())
                .orElseThrow();
    }

    private double widening(Inference byGroup) {
        return byGroup.interval().width() / byYear().interval().width() - 1;
    }

    private void yearsWithVisit() {
        Interval byYear = TwoProportions.newcombe(others.withVisit(), deductible.withVisit(), NO_DIFFERENCE.alpha())
                .orElseThrow();
        Inference byGroup = yearsWithVisitByGroup();
        report.heading("Years with a visit, deductible minus other plans");
        report.say("each year for itself  %s points, %s (Newcombe)", points(byGroup.estimate()), points(byYear));
        report.say(
                "by group              %s points, %s, %s",
                points(byGroup.estimate()), points(byGroup.interval()), byGroup.p());
        report.say("");
    }

    private Inference yearsWithVisitByGroup() {
        return RatioOfMeans.test(others.yearsWithVisitByGroup(), deductible.yearsWithVisitByGroup(), NO_DIFFERENCE)
                .orElseThrow();
    }

    private void meaning() {
        PValue years = yearsWithVisitByGroup().p();
        Cuped.Adjusted arms = adjustedByGroup();
        PValue visits = arms.test(NO_DIFFERENCE).orElseThrow().p();
        Map<String, PValue> p = Multiplicity.HOLM.adjust(Map.of("visits", visits, "years", years));
        double alpha = Multiplicity.HOLM.intervalAlpha(List.of(visits, years), NO_DIFFERENCE.alpha());
        Inference both = arms.test(NO_DIFFERENCE.withAlpha(alpha)).orElseThrow();
        Interval fewer = both.interval().negated();
        report.heading("What it says");
        report.say(
                "With a deductible, people went to the doctor %s times a year less (%s to %s), which is %s.",
                number(-both.estimate()), number(fewer.lower()), number(fewer.upper()), inPercent(arms, alpha));
        report.say(
                "More of their years went by without any visit. Two questions were asked, so that each interval here is one");
        report.say("of %s, and p-values are corrected (Holm).", percent(1 - alpha));
        report.check(
                p.values().stream().allMatch(each -> each.isBelow(NO_DIFFERENCE.alpha())),
                "both hold: visits %s, years %s",
                p.getOrDefault("visits", visits),
                p.getOrDefault("years", years));
        report.say(
                "In four of five such trials a difference of %s visits would be found. Smaller ones may be missed.",
                number(detectable(arms, both.standardError())));
        report.say("");
        report.heading("What to know before believing it");
        report.say(
                "- Rows are person-years, and a person's years are alike: to take each for itself makes the interval too narrow.");
        report.say(
                "  The data do not say who is who. Years that are alike in all that is known from before are one group here; the");
        report.say(
                "  largest has %d years, and nobody was in the trial for more than five. So groups hold together what belongs",
                largest());
        report.say(
                "  together, and more: the interval errs on the wide side. How alike a person's own years are, nobody can say.");
        report.say("- Families were drawn together, which the data do not tell either.");
        report.say(
                "- How many people each plan was meant to have is not known, so that the sample ratio cannot be checked.");
    }

    private int largest() {
        return Math.max(others.largestGroup(), deductible.largestGroup());
    }

    /** By Fieller's set, which agrees with the test of the difference however weak the baseline is. */
    private static String inPercent(Cuped.Adjusted arms, double alpha) {
        Fieller lift = Fieller.of(arms.control(), arms.treatment(), alpha).orElseThrow();
        return lift instanceof Fieller.Bounded bounded
                ? percent(-lift.lift()) + " (" + points(bounded.interval().negated()) + " %)"
                : "an unknown share of what the others do";
    }

    /** Of a trial of this size, in which arms vary as they do here. */
    private static double detectable(Cuped.Adjusted arms, double standardError) {
        double n = arms.control().n();
        double ratio = arms.treatment().n() / n;
        PlannedMean visits = PlannedMean.of(arms.control().mean(), standardError * Math.sqrt(n / (1 + 1 / ratio)));
        TestPlan plan = TestPlan.twoSided().withRatio(ratio);
        return MinimumDetectableEffect.ofMean(visits, arms.control().n(), plan, new LookPlan.Once())
                .absolute();
    }

    private interface Figure {
        String of(TrialArm arm);
    }

    private List<String> row(String name, Figure figure) {
        return List.of(name, figure.of(others), figure.of(deductible));
    }

    private static List<String> line(String method, Inference inference) {
        Interval interval = inference.interval();
        return List.of(
                method,
                number(inference.estimate()),
                number(interval.lower()) + " to " + number(interval.upper()),
                inference.p().toString());
    }

    private static String count(long n) {
        return Long.toString(n);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", PERCENT * share);
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", PERCENT * share);
    }

    private static String points(Interval interval) {
        return points(interval.lower()) + " to " + points(interval.upper());
    }
}
