package org.convbook.cnn.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** NVRTC's stand-in beside that of the driver: it compiles a cell's kernels for this machine. */
final class NvrtcStandIn {
    static final String NAME = "libnvrtc.so.12";
    private static final Path SOURCES = Path.of("src", "test", "native", "standin");

    private NvrtcStandIn() {}

    /** Builds it, if that has not been done, beside the others; skips where there is no compiler. */
    static Path library() {
        StandIn.required();
        Path library = StandIn.folder().resolve(NAME).toAbsolutePath();
        try {
            if (!Files.exists(library)) build(library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return library;
    }

    private static void build(Path library) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(library.getParent(), "nvrtc");
        Path versions = Files.writeString(work.resolve("map"), NAME + " { global: *; };\n", StandardCharsets.US_ASCII);
        Path driver = StandIn.folder().resolve("libcuda.so.1").toAbsolutePath();
        Path made = work.resolve(NAME);
        List<String> command = List.of("g++", "-std=c++17", "-O1", "-fPIC", "-shared", "-Wl,-soname," + NAME, "-Wl,--version-script," + versions,
            "-DSOURCES=\"" + SOURCES.toAbsolutePath() + "\"", "-DDRIVER=\"" + driver + "\"", "-o", made.toString(),
            SOURCES.resolve("nvrtc.cpp").toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) throw new AssertionError("the stand-in for NVRTC does not build");
        Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(versions);
        Files.delete(work);
    }

    /** Loads it in place of NVRTC, unless that is there already. */
    static void load() {
        System.load(library().toString());
    }
}
