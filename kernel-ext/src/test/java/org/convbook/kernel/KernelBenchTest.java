package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonParser;

/** The benchmark speaks to a real kernel and prints what it measured; how fast that is, no test says. */
class KernelBenchTest {
    @TempDir Path folder;

    @Test void messagesAndLinesAreCounted() throws IOException, InterruptedException {
        KernelBench bench = new KernelBench(KernelSpec.ofThisProcess().install(folder).resolve("kernel.json"));
        var measured = JsonParser.parseString(bench.measure("kernel-messages")).getAsJsonObject();
        assertEquals("kernel-messages", measured.get("case").getAsString());
        assertEquals(20_000, measured.get("lines").getAsInt());
        assertTrue(measured.get("per_s").getAsDouble() > 0);
    }

    @Test void anUnknownCaseIsNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> new KernelBench(folder).measure("kernel-nothing"));
        assertEquals("there is no case kernel-nothing; there are kernel-start, kernel-comm, kernel-messages, kernel-panel", e.getMessage());
    }
}
