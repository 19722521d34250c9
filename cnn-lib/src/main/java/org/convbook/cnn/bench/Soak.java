package org.convbook.cnn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;

/** Many training steps, to see whether memory stays where it is. */
final class Soak {
    private static final int STEPS_BETWEEN_LOOKS = 1000;

    private Soak() {}

    /** Prints one line of JSON after each thousand steps: resident memory of the process, native memory of the backend, Java heap in use. */
    static void run(int steps) {
        Backend backend = Backends.best();
        Cases.Case c = Cases.build("lenet5-train-b64");
        for (int step = 1; step <= steps; step++) {
            c.step().run();
            if (step % STEPS_BETWEEN_LOOKS != 0) continue;
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(Locale.ROOT, "{\"case\":\"soak\",\"steps\":%d,\"rss_mb\":%.1f,\"native_mb\":%.2f,\"heap_mb\":%.1f}%n",
                step, residentBytes() / 1e6, backend.bytesInUse() / 1e6, (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
        }
    }

    /** As Linux tells it; NaN elsewhere. */
    private static double residentBytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) return Double.NaN;
        try {
            String line = Files.readAllLines(status).stream().filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
            return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
