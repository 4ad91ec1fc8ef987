package dev.flags;

import dev.flags.config.DocumentKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/** The listeners of a manager, each with a mailbox of its own, so that none of them delays anybody but itself. */
final class Listeners {
    private final Logger log;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private volatile boolean isClosed;

    Listeners(Logger log) {
        this.log = log;
    }

    private record News(long version, Set<DocumentKey> changed) {
        News and(News newer) {
            Set<DocumentKey> all = new HashSet<>(changed);
            all.addAll(newer.changed);
            return new News(newer.version, Set.copyOf(all));
        }
    }

    private record Entry(FlagListener listener, Mailbox<News> mailbox) {}

    void add(FlagListener listener) {
        if (isClosed) {
            return;
        }
        AtomicBoolean hasFailed = new AtomicBoolean();
        entries.add(new Entry(
                listener,
                new Mailbox<>(
                        "flags-listener-" + listener.getClass().getSimpleName(),
                        News::and,
                        news -> listener.onChange(news.version(), news.changed()),
                        why -> {
                            if (hasFailed.compareAndSet(false, true)) {
                                log.error("A listener failed; this and its later failures are ignored", why);
                            }
                        })));
    }

    void remove(FlagListener listener) {
        entries.stream()
                .filter(entry -> entry.listener().equals(listener))
                .findFirst()
                .ifPresent(entry -> {
                    entries.remove(entry);
                    entry.mailbox().close();
                });
    }

    void tell(long version, Set<DocumentKey> changed) {
        News news = new News(version, Set.copyOf(changed));
        entries.forEach(entry -> entry.mailbox().post(news));
    }

    void close() {
        isClosed = true;
        entries.forEach(entry -> entry.mailbox().interrupt());
        entries.clear();
    }
}
