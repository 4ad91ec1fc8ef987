package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.store.Hang;
import dev.flags.store.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private Mailbox<String> mailbox(String name, Consumer<String> recipient) {
        return new Mailbox<>(name, String::concat, recipient, failures::add);
    }

    @Test
    void thread_existsOnlyWhileThereIsSomethingToDo() {
        Mailbox<String> mailbox = mailbox("mail-idle", got::add);
        assertThat(Threads.named("mail-idle")).isZero();

        mailbox.post("a");
        Await.until(() -> got.equals(List.of("a")));
        long start = System.nanoTime();
        Await.until(() -> Threads.named("mail-idle") == 0);
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);

        mailbox.post("b");
        Await.until(() -> got.equals(List.of("a", "b")));
    }

    @Test
    void messagesThatWait_areMerged() {
        Hang hang = Hang.deaf();
        Mailbox<String> mailbox = mailbox("mail-merge", message -> {
            got.add(message);
            hang.run();
        });
        mailbox.post("a");
        Await.until(hang::hasBegun);
        for (int i = 0; i < 1000; i++) {
            mailbox.post(i == 0 ? "b" : i == 999 ? "c" : "");
        }
        assertThat(Threads.named("mail-merge")).isEqualTo(1);

        hang.letGo();

        Await.until(() -> got.equals(List.of("a", "bc")));
    }

    @Test
    void failureAndError_areReported_andTheNextMessageComes() {
        Mailbox<String> mailbox = mailbox("mail-fail", message -> {
            if (message.equals("error")) {
                throw new AssertionError(message);
            }
            if (message.equals("exception")) {
                throw new IllegalStateException(message);
            }
            got.add(message);
        });

        mailbox.post("error");
        Await.until(() -> failures.size() == 1);
        mailbox.post("exception");
        Await.until(() -> failures.size() == 2);
        mailbox.post("a");

        Await.until(() -> got.equals(List.of("a")));
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("error", "exception");
    }

    @Test
    void interrupt_endsTheOneUnderWay_andTakesNoMore() {
        Hang hang = Hang.interruptible();
        Mailbox<String> mailbox = mailbox("mail-end", message -> hang.run());
        mailbox.post("a");
        Await.until(hang::hasBegun);

        mailbox.interrupt();
        mailbox.post("b");

        Await.until(() -> Threads.named("mail-end") == 0);
        assertThat(hang.wasInterrupted()).isTrue();
        assertThat(got).isEmpty();
    }

    @Test
    void flush_waitsForWhatIsUnderWay() {
        Mailbox<String> mailbox = mailbox("mail-flush", got::add);
        for (int i = 0; i < 100; i++) {
            mailbox.post("x");
        }

        mailbox.flush(Duration.ofSeconds(30));

        assertThat(String.join("", got)).hasSize(100);
    }
}
