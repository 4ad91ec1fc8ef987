package dev.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flags.config.ConfigFile;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import dev.flags.fuzz.FuzzInput;
import dev.flags.fuzz.Law;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.oracle.NaiveEvaluator;
import dev.flags.store.Document;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two lines, a context and a configuration file: every flag answers every question in the context without an exception,
 * the same however it is asked, and as the naive evaluator does.
 */
public final class FlagsFuzz {
    /** What the naive evaluator leaves out, and patterns, for which it has an engine of another language. */
    private static final List<String> NOT_NAIVE =
            List.of("\"dialect\"", "\"included_file\"", "\"matches\"", "\"max_staleness\"");

    private static final List<Kind> KINDS = List.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);

    private FlagsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = FuzzInput.lines(data, 2);
        FuzzInput.attributes(lines.get(0)).ifPresent(attributes -> check(lines.get(1), attributes));
    }

    static void check(String file, Map<String, Object> attributes) {
        ConfigFile.read(file.getBytes(StandardCharsets.UTF_8)).value().ifPresent(read -> {
            Map<DocumentKey, Document> documents = documents(read);
            ConfigState state = Configured.state(documents);
            Evaluator flags = new Evaluator(Configured.snapshot(state, Configured.CLOCK), Observer.NONE);
            EvaluationContext context =
                    EvaluationContext.builder().attributes(attributes).build();
            flags.snapshot().flags().forEach(flag -> askAll(flags, flag.name(), context));
            boolean isTaken =
                    KINDS.stream().mapToInt(kind -> read.documents(kind).size()).sum() == documents.size()
                            && state.problems().stream().noneMatch(Problem::isError);
            if (isTaken && context.problem().isEmpty() && isNaive(documents.values())) {
                JsonNode config = NaiveEvaluator.parse(file);
                NaiveEvaluator naive = new NaiveEvaluator(config, Answer::rebalance);
                for (String flag : state.flags().keySet()) {
                    Law.same(
                            Answer.of(flags, flag, context),
                            Answer.of(naive.evaluate(flag, attributes, Configured.CLOCK.instant())));
                }
            }
        });
    }

    private static boolean isNaive(Collection<Document> documents) {
        return documents.stream().noneMatch(document -> NOT_NAIVE.stream().anyMatch(document.json()::contains));
    }

    /** The documents that have a name, of several of one name the last. */
    private static Map<DocumentKey, Document> documents(ConfigFile file) {
        Map<DocumentKey, Document> documents = new HashMap<>();
        for (Kind kind : KINDS) {
            for (JsonValue element : file.documents(kind)) {
                name(element).ifPresent(name -> {
                    DocumentKey key = new DocumentKey(kind, name);
                    documents.put(key, new Document(key, 1, element.toJson()));
                });
            }
        }
        return documents;
    }

    private static Optional<String> name(JsonValue element) {
        return element instanceof JsonObject object
                ? object.get("name")
                        .filter(JsonString.class::isInstance)
                        .map(name -> ((JsonString) name).value())
                        .filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    private static void askAll(Evaluator flags, String flag, EvaluationContext context) {
        Evaluation<JsonValue> answer = flags.evaluateJson(flag, context, JsonNull.NULL);
        Law.holds(answer.error() != ErrorCode.GENERAL, flag);
        Law.same(flags.variant(flag, context, "?"), answer.variant() == null ? "?" : answer.variant());
        for (boolean fallback : new boolean[] {false, true}) {
            boolean isOn = flags.evaluateBoolean(flag, context, fallback).value();
            Law.same(flags.isEnabled(flag, context, fallback), isOn);
            Law.same(flags.bool(flag, fallback).isEnabled(context), isOn);
        }
        Law.same(flags.stringValue(flag, context, "?"), flags.string(flag, "?").value(context));
        Law.same(flags.longValue(flag, context, 7), flags.integer(flag, 7).value(context));
        Law.same(flags.doubleValue(flag, context, 7), flags.number(flag, 7).value(context));
        flags.intValue(flag, context, 7);
        Evaluation<Object> one = flags.evaluateAll(context).get(flag);
        Law.same(one == null ? null : one.variant(), answer.variant());
        String user = answer.reason().name(); // any text
        Law.same(flags.isEnabled(flag, user), flags.isEnabled(flag, EvaluationContext.ofUser(user)));
    }
}
