package dev.flags.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads the lines of a log block by block. What is committed never changes, so that this needs no lock. An interrupt of the
 * thread ends it with a {@link java.nio.channels.ClosedByInterruptException}.
 */
final class LogLines {
    private static final int BLOCK_BYTES = 1 << 16;

    private final Layout layout;

    LogLines(Layout layout) {
        this.layout = layout;
    }

    /** What is done with a line, which comes without its end; says whether to go on. */
    interface Action {
        boolean accept(byte[] line);
    }

    /** What is done with a line that begins at an offset of a part of the log; says whether to go on. */
    interface PlacedAction {
        boolean accept(byte[] line, int segment, long offset) throws IOException;
    }

    /**
     * Gives each complete line of a part to an action, until it says no.
     *
     * @return whether it never did
     * @throws SpoiledFileException if the part is shorter than {@code from}
     */
    boolean forwards(int segment, long from, long to, Action action) throws IOException {
        try (FileChannel channel = open(segment)) {
            if (channel.size() < from) {
                throw endsBefore(from, segment);
            }
            long end = Math.min(to, channel.size());
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (long at = from; at < end; at += BLOCK_BYTES) {
                byte[] block = read(channel, at, Math.min(end, at + BLOCK_BYTES));
                int start = 0;
                for (int i = 0; i < block.length; i++) {
                    if (block[i] == '\n') {
                        line.write(block, start, i - start);
                        start = i + 1;
                        if (!action.accept(line.toByteArray())) {
                            return false;
                        }
                        line.reset();
                    }
                }
                line.write(block, start, block.length - start);
            }
            return true;
        } catch (NoSuchFileException e) {
            throw endsBefore(from, segment);
        }
    }

    private SpoiledFileException endsBefore(long offset, int segment) {
        return new SpoiledFileException("the log ends before byte " + offset + " of " + layout.segment(segment));
    }

    /**
     * Gives each complete line before a position to an action, the newest first, until it says no. Passes over parts that were
     * put away by whoever keeps the trail elsewhere.
     */
    void backwards(LogPosition end, PlacedAction action) throws IOException {
        boolean goesOn = true;
        for (int segment = end.segment(); segment >= 1 && goesOn; segment--) {
            try (FileChannel channel = open(segment)) {
                long size = channel.size();
                goesOn = backwards(
                        channel, segment, segment == end.segment() ? Math.min(end.offset(), size) : size, action);
            } catch (NoSuchFileException e) {
                // put away
            }
        }
    }

    private static boolean backwards(FileChannel channel, int segment, long to, PlacedAction action)
            throws IOException {
        long end = to;
        int size = BLOCK_BYTES;
        while (end > 0) {
            long from = Math.max(0, end - size);
            byte[] block = read(channel, from, end);
            int lineEnd = lastLineEnd(block, block.length); // what comes after it is no whole line
            int left = lineEnd + 1;
            while (lineEnd >= 0) {
                int before = lastLineEnd(block, lineEnd);
                if (before < 0 && from > 0) {
                    break; // it begins in an earlier block
                }
                byte[] line = Arrays.copyOfRange(block, before + 1, lineEnd);
                if (!action.accept(line, segment, from + before + 1)) {
                    return false;
                }
                lineEnd = before;
                left = before + 1;
            }
            if (from == 0) {
                return true;
            }
            boolean isLineLonger = left == 0 || left == block.length;
            size = isLineLonger ? 2 * size : BLOCK_BYTES;
            end = isLineLonger ? end : from + left;
        }
        return true;
    }

    private static int lastLineEnd(byte[] block, int before) {
        int at = before - 1;
        while (at >= 0 && block[at] != '\n') {
            at--;
        }
        return at;
    }

    /** The number of the line that begins at an offset, from 1. */
    long number(int segment, long offset) throws IOException {
        long[] number = {1};
        forwards(segment, 0, offset, line -> {
            number[0]++;
            return true;
        });
        return number[0];
    }

    private FileChannel open(int segment) throws IOException {
        return FileChannel.open(layout.segment(segment), StandardOpenOption.READ);
    }

    private static byte[] read(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(Math.toIntExact(to - from));
        while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {}
        return Arrays.copyOf(block.array(), block.position());
    }
}
