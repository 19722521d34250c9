package org.convbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process holds. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** The bytes of it that are in the machine's memory, native ones included; 0 where the system does not say. */
    static long resident() {
        return status("VmRSS:");
    }

    /** The most that it was so far; 0 where the system does not say. */
    static long peak() {
        return status("VmHWM:");
    }

    /** All of it where the system says so, native memory included; else the Java heap in use. */
    static String text() {
        long resident = resident();
        if (resident > 0) return "memory " + (resident >> 20) + " MiB";
        Runtime runtime = Runtime.getRuntime();
        return "Java heap " + (runtime.totalMemory() - runtime.freeMemory() >> 20) + " MiB";
    }

    private static long status(String name) {
        try {
            for (String line : Files.readAllLines(STATUS)) if (line.startsWith(name)) return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        } catch (IOException | NumberFormatException e) {
            return 0;                                                 // no such file on this system
        }
        return 0;
    }
}
