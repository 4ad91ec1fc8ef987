package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class DistributionVectorTest {
    private static final double LN_10 = Math.log(10);

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("dist_normal", c -> normal(c.number("z"))),
                all("dist_normal_quantile", c -> fields("z", Normal.upperQuantile(c.number("upper_tail")))),
                all("dist_t", c -> t(c.number("t"), c.number("df"))),
                all(
                        "dist_t_quantile",
                        c -> fields("t", StudentT.upperQuantile(c.number("upper_tail"), c.number("df")))),
                all("dist_chi2", c -> chiSquare(c.number("x"), c.number("df"))),
                all("dist_beta", c -> beta(c.number("x"), c.number("a"), c.number("b"), c.number("q"))));
    }

    private static Map<String, ?> normal(double z) {
        return fields(
                "cdf", Normal.cdf(z),
                "sf", Normal.survival(z),
                "log_sf", Normal.lnSurvival(z),
                "log_cdf", Normal.lnCdf(z));
    }

    private static Map<String, ?> t(double t, double df) {
        return fields(
                "sf", StudentT.survival(t, df),
                "cdf_of_minus_t", StudentT.cdf(-t, df),
                "cdf", StudentT.cdf(t, df),
                "log10_sf", StudentT.lnSurvival(t, df) / LN_10);
    }

    private static Map<String, ?> chiSquare(double x, double df) {
        return fields(
                "sf", ChiSquare.survival(x, df),
                "cdf", ChiSquare.cdf(x, df),
                "log10_sf", ChiSquare.lnSurvival(x, df) / LN_10);
    }

    private static Map<String, ?> beta(double x, double a, double b, double q) {
        return fields("cdf", Beta.cdf(x, a, b), "sf", Beta.survival(x, a, b), "quantile", Beta.quantile(q, a, b));
    }
}
