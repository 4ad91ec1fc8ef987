package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.json.JsonArray;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class CountVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("chi2_contingency", CountVectorTest::contingency),
                all("fisher_exact", CountVectorTest::fisher),
                all("mann_whitney", CountVectorTest::mannWhitney),
                all("permutation_exact", CountVectorTest::permutation));
    }

    private static long[][] table(VectorCase c) {
        return c.array("table").stream()
                .map(row -> DoubleStream.of(VectorCase.numbers((JsonArray) row))
                        .mapToLong(count -> (long) count)
                        .toArray())
                .toArray(long[][]::new);
    }

    private static Map<String, ?> contingency(VectorCase c) {
        long[][] table = table(c);
        Map<String, @Nullable Object> fields =
                fields("pearson", chiSquare(Contingency.independence(table).orElseThrow()));
        if (table.length == 2 && table[0].length == 2) {
            fields.put("yates", chiSquare(Contingency.withYatesCorrection(table).orElseThrow()));
        }
        return fields;
    }

    static Map<String, ?> chiSquare(ChiSquareResult result) {
        return fields(
                "stat", result.statistic(),
                "df", result.degreesOfFreedom(),
                "p", result.p().value(),
                "log10_p", result.p().log10());
    }

    private static Map<String, ?> fisher(VectorCase c) {
        long[][] table = table(c);
        Proportion first = new Proportion(table[0][0], table[0][0] + table[0][1]);
        Proportion second = new Proportion(table[1][0], table[1][0] + table[1][1]);
        Function<Alternative, FisherExact.Result> test =
                alternative -> FisherExact.test(second, first, alternative).orElseThrow();
        FisherExact.Result two = test.apply(Alternative.TWO_SIDED);
        return fields(
                "p_two", two.p().value(),
                "p_greater", test.apply(Alternative.GREATER).p().value(),
                "p_less", test.apply(Alternative.LESS).p().value(),
                "log10_p_two", two.p().log10(),
                "odds_ratio_sample",
                        two.oddsRatio().isPresent() ? two.oddsRatio().getAsDouble() : null);
    }

    private static Map<String, ?> mannWhitney(VectorCase c) {
        RankSum ranks = RankSum.of(c.numbers("control"), c.numbers("treatment"));
        Outcome<MannWhitney.Result> outcome = MannWhitney.asymptotic(ranks, Alternative.TWO_SIDED);
        Map<String, @Nullable Object> fields = fields(
                "u_treatment", ranks.uTreatment(),
                "u_control", ranks.uControl(),
                "prob_superiority", ranks.probabilityOfSuperiority(),
                "has_ties", ranks.hasTies(),
                "status", outcome instanceof NotEstimable<MannWhitney.Result> none ? none.status() : "OK");
        if (outcome instanceof Estimated<MannWhitney.Result>) {
            fields.put("asymptotic_cc", ranks(a -> MannWhitney.asymptotic(ranks, a), true));
            fields.put("asymptotic_nocc", ranks(a -> MannWhitney.uncorrected(ranks, a), true));
        }
        // The reference tries all orders of small samples only.
        if (c.expected().has("exact")) {
            fields.put("exact", ranks(a -> MannWhitney.exact(ranks, a), false));
        }
        return fields;
    }

    private static Map<String, ?> ranks(Function<Alternative, Outcome<MannWhitney.Result>> test, boolean isAsymptotic) {
        MannWhitney.Result two = test.apply(Alternative.TWO_SIDED).orElseThrow();
        Map<String, @Nullable Object> fields = fields(
                "p_two", two.p().value(),
                "p_greater", test.apply(Alternative.GREATER).orElseThrow().p().value(),
                "p_less", test.apply(Alternative.LESS).orElseThrow().p().value());
        if (isAsymptotic) {
            fields.put("z", two.statistic());
            fields.put("log10_p_two", two.p().log10());
        }
        return fields;
    }

    private static Map<String, ?> permutation(VectorCase c) {
        Function<Alternative, Permutation.Result> test =
                a -> Permutation.exact(c.numbers("control"), c.numbers("treatment"), a)
                        .orElseThrow();
        Permutation.Result two = test.apply(Alternative.TWO_SIDED);
        return fields(
                "p_two_abs", two.p().value(),
                "p_greater", test.apply(Alternative.GREATER).p().value(),
                "p_less", test.apply(Alternative.LESS).p().value(),
                "permutations", two.permutations());
    }
}
