package dev.flags.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk on which a process dies, or which fails, at a step of its choice. Counts its steps, and can let others act before
 * each. Forces nothing: what a power cut takes away cannot be seen from inside a process.
 */
class FaultyDisk implements Disk {
    /** The end of a process: an error, so that nothing is cleaned up that a killed process would leave. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died(int step) {
            super("died at step " + step);
        }
    }

    /** How much of the step was done. */
    enum Effect {
        NONE,
        ONE_BYTE,
        HALF,
        ALL_BUT_ONE_BYTE,
        ALL
    }

    enum Manner {
        DEATH,
        FAILS_ONCE,
        FAILS_FOR_EVER
    }

    /** @param step from 1 */
    record Fault(int step, Effect effect, Manner manner) {
        static final Fault NONE = new Fault(0, Effect.NONE, Manner.FAILS_ONCE);

        static Fault death(int step, Effect effect) {
            return new Fault(step, effect, Manner.DEATH);
        }
    }

    /** Acts before a step is taken. */
    interface Hook {
        void before(int step) throws IOException;
    }

    private final Fault fault;
    private final Hook hook;
    private final List<String> steps = new ArrayList<>();
    private boolean isHealed;
    private boolean isDead;
    private boolean isInHook;

    FaultyDisk(Fault fault, Hook hook) {
        this.fault = fault;
        this.hook = hook;
    }

    FaultyDisk(Fault fault) {
        this(fault, step -> {});
    }

    FaultyDisk() {
        this(Fault.NONE);
    }

    /** The disk of a reader: every step fails. */
    static FaultyDisk refusing() {
        return new FaultyDisk(new Fault(1, Effect.NONE, Manner.FAILS_FOR_EVER));
    }

    /** What was done, a line a step. */
    List<String> steps() {
        return steps;
    }

    /** Whether the step of the fault came. */
    boolean isReached() {
        return steps.size() >= fault.step();
    }

    void heal() {
        isHealed = true;
    }

    /** A step, as much of it as is done. */
    interface Step {
        void run() throws IOException;
    }

    /** A step that writes: as much of it as there are bytes. */
    interface Writing {
        void write(byte[] part) throws IOException;
    }

    final void step(String what, Step whole) throws IOException {
        step(what, whole, null, new byte[0]);
    }

    final void step(String what, byte[] content, Writing writing) throws IOException {
        step(what, () -> writing.write(content), writing, content);
    }

    private void step(String what, Step whole, @Nullable Writing writing, byte[] content) throws IOException {
        if (isDead) {
            throw new Died(fault.step());
        }
        steps.add(what);
        if (!isInHook) {
            isInHook = true;
            try {
                hook.before(steps.size());
            } finally {
                isInHook = false;
            }
        }
        boolean isLater = fault.manner() == Manner.FAILS_FOR_EVER && steps.size() > fault.step();
        if (isHealed || fault.step() == 0 || (steps.size() != fault.step() && !isLater)) {
            whole.run();
            return;
        }
        if (!isLater && fault.effect() == Effect.ALL) {
            whole.run();
        } else if (!isLater && writing != null && fault.effect() != Effect.NONE) {
            writing.write(Arrays.copyOf(content, part(content.length)));
        }
        if (fault.manner() == Manner.DEATH) {
            isDead = true;
            throw new Died(fault.step());
        }
        throw new FileSystemException(
                what, null, fault.step() % 2 == 0 ? "No space left on device" : "Input/output error");
    }

    private int part(int length) {
        return switch (fault.effect()) {
            case ONE_BYTE -> Math.min(1, length);
            case HALF -> length / 2;
            default -> Math.max(0, length - 1);
        };
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        step("create " + name(file), content, part -> Files.write(file, part, StandardOpenOption.CREATE_NEW));
    }

    @Override
    public void writeFrom(Path file, long offset, byte[] content) throws IOException {
        step("write " + name(file) + " from " + offset, content, part -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.truncate(offset).position(offset);
                channel.write(ByteBuffer.wrap(part));
            }
        });
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step("move " + name(from) + " to " + name(to), () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        step("link " + name(existing) + " as " + name(name), () -> Files.createLink(name, existing));
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete " + name(file), () -> Files.deleteIfExists(file));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        step("make " + name(directory), () -> Files.createDirectories(directory));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step("force " + name(directory), () -> {});
    }

    static String name(Path path) {
        Path parent = Layout.parent(path);
        return parent.endsWith("tmp") ? "a temporary file" : String.valueOf(path.getFileName());
    }
}
