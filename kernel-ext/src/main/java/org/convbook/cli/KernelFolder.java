package org.convbook.cli;

import java.nio.file.Path;

/** A Jupyter path of our own with our kernel in it, so that nothing of the user's is touched. */
final class KernelFolder {
    static final String NAME = "convbook";

    private KernelFolder() {}

    /** Writes the kernel's description; returns what belongs into JUPYTER_PATH. */
    static Path make() {
        Path base = Places.cache().resolve("jupyter-path");
        Path spec = Disk.folder(base.resolve("kernels").resolve(NAME)).resolve("kernel.json");
        Disk.write(spec, new com.google.gson.Gson().toJson(java.util.Map.of("argv", java.util.List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Xmx700m", "-cp", System.getProperty("java.class.path"), "org.convbook.kernel.KernelMain", "{connection_file}"), "display_name", "ConvBook (Java)", "language", "java", "interrupt_mode", "message")));
        return base;
    }
    static Path install() { return make(); }
}
