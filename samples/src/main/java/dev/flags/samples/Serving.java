package dev.flags.samples;

import dev.flags.EvaluationContext;
import dev.flags.Flags;
import dev.flags.samples.digits.Classifier;
import dev.flags.samples.digits.Digit;
import dev.flags.samples.digits.PhaseStats;
import dev.flags.samples.digits.Request;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The digit service: answers each request with the model that the flag picks for it. Knows flags, but no rollout. */
final class Serving {
    private static final int WARM_UP_ROUNDS = 12;

    private final Flags flags;
    private final String flag;
    private final Classifier oldModel;
    private final Classifier newModel;
    private final List<Request> requests;

    Serving(Flags flags, String flag, Classifier oldModel, Classifier newModel, List<Request> requests) {
        this.flags = flags;
        this.flag = flag;
        this.oldModel = oldModel;
        this.newModel = newModel;
        this.requests = List.copyOf(requests);
    }

    /** Asks both models about every request until the JIT has compiled them, so that no phase measures the compiler. */
    void warmUp() {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            PhaseStats unused = new PhaseStats("warm-up", newModel.name());
            for (Request request : requests) {
                answer(request, oldModel, unused);
                answer(request, newModel, unused);
            }
        }
    }

    /** Serves every request once, under the configuration as it is now. */
    Phase serveAll(String phase) {
        PhaseStats stats = new PhaseStats(phase, newModel.name());
        Set<String> newModelUsers = new TreeSet<>();
        for (Request request : requests) {
            if (serve(request, stats)) {
                newModelUsers.add(request.user());
            }
        }
        return new Phase(stats.summary(), newModelUsers);
    }

    /** @return whether the new model answered */
    private boolean serve(Request request, PhaseStats stats) {
        EvaluationContext context = EvaluationContext.builder(request.user())
                .tenant(request.tenant())
                .request(request.id())
                .build();
        boolean isNew = flags.isEnabled(flag, context);
        answer(request, isNew ? newModel : oldModel, stats);
        return isNew;
    }

    private static void answer(Request request, Classifier model, PhaseStats stats) {
        Digit digit = request.digit();
        long start = System.nanoTime();
        int answer = model.classify(digit);
        stats.add(request, model.name(), answer, System.nanoTime() - start);
    }
}
