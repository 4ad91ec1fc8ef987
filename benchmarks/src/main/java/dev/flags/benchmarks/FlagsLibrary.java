package dev.flags.benchmarks;

import dev.flags.BooleanFlag;
import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import dev.flags.TypedFlag;
import dev.flags.benchmarks.Contender.Answers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/** This library, as an application uses it: a manager on a file. */
final class FlagsLibrary implements Library {
    static final Contender PLAIN = contender("flags", "Flags", FlagsLibrary::plain, FlagsLibrary::byContext);
    static final Contender HANDLE = contender(
                    "flags-handle", "Flags, through a handle", FlagsLibrary::plain, FlagsLibrary::throughHandles)
            .without(Workload.START);
    static final List<Contender> CONTENDERS = List.of(
            PLAIN,
            contender("flags-uncounted", "Flags, without counting", FlagsLibrary::uncounted, FlagsLibrary::byContext)
                    .without(Workload.START),
            contender("flags-meters", "Flags, with meters", FlagsLibrary::metered, FlagsLibrary::byContext)
                    .without(Workload.START),
            contender("flags-exposures", "Flags, with exposures", FlagsLibrary::exposing, FlagsLibrary::byContext)
                    .only(Workload.W2, Workload.W4),
            contender(
                            "flags-new-exposures",
                            "Flags, with a new exposure each time, context made inside",
                            FlagsLibrary::exposing,
                            FlagsLibrary::byNewUser)
                    .only(Workload.W2)
                    .answering(Answers.ANY),
            contender("flags-user", "Flags, isEnabled(flag, user)", FlagsLibrary::plain, FlagsLibrary::byUser)
                    .only(Workload.W1, Workload.W2, Workload.W8_10K),
            contender("flags-reason", "Flags, evaluate with reason", FlagsLibrary::plain, FlagsLibrary::withReason)
                    .only(Workload.W1, Workload.W2, Workload.W3),
            HANDLE,
            contender(
                            "flags-handle-uncounted",
                            "Flags, through a handle, without counting",
                            FlagsLibrary::uncounted,
                            FlagsLibrary::throughHandles)
                    .without(Workload.START));

    private final Function<Path, FeatureFlagManager> opener;
    private final BiFunction<Flags, Workload, Question> asker;

    /** Opens and asks in one of the ways that there are here. */
    private FlagsLibrary(Function<Path, FeatureFlagManager> opener, BiFunction<Flags, Workload, Question> asker) {
        this.opener = opener;
        this.asker = asker;
    }

    private static Contender contender(
            String id,
            String title,
            Function<Path, FeatureFlagManager> opener,
            BiFunction<Flags, Workload, Question> asker) {
        return Contender.of(id, title, () -> new FlagsLibrary(opener, asker));
    }

    @Override
    public String document(Workload workload) {
        return FlagsFile.of(workload);
    }

    @Override
    public Session open(Workload workload, Path document) {
        FeatureFlagManager manager = opener.apply(document);
        return new Session(asker.apply(manager.flags(), workload), manager);
    }

    /** With nothing else than the file. Answers are counted, and nobody reads the counts. */
    static FeatureFlagManager plain(Path file) {
        return FeatureFlagManager.builder().file(file).build();
    }

    /** Without counting. */
    static FeatureFlagManager uncounted(Path file) {
        return FeatureFlagManager.builder().file(file).counting(false).build();
    }

    /** With a registry of meters that reads the counts. */
    static FeatureFlagManager metered(Path file) {
        return FeatureFlagManager.builder()
                .file(file)
                .meterRegistry(new SimpleMeterRegistry())
                .build();
    }

    /** With a listener for exposures, which are all repeats by the time of measuring. */
    static FeatureFlagManager exposing(Path file) {
        FeatureFlagManager manager = plain(file);
        manager.addExposureListener(exposure -> {});
        return manager;
    }

    /** {@code isEnabled(flag, context, fallback)}, or the variant. */
    static Question byContext(Flags flags, Workload workload) {
        String[] names = Names.asked(workload);
        String[] users = Users.of(workload);
        EvaluationContext[] contexts = contexts(users);
        return switch (workload) {
            case W3B ->
                turn -> flags.isEnabled(names[turn & names.length - 1], context(users[turn & users.length - 1]), false);
            case W4 -> turn -> flags.variant(names[turn & names.length - 1], contexts[turn & contexts.length - 1], "");
            default ->
                turn -> flags.isEnabled(names[turn & names.length - 1], contexts[turn & contexts.length - 1], false);
        };
    }

    /** {@code isEnabled(flag, user)}, without a context. */
    static Question byUser(Flags flags, Workload workload) {
        String[] names = Names.asked(workload);
        String[] users = Users.of(workload);
        return turn -> flags.isEnabled(names[turn & names.length - 1], users[turn & users.length - 1]);
    }

    /** A user that nobody has asked for before. */
    private static Question byNewUser(Flags flags, Workload workload) {
        String name = Names.asked(workload)[0];
        AtomicInteger user = new AtomicInteger();
        return turn -> flags.isEnabled(name, EvaluationContext.ofUser("new-" + user.getAndIncrement()), false);
    }

    /** The whole evaluation, with its reason. */
    static Question withReason(Flags flags, Workload workload) {
        String[] names = Names.asked(workload);
        EvaluationContext[] contexts = contexts(Users.of(workload));
        return turn -> flags.evaluateBoolean(
                        names[turn & names.length - 1], contexts[turn & contexts.length - 1], false)
                .value();
    }

    /** Through handles that were made beforehand. */
    static Question throughHandles(Flags flags, Workload workload) {
        String[] names = Names.asked(workload);
        EvaluationContext[] contexts = contexts(Users.of(workload));
        if (workload == Workload.W4) {
            TypedFlag<String> handle = flags.string(names[0], "");
            return turn -> handle.value(contexts[turn & contexts.length - 1]);
        }
        if (workload == Workload.W3B) {
            String[] users = Users.of(workload);
            BooleanFlag handle = flags.bool(names[0]);
            return turn -> handle.isEnabled(context(users[turn & users.length - 1]));
        }
        BooleanFlag[] handles = Arrays.stream(names).map(flags::bool).toArray(BooleanFlag[]::new);
        return turn -> handles[turn & handles.length - 1].isEnabled(contexts[turn & contexts.length - 1]);
    }

    private static EvaluationContext[] contexts(String[] users) {
        return Arrays.stream(users).map(FlagsLibrary::context).toArray(EvaluationContext[]::new);
    }

    private static EvaluationContext context(String user) {
        return EvaluationContext.builder(user)
                .attribute("country", "de")
                .attribute("plan", "pro")
                .attribute("version", "4.2.1")
                .build();
    }
}
