package dev.flags.benchmarks.peers;

import com.indeed.proctor.common.AbsentProctorSpecification;
import com.indeed.proctor.common.Identifiers;
import com.indeed.proctor.common.Proctor;
import com.indeed.proctor.common.StringProctorLoader;
import com.indeed.proctor.common.model.TestBucket;
import com.indeed.proctor.common.model.TestType;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Proctor on a test matrix, asked for one test at a time. */
final class ProctorLibrary implements Library {
    private static final List<String> OFF_ON = List.of("off", "on");

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> "\"%s\": %s".formatted(name, test(workload, name)))
                .collect(Collectors.joining(
                        ",\n",
                        "{\"audit\": {\"version\": \"1\", \"updated\": 0, \"updatedBy\": \"nobody\"}, \"tests\": {",
                        "}}"));
    }

    private static String test(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> test(name, OFF_ON, 0, 1);
            case W2, W8_1K, W8_10K, START -> test(name, OFF_ON, 0.5, 0.5);
            case W4 -> test(name, Variants.NAMES, 0.25, 0.25, 0.25, 0.25);
            // A rule, even one that is empty, needs CharMatcher.WHITESPACE, which Guava had until 25.
            case W3, W3B, W6_HIT, W6_MISS -> throw new IllegalArgumentException("Proctor cannot do " + workload);
        };
    }

    private static String test(String name, List<String> buckets, double... shares) {
        return """
            {"testType": "USER", "salt": "&%s", "version": "1", "rule": null, "silent": false, "constants": {},
             "buckets": [%s], "allocations": [{"rule": null, "ranges": [%s]}]}
            """.formatted(
                        name,
                        IntStream.range(0, buckets.size())
                                .mapToObj(i -> "{\"name\": \"%s\", \"value\": %d, \"description\": \"\"}"
                                        .formatted(buckets.get(i), i))
                                .collect(Collectors.joining(",")),
                        IntStream.range(0, shares.length)
                                .mapToObj(i -> "{\"bucketValue\": %d, \"length\": %s}".formatted(i, shares[i]))
                                .collect(Collectors.joining(",")));
    }

    @Override
    public Session open(Workload workload, Path document) throws Exception {
        Proctor proctor = Objects.requireNonNull(new StringProctorLoader(
                        new AbsentProctorSpecification(), document.toString(), Files.readString(document))
                .doLoad());
        return Session.of(
                workload == Workload.W4
                        ? Question.of(workload, User::of, (flag, user) -> bucket(proctor, flag, user))
                        : Question.of(
                                workload,
                                User::of,
                                (flag, user) -> bucket(proctor, flag, user).equals("on")));
    }

    private static String bucket(Proctor proctor, String flag, User user) {
        TestBucket bucket = proctor.determineTestGroups(user.identifiers, user.attributes, Map.of(), List.of(flag))
                .getBuckets()
                .get(flag);
        return bucket == null ? "" : bucket.getName();
    }

    private record User(Identifiers identifiers, Map<String, Object> attributes) {
        static User of(String name) {
            return new User(
                    Identifiers.of(TestType.ANONYMOUS_USER, name),
                    Map.of("user", name, "country", "de", "plan", "pro", "version", "4.2.1"));
        }
    }
}
