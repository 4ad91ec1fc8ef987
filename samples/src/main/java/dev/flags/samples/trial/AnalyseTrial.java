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
import dev.flags.abtest.stats.Summary;
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
 * doctor less? Adjusts for their health before the trial, and shows what it does to an interval that years of one person are
 * taken for independent.
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
                                "people, as far as one can tell",
                                arm -> count(arm.visitsByPerson().n())),
                        row(
                                "visits to a doctor in a year",
                                arm -> number(arm.byYear().mean(VISITS))),
                        row("years with a visit", arm -> percent(arm.withVisit().share())),
                        row("disease index before", arm -> number(arm.byYear().mean(DISEASES))))));
        Inference before = Welch.test(
                        others.byYear().summary(DISEASES), deductible.byYear().summary(DISEASES), NO_DIFFERENCE)
                .orElseThrow();
        report.say(
                "Before the trial they were %s: a disease index %s higher with the deductible (%s).",
                before.isSignificant() ? "not alike" : "alike", number(before.estimate()), before.p());
        report.say("");
    }

    private void visits() {
        Inference byPerson = byPerson();
        Inference adjusted = adjustedByPerson().test(NO_DIFFERENCE).orElseThrow();
        report.heading("Visits in a year, deductible minus other plans");
        report.block(TextTable.format(
                1,
                List.of(
                        List.of("", "difference", "95 % interval", ""),
                        line("each year for itself", byYear()),
                        line("adjusted for diseases before", adjustedByYear()),
                        line("by person", byPerson),
                        line("by person, adjusted", adjusted))));
        report.say(
                "Diseases before explain %s of the variance by person, which narrows the interval.",
                percent(adjustedByPerson().varianceReduction()));
        report.say(
                "By person it is %s wider than it would be if each year stood for itself.",
                percent(widening(byPerson)));
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

    private Inference byPerson() {
        return RatioOfMeans.test(others.visitsByPerson(), deductible.visitsByPerson(), NO_DIFFERENCE)
                .orElseThrow();
    }

    private Cuped.Adjusted adjustedByPerson() {
        return RatioCuped.adjust(others.visitsAndDiseasesByPerson(), deductible.visitsAndDiseasesByPerson())
                .orElseThrow();
    }

    private double widening(Inference byPerson) {
        return byPerson.interval().width() / byYear().interval().width() - 1;
    }

    private void yearsWithVisit() {
        Interval byYear = TwoProportions.newcombe(others.withVisit(), deductible.withVisit(), NO_DIFFERENCE.alpha())
                .orElseThrow();
        Inference byPerson = yearsWithVisitByPerson();
        report.heading("Years with a visit, deductible minus other plans");
        report.say("each year for itself  %s points, %s (Newcombe)", points(byPerson.estimate()), points(byYear));
        report.say(
                "by person             %s points, %s, %s",
                points(byPerson.estimate()), points(byPerson.interval()), byPerson.p());
        report.say("");
    }

    private Inference yearsWithVisitByPerson() {
        return RatioOfMeans.test(others.yearsWithVisitByPerson(), deductible.yearsWithVisitByPerson(), NO_DIFFERENCE)
                .orElseThrow();
    }

    private void meaning() {
        Inference visits = adjustedByPerson().test(NO_DIFFERENCE).orElseThrow();
        Interval fewer = visits.interval().negated();
        PValue years = yearsWithVisitByPerson().p();
        Map<String, PValue> p = Multiplicity.HOLM.adjust(Map.of("visits", visits.p(), "years", years));
        report.heading("What it says");
        report.say(
                "With a deductible, people went to the doctor %s times a year less (%s to %s), which is %s.",
                number(-visits.estimate()), number(fewer.lower()), number(fewer.upper()), inPercent());
        report.say("More of their years went by without any visit.");
        report.say(
                "In four of five such trials a difference of %s visits would be found. Smaller ones may be missed.",
                number(detectable()));
        report.check(
                p.values().stream().allMatch(each -> each.isBelow(NO_DIFFERENCE.alpha())),
                "both hold if one corrects for two questions (Holm): visits %s, years %s",
                p.getOrDefault("visits", visits.p()),
                p.getOrDefault("years", years));
        report.say("");
        report.heading("What to know before believing it");
        report.say(
                "- Rows are person-years. Years of one person are alike, and say less than as many people would: to take each");
        report.say(
                "  for itself makes the interval too narrow. The data do not say who is who; years with the same plan and the");
        report.say(
                "  same health before are taken for one person's. That lumps some people together, and errs on the wide side.");
        report.say(
                "- Families were drawn together, which the data do not tell either: the right interval is a little wider still.");
        report.say(
                "- How many people each plan was meant to have is not known, so that the sample ratio cannot be checked.");
    }

    /** By Fieller's set, which agrees with the test of the difference however weak the baseline is. */
    private String inPercent() {
        Cuped.Adjusted arms = adjustedByPerson();
        Fieller lift = Fieller.of(arms.control(), arms.treatment(), NO_DIFFERENCE.alpha())
                .orElseThrow();
        return lift instanceof Fieller.Bounded bounded
                ? percent(-lift.lift()) + " (" + points(bounded.interval().negated()) + " %)"
                : "an unknown share of what the others do";
    }

    private double detectable() {
        Cuped.Adjusted arms = adjustedByPerson();
        double correlation = Math.sqrt(Math.max(0, arms.varianceReduction()));
        Summary control = RatioOfMeans.summary(others.visitsByPerson()).orElseThrow();
        PlannedMean visits = new PlannedMean(control.mean(), Math.sqrt(control.variance()), correlation);
        TestPlan plan = TestPlan.twoSided().withRatio((double) arms.treatment().n() / control.n());
        return MinimumDetectableEffect.ofMean(visits, control.n(), plan, new LookPlan.Once())
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
