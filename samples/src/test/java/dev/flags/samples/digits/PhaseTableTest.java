package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.samples.digits.PhaseStats.Summary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PhaseTableTest {
    private static final Summary BEFORE =
            summary("before", 0, Map.of("centroid", 0.9), Map.of("acme", 0.0, "initech", 0.0));
    private static final Summary AFTER =
            summary("everybody", 1, Map.of("centroid", 0.875, "knn-3", 1.0), Map.of("acme", 1.0, "globex", 0.12345));

    @Test
    void format_alignsTheColumns() {
        assertThat(PhaseTable.format(List.of(BEFORE, AFTER))).isEqualTo("""
                phase      requests  p50 us  p95 us  accuracy  of centroid  of knn-3  new model  in acme  in globex  in initech
                ---------  --------  ------  ------  --------  -----------  --------  ---------  -------  ---------  ----------
                before          899     4.6  1234.6    95.0 %       90.0 %         -      0.0 %    0.0 %          -       0.0 %
                everybody       899     4.6  1234.6    95.0 %       87.5 %   100.0 %    100.0 %  100.0 %     12.3 %           -
                """);
    }

    @Test
    void format_ofNoPhases_isTheHeading() {
        assertThat(PhaseTable.format(List.of())).isEqualTo("""
                phase  requests  p50 us  p95 us  accuracy  new model
                -----  --------  ------  ------  --------  ---------
                """);
    }

    @Test
    void format_isTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        String table = PhaseTable.format(List.of(AFTER));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertThat(PhaseTable.format(List.of(AFTER))).isEqualTo(table);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Summary summary(
            String phase, double newModelShare, Map<String, Double> accuracies, Map<String, Double> shares) {
        return new Summary(
                phase,
                899,
                newModelShare,
                0.95,
                new TreeMap<>(accuracies),
                new TreeMap<>(shares),
                Duration.ofNanos(4_560),
                Duration.ofNanos(1_234_567));
    }
}
