package org.convbook.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.convbook.kernel.KernelSpec;

/** Makes our kernel known to Jupyter: in a folder of our own, so that nothing of the user's is touched, or for the user's every Jupyter. */
final class KernelFolder {
    static final String NAME = "convbook";

    private KernelFolder() {}

    /**
     * What belongs into JUPYTER_PATH so that this build's kernel is found. It is made once for each checkout and JDK, and again when a jar
     * changed, because the archive of classes that comes with it takes seconds.
     */
    static Path make() {
        String place = System.getProperty("java.home") + File.pathSeparator + System.getProperty("java.class.path");
        Path base = Disk.folder(Places.cache().resolve("kernels").resolve(Integer.toHexString(place.hashCode())));
        Path mark = base.resolve("made-from");
        String now = place + "\n" + jarTimes();
        boolean made = Files.exists(base.resolve("kernels").resolve(NAME).resolve("kernel.json")) && Files.isReadable(mark) && Disk.read(mark).equals(now);
        if (!made) {
            KernelSpec.ofThisProcess().install(base.resolve("kernels"));
            Disk.write(mark, now);
        }
        return base;
    }

    /** Installs the kernel for this user; returns its folder. */
    static Path install() {
        return KernelSpec.ofThisProcess().install(userKernels());
    }

    private static Path userKernels() {
        String set = System.getenv("JUPYTER_DATA_DIR");
        if (set != null && !set.isBlank()) return Path.of(set, "kernels");
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return mac ? Path.of(System.getProperty("user.home"), "Library/Jupyter/kernels") : Places.data().resolveSibling("jupyter/kernels");
    }

    private static String jarTimes() {
        StringBuilder times = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            try {
                BasicFileAttributes file = Files.readAttributes(Path.of(entry), BasicFileAttributes.class);
                times.append(file.lastModifiedTime().toMillis()).append(' ').append(file.size()).append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return times.toString();
    }
}
