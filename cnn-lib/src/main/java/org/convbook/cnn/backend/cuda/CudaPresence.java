package org.convbook.cnn.backend.cuda;

import java.nio.file.Files;
import java.nio.file.Path;

/** A look for a GPU that costs nothing where there is none: no library is loaded. */
public final class CudaPresence {
    private CudaPresence() {}

    /** Whether the system has an NVIDIA driver, on Linux, within Windows' Linux, or on Windows. */
    public static boolean likely() {
        String windows = System.getenv("SystemRoot");
        return Files.exists(Path.of("/proc/driver/nvidia/version")) || Files.exists(Path.of("/dev/dxg"))
            || windows != null && Files.exists(Path.of(windows, "System32", "nvcuda.dll"));
    }
}
