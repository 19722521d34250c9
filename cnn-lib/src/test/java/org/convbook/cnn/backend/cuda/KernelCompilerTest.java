package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compilers themselves, where they are: NVRTC 12 and nvcc compile a cell's kernel, and NVIDIA's assembler takes what they made for every
 * generation of GPUs. No GPU is needed. A process has only one NVRTC, so each of these machines is a program of its own.
 */
class KernelCompilerTest {
    private static final String RELU = """
        extern "C" __global__ void relu(const float* x, float* y, int n) {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i < n) y[i] = fmaxf(x[i], 0);
        }
        """;
    private static final String NVRTC = "libnvrtc.so.12";

    @TempDir
    Path folder;

    @Test
    void nvccMakesWhatTheAssemblerTakes() {
        Assumptions.assumeTrue(Nvcc.find() != null, "skipped: no nvcc here");
        assembles(compiled("", System.getenv("PATH")));
    }

    @Test
    void nvrtcMakesWhatTheAssemblerTakes() throws IOException {
        Path nvrtc = nvrtc();
        Assumptions.assumeTrue(nvrtc != null, "skipped: no " + NVRTC + " in LD_LIBRARY_PATH or /usr/local/cuda*");
        assembles(compiled(nvrtc.toString(), ""));
    }

    @Test
    void whatDoesNotCompileIsToldInTheCompilersLines() throws IOException {
        String wrong = "relu.cu does not compile:\nrelu.cu(3): error: identifier \"z\" is undefined\n"
            + "      if (i < n) y[i] = fmaxf(z[i], 0);\n                              ^\n";
        Path nvrtc = nvrtc();
        Assumptions.assumeTrue(Nvcc.find() != null || nvrtc != null, "skipped: neither nvcc nor " + NVRTC + " here");
        for (String libraries : nvrtc == null ? List.of("") : List.of(nvrtc.toString(), "")) {
            if (libraries.isEmpty() && Nvcc.find() == null) continue;
            String said = output(libraries, System.getenv("PATH"), "z").replaceAll("(?m)^ +(?=if|\\^)", "      ");
            assertTrue(said.startsWith(wrong.replaceAll("(?m)^ +(?=if|\\^)", "      ")), said);
        }
    }

    @Test
    @Tag("stand-in")
    void nvrtcThatLacksAPartOfItsOwnIsOneSentence() {
        assertEquals("cuda: NVRTC 12.6 does not work (nvrtc: error: failed to open libnvrtc-builtins.so.12.6. "
            + "Make sure that libnvrtc-builtins.so.12.6 is installed correctly.)", output(NvrtcStandIn.library().getParent().toString(), "", "x",
            Map.of("STANDIN_NVRTC", "1")));
    }

    @Test
    void aMachineWithoutACompilerSaysWhatToInstall() {
        assertEquals("cuda: nothing to compile a kernel with, neither NVRTC 12 (libnvrtc.so.12 not found) nor nvcc; "
            + "\"pip install nvidia-cuda-nvrtc-cu12\" brings NVRTC, and LD_LIBRARY_PATH must name its folder", output(folder.toString(), "", "x"));
    }

    @Test
    void nvccIsFoundByItsName() throws IOException {
        assertEquals(null, Nvcc.find(List.of("", folder.toString())));
        Path program = Files.createFile(folder.resolve("nvcc"));
        assertTrue(program.toFile().setExecutable(true));
        assertEquals("nvcc (" + program + ")", Nvcc.find(List.of("/nowhere", folder.toString())).describe());
    }

    @Test
    void whatAKernelTakesIsReadOffItsPtx() {
        String ptx = """
            .visible .entry k(
            \t.param .u64 .ptr .align 1 k_param_0,
            \t.param .f32 k_param_1,
            \t.param .align 4 .b8 k_param_2[16]
            )
            """;
        KernelParameters parameters = KernelParameters.of(ptx, "k");
        assertEquals("the kernel k: argument 3 is of a type that cannot be given from here; use pointers, int, float and double, got Integer",
            assertThrows(IllegalArgumentException.class, () -> parameters.check(new Object[] {1L, 1f, 1})).getMessage());
        KernelParameters.of(".entry none(\n\n)\n", "none").check(new Object[0]);
    }

    private String compiled(String libraries, String path) {
        String ptx = output(libraries, path, "x");
        assertTrue(ptx.startsWith("//") && ptx.contains(".entry relu(") && ptx.contains(".version 7.0\n.target sm_75"), ptx);
        return ptx;
    }

    private static void assembles(String ptx) {
        for (int generation : new int[] {75, 80, 89, 90}) {
            nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
            byte[] bytes = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
            assertEquals(0, JNvPTXCompiler.nvPTXCompilerCreate(handle, bytes.length - 1, bytes));
            assertEquals(0, JNvPTXCompiler.nvPTXCompilerCompile(handle, 1, new String[] {"--gpu-name=sm_" + generation}), "sm_" + generation);
            long[] size = new long[1];
            JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(handle, size);
            assertTrue(size[0] > 1000, "sm_" + generation + ": " + size[0] + " bytes");
            JNvPTXCompiler.nvPTXCompilerDestroy(handle);
        }
    }

    /** The folder of NVRTC, or null. */
    private static Path nvrtc() throws IOException {
        List<Path> folders = new ArrayList<>();
        String path = System.getenv("LD_LIBRARY_PATH");
        if (path != null) for (String one : path.split(":")) folders.add(Path.of(one));
        Path local = Path.of("/usr/local");
        if (Files.isDirectory(local)) {
            try (Stream<Path> toolkits = Files.list(local)) {
                toolkits.filter(t -> t.getFileName().toString().startsWith("cuda")).sorted().forEach(t -> folders.add(t.resolve("lib64")));
            }
        }
        return folders.stream().filter(f -> Files.exists(f.resolve(NVRTC))).findFirst().orElse(null);
    }

    private static String output(String libraries, String path, String read) {
        return output(libraries, path, read, Map.of());
    }

    private static String output(String libraries, String path, String read, Map<String, String> environment) {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 22) command.add("--enable-native-access=ALL-UNNAMED");   // else it warns, on the output that is read here
        command.addAll(List.of("-cp", classes, Compile.class.getName(), RELU.replace("x[i]", read + "[i]")));
        ProcessBuilder program = new ProcessBuilder(command);
        program.environment().put("LD_LIBRARY_PATH", libraries);
        program.environment().put("PATH", path == null ? "" : path);
        for (String home : List.of("CUDA_HOME", "CUDA_PATH")) program.environment().remove(home);
        program.environment().putAll(environment);
        try {
            Process process = program.redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), out);
            return out.strip();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Prints what becomes of a source. */
    static final class Compile {
        private Compile() {}

        public static void main(String[] source) {
            try {
                System.out.println(CudaKernel.compile(source[0], "relu").ptx());
            } catch (RuntimeException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
