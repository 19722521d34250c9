package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
    private static String described(String withoutJars, String asked, String... options) throws IOException, InterruptedException {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String classes = Arrays.stream(all.split(File.pathSeparator)).filter(jar -> !jar.matches(withoutJars))
            .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classes, Describe.class.getName()));
        if (options.length > 0) command.add("threads");
        ProcessBuilder program = new ProcessBuilder(command);
        program.environment().put("OMP_NUM_THREADS", "2");
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

    /** The threads with the main thread's name, as OpenMP's have. */
    private static int threads(String described) {
        return Integer.parseInt(described.substring(described.lastIndexOf(' ') + 1));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the threads of a process from /proc")
    void thePropertyComesBeforeTheEnvironmentForTheNumberOfThreads() throws Exception {
        Assumptions.assumeTrue(Backends.working().stream().anyMatch(b -> b.name().equals("onednn")), () -> "skipped: " + Backends.describe());
        String one = described("none", "onednn", "-Dconvbook.threads=1");
        String two = described("none", "onednn", "-Dconvbook.threads=");
        String four = described("none", "onednn", "-Dconvbook.threads=4");
        assertTrue(one.contains(", 1 thread ") && two.contains(", 2 threads ") && four.contains(", 4 threads "), one + two + four);
        assertEquals(List.of(1, 3), List.of(threads(two) - threads(one), threads(four) - threads(one)),
            "more threads than with one: " + one + two + four);
    }

    @Test
    void aNumberOfThreadsThatIsNoneIsNamed() throws Exception {
        Assumptions.assumeTrue(Backends.working().stream().anyMatch(b -> b.name().equals("onednn")), () -> "skipped: " + Backends.describe());
        String described = described("none", "onednn", "-Dconvbook.threads=0");
        assertTrue(described.contains("convbook.threads=0 is no number from 1 to 9999"), described);
    }

    /** Prints what {@link Backends} says, and after a convolution how many threads have the main thread's name: OpenMP's inherit it. */
    static final class Describe {
        private Describe() {}

        public static void main(String[] args) throws IOException {
            ConvShape s = ConvContract.conv(new int[] {8, 16, 20, 20}, 16, new int[] {3, 3}, 1, 1, 1, 1);
            Backend best = Backends.best();
            best.conv(s, best.fill(s.input(), 1), best.fill(s.weight(), 1), null);
            int same = 0;
            for (File thread : Objects.requireNonNullElse(new File("/proc/self/task").listFiles(), new File[0])) {
                if (Files.readString(thread.toPath().resolve("comm")).strip().equals("java")) same++;
            }
            System.out.println(Backends.describe() + (args.length == 0 ? "" : " " + same));
        }
    }
}
