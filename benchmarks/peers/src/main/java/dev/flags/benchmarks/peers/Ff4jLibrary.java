package dev.flags.benchmarks.peers;

import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.ff4j.FF4j;
import org.ff4j.conf.XmlParser;
import org.ff4j.core.FlippingExecutionContext;
import org.ff4j.exception.FeatureNotFoundException;
import org.ff4j.strategy.PonderationStrategy;
import org.ff4j.strategy.WhiteListStrategy;

/** FF4J with its store in memory, from an XML file. */
final class Ff4jLibrary implements Library {
    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> "<feature uid=\"%s\" enable=\"true\">%s</feature>".formatted(name, strategy(workload)))
                .collect(Collectors.joining(
                        "\n", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ff4j><features>\n", "</features></ff4j>"));
    }

    private static String strategy(Workload workload) {
        return switch (workload) {
            case W1, W5 -> "";
            case W2, W8_1K, W8_10K, START -> strategy(PonderationStrategy.class, "weight", "0.5");
            case W6_HIT, W6_MISS ->
                strategy(WhiteListStrategy.class, "grantedClients", String.join(",", Users.listed()));
            case W3, W3B, W4 -> throw new IllegalArgumentException("FF4J cannot do " + workload);
        };
    }

    private static String strategy(Class<?> strategy, String parameter, String value) {
        return """
            <flipstrategy class="%s"><param name="%s" value="%s"/></flipstrategy>
            """.formatted(strategy.getName(), parameter, value);
    }

    @Override
    public Session open(Workload workload, Path document) throws IOException {
        FF4j ff4j;
        try (InputStream in = Files.newInputStream(document)) {
            ff4j = new FF4j(new XmlParser(), in);
        }
        return new Session(
                workload == Workload.W5
                        ? Question.of(
                                workload, Ff4jLibrary::context, (flag, context) -> checkUnknown(ff4j, flag, context))
                        : Question.of(workload, Ff4jLibrary::context, ff4j::check),
                ff4j::stop);
    }

    private static boolean checkUnknown(FF4j ff4j, String flag, FlippingExecutionContext context) {
        try {
            return ff4j.check(flag, context);
        } catch (FeatureNotFoundException e) {
            return false;
        }
    }

    private static FlippingExecutionContext context(String user) {
        return new FlippingExecutionContext(new HashMap<>(Map.of(WhiteListStrategy.CLIENT_HOSTNAME, user)));
    }
}
