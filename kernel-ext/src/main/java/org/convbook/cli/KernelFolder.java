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
        Disk.write(spec, "{\"argv\":[\"python3\",\"-m\",\"ipykernel_launcher\",\"-f\",\"{connection_file}\"],\"display_name\":\"x\",\"language\":\"python\"}");
        return base;
    }
    static Path install() { return make(); }
}
