package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.ParametricOp;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.UnaryOp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed PTX belongs to the sources, and assembles for every generation of GPUs it is meant for. No GPU is needed. */
class PtxTest {
    static List<String> files() {
        return KernelSources.files();
    }

    /** Each file for each format of activations. */
    static List<String> built() {
        return KernelSources.files().stream().flatMap(f -> Arrays.stream(Format.values()).map(format -> f + format.suffix)).toList();
    }

    private static String head(String ptx, String what) {
        Matcher m = Pattern.compile("(?m)^// " + what + " (.*)$").matcher(ptx);
        assertTrue(m.find(), "no line // " + what);
        return m.group(1);
    }

    @ParameterizedTest
    @MethodSource("files")
    void belongsToItsSources(String file) throws Exception {
        byte[] sources = (KernelSources.text("common.cuh") + KernelSources.text(file + ".cu")).getBytes(StandardCharsets.UTF_8);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sources));
        for (Format format : Format.values()) {
            String ptx = KernelSources.resource(file + format.suffix + ".ptx");
            assertEquals(hash, head(ptx, "sources"), file + ".cu has changed: run src/main/cuda/build.sh");
            assertEquals(format.name().toLowerCase(java.util.Locale.ROOT), head(ptx, "real"));
        }
    }

    /** The head says which sources; that nobody edited what stands below is seen where the compiler is. */
    @Test
    void isWhatTheCompilerMakes(@TempDir Path folder) throws Exception {
        String release = nvccRelease();
        Assumptions.assumeTrue(release != null, "skipped: no nvcc here");
        String built = head(KernelSources.resource("shapes.ptx"), "nvcc");
        Assumptions.assumeTrue(release.equals(built), () -> "skipped: nvcc here is " + release + ", the PTX is of " + built);
        Process build = new ProcessBuilder("bash", KernelSources.FOLDER.resolve("build.sh").toAbsolutePath().toString(),
            folder.toString()).inheritIO().start();
        assertEquals(0, build.waitFor());
        for (String file : built()) assertEquals(Files.readString(folder.resolve(file + ".ptx")), KernelSources.resource(file + ".ptx"), file);
        assertEquals(Files.readString(folder.resolve("kernels.txt")), KernelSources.resource("kernels.txt"));
    }

    private static String nvccRelease() throws InterruptedException {
        try {
            Process nvcc = new ProcessBuilder("nvcc", "--version").start();
            Matcher m = Pattern.compile("release ([0-9.]+),").matcher(new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            nvcc.waitFor();
            return m.find() ? m.group(1) : null;
        } catch (IOException e) {
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("built")
    void assemblesForEveryGeneration(String file) {
        byte[] ptx = KernelSources.resource(file + ".ptx").getBytes(StandardCharsets.US_ASCII);
        assertTrue(new String(ptx, StandardCharsets.US_ASCII).contains("\n.version 7.0\n.target sm_75\n"), "drivers from CUDA 11 on take 7.0");
        for (String generation : List.of("sm_75", "sm_80", "sm_89", "sm_90")) assertTrue(assemble(ptx, generation) > 1000, file + " for "
            + generation);
    }

    /** The size of the machine code. */
    private static long assemble(byte[] ptx, String generation) {
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        JNvPTXCompiler.nvPTXCompilerCreate(compiler, ptx.length, Arrays.copyOf(ptx, ptx.length + 1));
        int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, 1, new String[] {"--gpu-name=" + generation});
        if (result != 0) {
            long[] size = new long[1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
            byte[] log = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
            fail(generation + ": " + new String(log, StandardCharsets.US_ASCII));
        }
        long[] size = new long[1];
        JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(compiler, size);
        JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        return size[0];
    }

    @Test
    void whatDoesNotAssembleIsNoticed() {
        String broken = KernelSources.resource("shapes.ptx").replace("ld.param.u32", "ld.param.u3");
        try {
            assemble(broken.getBytes(StandardCharsets.US_ASCII), "sm_80");
        } catch (AssertionError e) {
            assertTrue(e.getMessage().startsWith("sm_80: "), e.getMessage());
            return;
        }
        fail("broken PTX assembled");
    }

    @Test
    void theListOfKernelsIsThatOfTheSources() {
        assertEquals(KernelSources.kernels().stream().map(KernelSources.Kernel::line).toList(),
            KernelSources.resource("kernels.txt").lines().toList());
        for (KernelSources.Kernel k : KernelSources.kernels()) {
            assertTrue(KernelSources.resource(k.file() + ".ptx").contains(".visible .entry " + k.name() + "("), k.name());
        }
    }

    /** A kernel is told an operation by its number. */
    @Test
    void operationsHaveTheNumbersOfTheirEnums() {
        assertNumbers("elements.cu", "UnaryOp", UnaryOp.values());
        assertNumbers("elements.cu", "BinaryOp", BinaryOp.values());
        assertNumbers("elements.cu", "ParametricOp", ParametricOp.values());
        assertNumbers("shapes.cu", "ReduceOp", ReduceOp.values());
        assertNumbers("images.cu", "ResizeOp", ResizeOp.values());
    }

    private static void assertNumbers(String file, String name, Enum<?>[] values) {
        String expected = Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
        assertTrue(KernelSources.text(file).contains("enum " + name + " { " + expected + " };"), name + " is not { " + expected + " } in " + file);
    }
}
