package dev.flags.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the file of Flags token by token, keeps nothing of it and answers nothing. */
final class JacksonFloor implements Library {
    @Override
    public String document(Workload workload) {
        return FlagsFile.of(workload);
    }

    @Override
    public Session open(Workload workload, Path document) throws IOException {
        int tokens = 0;
        try (JsonParser parser = new JsonFactory().createParser(document.toFile())) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        boolean hasAny = tokens > 0;
        return Session.of(turn -> hasAny);
    }
}
