package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BackendsTest {
    @Test
    void thereIsAlwaysTheReference() {
        assertEquals("java", Backends.java().name());
        assertSame(Backends.java(), Backends.java());
        assertSame(Backends.best(), Backends.best());
        assertTrue(Backends.describe().startsWith(Backends.best().name() + ": " + Backends.best().describe()), Backends.describe());
    }

    @Test
    void thoseThatWorkBeginWithTheSimplestAndHoldTheBest() {
        List<Backend> working = Backends.working();
        assertSame(Backends.java(), working.get(0));
        assertTrue(working.contains(Backends.best()) && Set.copyOf(working).size() == working.size(), working.toString());
    }

    /** What a program prints that knows only some jars, or is asked for a backend by the environment. */
    private static String described(String withoutJars, String asked) throws IOException, InterruptedException {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String classes = Arrays.stream(all.split(File.pathSeparator)).filter(jar -> !jar.matches(withoutJars)).collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp", classes, Describe.class.getName());
        program.environment().remove("CONVBOOK_BACKEND");
        if (asked != null) program.environment().put("CONVBOOK_BACKEND", asked);
        Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return out.strip();
    }

    @Test
    void withoutTheNativeLibraryTheReferenceTakesOverAndSaysWhy() throws Exception {
        String described = described(".*-linux-.*jar|.*-macosx-.*jar|.*-windows-.*jar", null);
        assertTrue(described.startsWith("java: plain Java, on Java "), described);
        assertTrue(described.contains("(onednn: cannot be loaded ("), described);
        assertTrue(described("(.*[/\\\\])?(dnnl|javacpp|opencl)-.*jar", null).contains("(onednn: cannot be loaded ("), "no jar at all");
    }

    @Test
    void theEnvironmentCanAskForTheReference() throws Exception {
        String described = described("none", "java");
        assertTrue(described.startsWith("java: ") && described.endsWith("(CONVBOOK_BACKEND=java asks for it)"), described);
    }

    /** Prints what {@link Backends} says. */
    static final class Describe {
        private Describe() {}

        public static void main(String[] args) {
            System.out.println(Backends.describe());
        }
    }
}
