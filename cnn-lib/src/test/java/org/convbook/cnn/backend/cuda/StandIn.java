package org.convbook.cnn.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.Assumptions;

/**
 * A device that is this machine: libraries built by g++ that stand in for the driver, cuDNN and cuBLAS, with our own kernels compiled for the host
 * from the same sources. They prove the Java side, its descriptors, shapes, strides, lifetimes and errors, and the kernels' arithmetic; not speed,
 * and not a GPU.
 */
public final class StandIn {
    /** What can be made to fail, in the order of device.h. */
    public enum Fault { ALLOCATE, LAUNCH, UPLOAD, DOWNLOAD, WAIT, CONVOLVE, REFUSE_CHANNELS_LAST, REFUSE_CONVOLUTIONS, NO_PRODUCTS, PIN, STREAM }

    /**
     * Which streams run ahead of what is waited for: none; those that only copy; those that compute. What events hold back stays back. Whoever
     * forgets an event gets other values in one of them.
     */
    public enum Order { LATE, COPIES_EARLY, COMPUTING_EARLY }

    private static final Path SOURCES = Path.of("src", "test", "native", "standin");
    private static final String WHY = build();
    private static CudaBackend backend;

    private StandIn() {}

    /** Fails once after so many calls that succeed; with a negative code for ever. */
    public static void fail(Fault what, int after, int code) {
        fail(what.ordinal(), after, code);
    }

    private static native void fail(int what, int after, int code);

    /** Ends all faults, limits and orders. */
    public static native void heal();

    /** Lets streams run ahead, from now on. */
    public static void order(Order order) {
        order(order.ordinal());
    }

    private static native void order(int which);

    /** The streams that there are. */
    public static native int streams();

    /** The device's memory is this large. */
    public static native void limit(long bytes);

    /** The bytes that the driver has given out. */
    public static native long bytes();

    /** Launches of kernels and graphs so far. */
    static native long calls();

    /** How often a library was asked to try its algorithms. */
    static native long trials();

    /** Graphs that are ready to be launched. */
    static native int graphs();

    /** Whether nothing was written behind any block. */
    public static native boolean intact();

    /** Skips a test where there is no compiler; everywhere else the libraries must build. */
    public static void required() {
        Assumptions.assumeTrue(WHY == null, () -> "skipped: " + WHY);
    }

    /** The backend on this device. */
    public static synchronized CudaBackend backend() {
        required();
        if (backend == null) {
            load();
            backend = CudaBackend.open(0, Precision.FP32, Algorithms.SAME_BITS);
        }
        return backend;
    }

    /** Another backend on this device, with a life and faults of its own. */
    public static CudaBackend another(Precision precision) {
        return another(precision, Algorithms.SAME_BITS);
    }

    /** The same with a choice of algorithms. */
    public static CudaBackend another(Precision precision, Algorithms algorithms) {
        backend();
        return CudaBackend.open(0, precision, algorithms);
    }

    /** Loads the libraries, so that the bindings, which ask for them by name, find them there. */
    private static void load() {
        Path folder = folder().toAbsolutePath();
        for (String library : List.of("libcuda.so.1", "libcudnn.so.9", "libcublas.so.12")) System.load(folder.resolve(library).toString());
    }

    /** Where the libraries are, for programs that are started with LD_LIBRARY_PATH. */
    static Path folder() {
        return Path.of("target", "standin-" + hash());
    }

    private static List<Path> sources() {
        try (Stream<Path> own = Files.list(SOURCES); Stream<Path> kernels = Files.list(KernelSources.FOLDER)) {
            return Stream.concat(own, kernels).filter(f -> !f.toString().endsWith(".sh")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path source : sources()) digest.update(Files.readAllBytes(source));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Builds the libraries, if they have changed; returns why they cannot be built here, or null. */
    private static String build() {
        if (!System.getProperty("os.name").equals("Linux")
            || !System.getProperty("os.arch").equals("amd64")) return "the stand-in for a GPU is for Linux on x86-64";
        try {
            if (run(List.of("g++", "--version")) != 0) return "g++ does not work here";
        } catch (IOException e) {
            return "no g++ here (Debian: build-essential), so no stand-in for a GPU";
        }
        try {
            if (!Files.exists(folder())) buildInto(folder());
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void buildInto(Path folder) throws IOException {
        Path work = Files.createTempDirectory(Files.createDirectories(folder.getParent()), "standin");
        List<String> driver = new ArrayList<>(List.of(SOURCES.resolve("driver.cpp").toString(), SOURCES.resolve("streams.cpp").toString()));
        for (String file : KernelSources.files()) {
            for (Format format : Format.values()) {
                driver.add(Files.writeString(work.resolve(file + format.suffix + ".cpp"), kernels(file, format)).toString());
            }
        }
        Path cuda = library(work, "libcuda.so.1", driver);
        library(work, "libcudnn.so.9", List.of(SOURCES.resolve("cudnn.cpp").toString(), cuda.toString()));
        library(work, "libcublas.so.12", List.of(SOURCES.resolve("cublas.cpp").toString(), cuda.toString()));
        Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file of kernels for one format of activations, with names of its own for them. */
    private static String kernels(String file, Format format) {
        StringBuilder before = new StringBuilder("#define " + format + "\n#include \"host.h\"\n");
        StringBuilder behind = new StringBuilder("#include \"" + file + ".cu\"\n");
        for (KernelSources.Kernel k : KernelSources.kernels()) {
            if (!k.file().equals(file)) continue;
            before.append("#define ").append(k.name()).append(" ").append(k.name()).append("_for_").append(format).append("\n");
            behind.append("bool has_" + k.name() + "_for_" + format + " = addHostKernel(\"" + k.name() + format.suffix + "\", " + k.waits() + ", "
                + k.name() + ");\n");
        }
        return before.append(behind).toString();
    }

    /** The bindings want the symbols with the library's name as their version. */
    private static Path library(Path work, String name, List<String> inputs) throws IOException {
        Path versions = Files.writeString(work.resolve(name + ".map"), name + " { global: *; };\n", StandardCharsets.US_ASCII);
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O2", "-fPIC", "-shared", "-fno-strict-aliasing",
            "-I" + SOURCES, "-I" + KernelSources.FOLDER, "-Wl,-soname," + name, "-o", work.resolve(name).toString()));
        if (!name.startsWith("libcuda.")) command.add("-Wl,--version-script," + versions);
        command.addAll(inputs);
        if (run(command) != 0) throw new AssertionError("the stand-in for a GPU does not build: " + String.join(" ", command));
        return work.resolve(name);
    }

    private static int run(List<String> command) throws IOException {
        try {
            Process p = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            return p.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
