package org.convbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process holds. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** All of it where the system says so, native memory included; else the Java heap in use. */
    static String text() {
        try {
            for (String line : Files.readAllLines(STATUS))
                if (line.startsWith("VmRSS:")) return "memory " + (Long.parseLong(line.replaceAll("\\D", "")) >> 10) + " MiB";
        } catch (IOException | NumberFormatException e) {
            return heap();                                            // no such file on this system
        }
        return heap();
    }

    private static String heap() {
        Runtime runtime = Runtime.getRuntime();
        return "Java heap " + (runtime.totalMemory() - runtime.freeMemory() >> 20) + " MiB";
    }
}
