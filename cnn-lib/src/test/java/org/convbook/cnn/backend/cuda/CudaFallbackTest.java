package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a machine lacks for a GPU is one sentence, and the program goes on with the processor. Each case is a program of its own. */
@Tag("stand-in")
class CudaFallbackTest {
    private static final List<String> ALL = List.of("libcuda.so.1", "libcudnn.so.9", "libcublas.so.12");

    @TempDir
    static Path folder;

    @BeforeAll
    static void standsIn() {
        StandIn.required();
    }

    static Stream<Arguments> machines() {
        String more = "; install it, or let LD_LIBRARY_PATH name its folder";
        return Stream.of(
            Arguments.of(List.of(), Map.of(), "cuda: no NVIDIA driver (libcuda.so.1 not found)"),
            Arguments.of(ALL.subList(0, 1), Map.of(), "cuda: no cuDNN 9 (libcudnn.so.9 not found)" + more),
            Arguments.of(ALL, Map.of("STANDIN_DRIVER", "11040"),
                "cuda: the NVIDIA driver is for CUDA 11.4, at least 12.0 is needed; a newer driver brings it"),
            Arguments.of(ALL, Map.of("STANDIN_INIT", "100"), "cuda: no device (the NVIDIA driver is there but finds no GPU)"),
            Arguments.of(ALL, Map.of("STANDIN_INIT", "803"), "cuda: the NVIDIA driver does not start (CUDA_ERROR_SYSTEM_DRIVER_MISMATCH)"),
            Arguments.of(ALL, Map.of("STANDIN_GENERATION", "61"),
                "cuda: host stand-in is of generation sm_61; sm_75 (Turing, 2018) or later is needed"),
            Arguments.of(ALL, Map.of("STANDIN_CUDNN", "8907"), "cuda: cuDNN is 8.9.7, 9.0.0 or later is needed"),
            Arguments.of(ALL, Map.of("STANDIN_CUDNN_CREATE", "1001"),
                "cuda: cuDNN 9.10.2 does not start on host stand-in (CUDNN_STATUS_INTERNAL_ERROR)"),
            Arguments.of(ALL, Map.of("STANDIN_WRONG", "1"), "cuda: host stand-in computes wrongly, a convolution is off by 1.00"));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void theReasonIsOneSentence(List<String> libraries, Map<String, String> environment, String reason) throws Exception {
        assertEquals(reason, output(Open.class, "cuda", libraries, environment));
    }

    @Test
    void theProgramGoesOnWithTheProcessor() throws Exception {
        String described = described("cuda", List.of(), Map.of());
        assertTrue(described.startsWith("onednn: oneDNN ") && described.endsWith(" threads (cuda: no NVIDIA driver (libcuda.so.1 not found))"),
            described);
    }

    @Test
    void aGpuThatWorksIsTaken() throws Exception {
        assertEquals("cuda:0: host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, cuBLAS, FP32", described("cuda", ALL, Map.of()));
        assertEquals("cuda:0: host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, no cuBLAS, FP32",
            "cuda:0: " + output(Open.class, "cuda", ALL.subList(0, 2), Map.of()));
    }

    @Test
    void theEnvironmentCanAskForTheProcessor() throws Exception {
        assertTrue(described("onednn", ALL, Map.of()).endsWith(" threads (CONVBOOK_BACKEND=onednn asks for it)"));
        assertTrue(described("gpu", List.of(), Map.of("OMP_NUM_THREADS", "1")).contains("(CONVBOOK_BACKEND=gpu is none of cuda, onednn, java"));
    }

    @Test
    void withoutADriverNothingOfItIsLoaded() throws Exception {
        if (CudaPresence.likely()) return;   // this machine has one
        String loaded = output(Describe.class, null, List.of(), Map.of("JAVA_TOOL_OPTIONS", "-verbose:class"));
        assertTrue(loaded.contains("org.convbook.cnn.backend.Backends "), "classes are listed");
        assertFalse(loaded.contains("jcuda."), "JCuda was loaded");
        assertTrue(loaded.contains(" threads (cuda: no NVIDIA driver)\n"), loaded.substring(loaded.length() - 200));
    }

    private static String described(String asked, List<String> libraries, Map<String, String> environment) throws Exception {
        return output(Describe.class, asked, libraries, environment);
    }

    private static String output(Class<?> main, String asked, List<String> libraries, Map<String, String> environment) throws IOException,
        InterruptedException {
        Path here = Files.createTempDirectory(folder, "machine");
        for (String library : libraries) Files.copy(StandIn.folder().resolve(library), here.resolve(library));
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 22) command.add("--enable-native-access=ALL-UNNAMED");   // else it warns, on the output that is read here
        command.addAll(List.of("-cp", classes, main.getName()));
        ProcessBuilder program = new ProcessBuilder(command);
        program.environment().remove("CONVBOOK_BACKEND");
        if (asked != null) program.environment().put("CONVBOOK_BACKEND", asked);
        program.environment().put("LD_LIBRARY_PATH", here.toString());
        program.environment().putAll(environment);
        Process process = program.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.strip();
    }

    /** Prints what the backend says, or why there is none. */
    static final class Open {
        private Open() {}

        public static void main(String[] args) {
            try {
                System.out.println(CudaBackend.open(0, Precision.FP32, Algorithms.SAME_BITS).describe());
            } catch (DeviceException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Prints what {@link Backends} says. */
    static final class Describe {
        private Describe() {}

        public static void main(String[] args) {
            System.out.println(Backends.describe());
        }
    }
}
