package dev.flags.store;

/** A file that the store wrote itself is not as it wrote it. */
final class SpoiledFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoiledFileException(String message) {
        super(message);
    }

    SpoiledFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
