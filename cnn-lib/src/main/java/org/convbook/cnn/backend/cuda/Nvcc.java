package org.convbook.cnn.backend.cuda;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convbook.cnn.backend.DeviceException;

/** The compiler of a CUDA toolkit of any version, as a program of its own: slower to start, but there where NVRTC is of another version. */
final class Nvcc implements KernelCompiler {
    private static final int MOST_SECONDS = 60;
    private static final String PTX = "kernel.ptx";

    private final Path program;

    private Nvcc(Path program) {
        this.program = program;
    }

    /** The one on the path, or of the toolkit that the environment names; null where there is none. */
    static Nvcc find() {
        List<String> folders = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) folders.addAll(List.of(path.split(File.pathSeparator)));
        for (String home : new String[] {System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH")}) {
            if (home != null) folders.add(home + File.separator + "bin");
        }
        return find(folders);
    }

    /** The first in these folders; null where there is none. */
    static Nvcc find(List<String> folders) {
        for (String folder : folders) {
            for (String name : new String[] {"nvcc", "nvcc.exe"}) {
                Path program = folder.isBlank() ? null : Path.of(folder, name);
                if (program != null && Files.isExecutable(program) && Files.isRegularFile(program)) return new Nvcc(program);
            }
        }
        return null;
    }

    @Override
    public String describe() {
        return "nvcc (" + program + ")";
    }

    @Override
    public String compile(String source, String file) {
        try {
            Path folder = Files.createTempDirectory("kernel");
            try {
                return compileIn(folder, source, file);
            } finally {
                for (String name : new String[] {file, PTX, "said"}) Files.deleteIfExists(folder.resolve(name));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cuda: " + program + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceException("cuda: compiling " + file + " was interrupted");
        }
    }

    private String compileIn(Path folder, String source, String file) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(file), source);
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(program.toString(), "-ptx", "-arch=" + TARGET, "-o", PTX, file).directory(folder.toFile())
            .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) throw new DeviceException("cuda: nvcc did not end within " + MOST_SECONDS + " s");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) throw KernelCompiler.refused(file, new String(Files.readAllBytes(said), StandardCharsets.UTF_8));
        return Files.readString(folder.resolve(PTX));
    }
}
