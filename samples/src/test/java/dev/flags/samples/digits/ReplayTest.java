package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.samples.digits.PhaseStats.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All parts together, as the documentation of the classes shows them. */
class ReplayTest {
    @Test
    void replay_withTheNewModelForOneTenant_showsInTheSummary() {
        DigitsData data = DigitsData.load();
        Classifier oldModel = NearestCentroid.train(data.training());
        Classifier newModel = KNearestNeighbours.train(3, data.training());
        List<Request> traffic = Traffic.over(data.requests());

        PhaseStats stats = new PhaseStats("initech", newModel.name());
        for (Request request : traffic) {
            Classifier model = request.tenant().equals("initech") ? newModel : oldModel;
            long start = System.nanoTime();
            int answer = model.classify(request.digit());
            stats.add(request, model.name(), answer, System.nanoTime() - start);
        }
        Summary summary = stats.summary();

        assertThat(summary.requests()).isEqualTo(899);
        assertThat(summary.newModelShare()).isEqualTo(90.0 / 899);
        assertThat(summary.newModelShareByTenant()).hasToString("{acme=0.0, globex=0.0, initech=1.0}");
        assertThat(summary.accuracyByModel()).containsOnlyKeys("centroid", "knn-3");
        assertThat(summary.p50()).isPositive().isLessThanOrEqualTo(summary.p95());
    }
}
