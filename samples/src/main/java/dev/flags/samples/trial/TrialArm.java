package dev.flags.samples.trial;

import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.Proportion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The years of those who were given one kind of plan. */
record TrialArm(List<PersonYear> years) {
    TrialArm {
        years = List.copyOf(years);
    }

    /** Visits and diseases of each year. */
    JointMoments byYear() {
        return moments(years, PersonYear::visits, PersonYear::diseases);
    }

    /** The years that have a visit. */
    Proportion withVisit() {
        return new Proportion((long) sum(years, TrialArm::hasVisit), years.size());
    }

    /** The visits of each group, and its years. */
    JointMoments visitsByGroup() {
        return moments(groups(), own -> sum(own, PersonYear::visits), List::size);
    }

    /** The years with a visit of each group, and all of its years. */
    JointMoments yearsWithVisitByGroup() {
        return moments(groups(), own -> sum(own, TrialArm::hasVisit), List::size);
    }

    /** The visits of each group and its years, and the diseases in all of them and the years again. */
    JointMoments visitsAndDiseasesByGroup() {
        return moments(
                groups(),
                own -> sum(own, PersonYear::visits),
                List::size,
                own -> sum(own, PersonYear::diseases),
                List::size);
    }

    /** The diseases in all years of each group, and its years. */
    JointMoments diseasesByGroup() {
        return moments(groups(), own -> sum(own, PersonYear::diseases), List::size);
    }

    /** How many years the largest group has. */
    int largestGroup() {
        return groups().stream().mapToInt(List::size).max().orElse(0);
    }

    private static double hasVisit(PersonYear year) {
        return year.visits() > 0 ? 1 : 0;
    }

    /** Years that are alike in all that is known from before: those of one person are in one group, and others may be, too. */
    private Collection<List<PersonYear>> groups() {
        return years.stream()
                .collect(Collectors.groupingBy(PersonYear::background, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static double sum(List<PersonYear> years, ToDoubleFunction<PersonYear> value) {
        return years.stream().mapToDouble(value).sum();
    }

    @SafeVarargs
    private static <T> JointMoments moments(Collection<T> units, ToDoubleFunction<? super T>... variables) {
        double[][] columns = new double[variables.length][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = units.stream().mapToDouble(variables[i]).toArray();
        }
        return JointMoments.of(columns);
    }
}
