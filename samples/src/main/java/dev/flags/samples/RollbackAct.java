package dev.flags.samples;

import dev.flags.Change;
import dev.flags.config.Percentage;
import dev.flags.rollout.RollbackManager;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutPlans;
import dev.flags.samples.digits.LiveTraffic;
import dev.flags.samples.text.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The third act: the new model is taken from two users, then from everybody, step by step, and comes back. */
final class RollbackAct {
    private static final List<Percentage> SHARES =
            IntStream.of(75, 50, 25, 0).mapToObj(Percentage::ofPercent).toList();
    private static final List<String> COMPLAINING = LiveTraffic.users().subList(0, 2);
    private static final Duration DENIED_FOR = Duration.ofSeconds(3);

    private static final Duration AFTERWARDS = Duration.ofMillis(100);

    private final Production production;
    private final RollbackManager rollbacks;
    private final DigitService service;
    private final Report report;

    RollbackAct(Production production, RollbackManager rollbacks) {
        this.production = production;
        this.rollbacks = rollbacks;
        this.service = production.service();
        this.report = production.report();
    }

    void play() {
        report.heading("Taken back, and given again");
        fromTwoUsers();
        fromEverybody();
        again();
        report.say("");
    }

    private void fromTwoUsers() {
        Map<String, String> before = service.modelsOfUsers();
        Instant until = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(DENIED_FOR); // flags know milliseconds
        rollbacks.rollbackTargeted(Production.FLAG, COMPLAINING, until, Change.by("bob", "two users complain"));
        Map<String, String> meanwhile = service.modelsOfUsers();
        List<String> changed = before.keySet().stream()
                .filter(user -> !Objects.equals(before.get(user), meanwhile.get(user)))
                .toList();
        report.check(
                changed.equals(COMPLAINING)
                        && changed.stream().map(meanwhile::get).allMatch(Production.CENTROID::equals),
                "%d users complain, and they alone have %s again",
                changed.size(),
                Production.CENTROID);
        service.serveUntil(until);
        report.check(
                service.modelsOfUsers().equals(before),
                "%d s later, as was said, they have what everybody has",
                DENIED_FOR.toSeconds());
    }

    private void fromEverybody() {
        Instant from = Instant.now();
        rollbacks.rollbackGradual(Production.FLAG, SHARES, Canary.BAKE, Change.by("bob", "odd nines, look first"));
        report.check(
                production.serveToTheEnd().phase() == RolloutPhase.ROLLED_BACK
                        && service.isForEverybody(Production.CENTROID),
                "a gradual rollback of what was completed gives %s to everybody again",
                Production.CENTROID);
        service.serveUntil(Instant.now().plus(AFTERWARDS));
        report.say("");
        List<ServedShare> steps =
                ServedShare.of(Production.KNN, production.answers().since(from));
        report.block(ServedShare.table(from, steps, Production.KNN));
        report.check(
                isAsPlanned(steps),
                "of the answers, %s has given about %s",
                Production.KNN,
                String.join(", ", SHARES.stream().map(Percentage::toString).toList()));
    }

    private static boolean isAsPlanned(List<ServedShare> steps) {
        return steps.size() == SHARES.size()
                && IntStream.range(0, steps.size()).allMatch(i -> steps.get(i).isAbout(SHARES.get(i)));
    }

    private void again() {
        production
                .rollouts()
                .startRollout(
                        Production.FLAG,
                        RolloutPlans.direct("it was the scanner")
                                .variants(Production.CENTROID, Production.KNN)
                                .build(),
                        Change.by("ada", "it was the scanner"));
        report.check(
                production.serveToTheEnd().phase() == RolloutPhase.COMPLETED && service.isForEverybody(Production.KNN),
                "it was the scanner: a direct rollout gives %s to everybody at once",
                Production.KNN);
    }
}
