package dev.flags.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads that are equal share one call, but only one that has not begun: a read that joined one that is on its way could
 * miss what was committed before it was asked for.
 */
final class SharedCalls<K, T> {
    private final Lane lane;
    private final Function<K, T> work;
    private final Map<K, Call<T>> waiting = new HashMap<>();

    SharedCalls(Lane lane, Function<K, T> work) {
        this.lane = lane;
        this.work = work;
    }

    Lane lane() {
        return lane;
    }

    synchronized Call<T> call(K key) {
        Call<T> known = waiting.get(key);
        if (known != null && known.isWaiting()) {
            return known;
        }
        Call<T> call = lane.submit(() -> {
            forget(key);
            return work.apply(key);
        });
        if (call.isWaiting()) {
            waiting.put(key, call);
        }
        return call;
    }

    private synchronized void forget(K key) {
        waiting.remove(key);
    }
}
