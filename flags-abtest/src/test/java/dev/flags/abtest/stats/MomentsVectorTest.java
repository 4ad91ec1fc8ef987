package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class MomentsVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("moments_raw", c -> raw(Moments.of(c.numbers("x")))),
                all("moments_stream", MomentsVectorTest::stream),
                all("moments_merge", MomentsVectorTest::merged),
                all("covariance_raw", c -> covariance(JointMoments.of(c.numbers("x"), c.numbers("y")))));
    }

    private static Map<String, ?> raw(Moments moments) {
        return fields(
                "n", moments.n(),
                "mean", moments.mean(),
                "variance", moments.n() < 2 ? null : moments.variance(),
                "sum", moments.sum());
    }

    private static Map<String, ?> stream(VectorCase c) {
        MomentsBuilder builder = new MomentsBuilder(c.number("offset"));
        StreamVector.of(c).from(0, 1).forEach(builder::add);
        JointMoments moments = builder.build();
        return fields("mean", moments.mean(0), "variance", moments.variance(0));
    }

    private static Map<String, ?> merged(VectorCase c) {
        Moments merged = c.array("parts").stream()
                .map(part -> Moments.of(VectorCase.numbers(part)))
                .reduce(Moments.empty(), Moments::merge);
        return fields("n", merged.n(), "mean", merged.mean(), "variance", merged.variance());
    }

    private static Map<String, ?> covariance(JointMoments moments) {
        return fields(
                "cov", moments.covariance(0, 1),
                "var_x", moments.variance(0),
                "var_y", moments.variance(1));
    }
}
