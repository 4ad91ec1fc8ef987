package dev.flags;

import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Ends each property after {@code flags.tries} tries, whatever the property itself asks for: the tests of mutations run
 * them hundreds of times. Does nothing without that system property. jqwik loads it as a service, from the class path only.
 */
public final class FewTries implements AroundTryHook {
    private static final int MOST = Integer.getInteger("flags.tries", Integer.MAX_VALUE);

    /** For jqwik. */
    public FewTries() {}

    /** Whether properties are cut short, so that they cannot have met all that they have to. */
    static boolean areAskedFor() {
        return MOST < Integer.MAX_VALUE;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor property, List<Object> parameters) {
        Store<Integer> tries = Store.getOrCreate(FewTries.class, Lifespan.PROPERTY, () -> 0);
        tries.update(before -> before + 1);
        TryExecutionResult result = property.execute(parameters);
        return result.isSatisfied() && tries.get() >= MOST ? TryExecutionResult.satisfied(true) : result;
    }
}
