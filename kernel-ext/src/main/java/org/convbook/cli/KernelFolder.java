package org.convbook.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.convbook.kernel.KernelSpec;

/** Makes our kernel known to Jupyter: in a folder of our own, so that nothing of the user's is touched, or for the user's every Jupyter. */
final class KernelFolder {
    static final String NAME = "convbook";

    private KernelFolder() {}

    /**
     * What belongs into JUPYTER_PATH so that this build's kernel is found. It is made once for each checkout and JDK, and again when a jar
     * changed, because the archive of classes that comes with it takes seconds.
     */
    static Path make(Consumer<String> say) {
        List<Path> jars = classPath();
        String place = System.getProperty("java.home") + "\n" + jars;
        Path base = Disk.folder(Places.cache().resolve("kernels").resolve(Integer.toHexString(place.hashCode())));
        Path mark = base.resolve("made-from");
        String now = place + "\n" + times(jars);
        boolean made = Files.exists(base.resolve("kernels").resolve(NAME).resolve("kernel.json")) && Files.isReadable(mark)
            && Disk.read(mark).equals(now);
        if (!made) {
            say.accept("preparing the kernel for a fast start (once after each build)");
            spec(jars).install(base.resolve("kernels"));
            Disk.write(mark, now);
        }
        return base;
    }

    /** Installs the kernel for this user; returns its folder. */
    static Path install() {
        return spec(classPath()).install(userKernels());
    }

    private static KernelSpec spec(List<Path> jars) {
        return new KernelSpec(Path.of(System.getProperty("java.home")), jars);
    }

    /** The jar that this class came from and the folder lib beside it; in a build that has made no jar, the class path as it is. */
    private static List<Path> classPath() {
        Path own = Path.of(URI.create(KernelFolder.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        Path lib = own.resolveSibling("lib");
        if (Files.isDirectory(own) || !Files.isDirectory(lib)) {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(entry -> !entry.isEmpty()).map(Path::of)
                .filter(Files::exists).toList();
        }
        try (Stream<Path> files = Files.list(lib)) {
            return Stream.concat(Stream.of(own), files.filter(file -> file.toString().endsWith(".jar")).sorted()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path userKernels() {
        String set = System.getenv("JUPYTER_DATA_DIR");
        if (set != null && !set.isBlank()) return Path.of(set, "kernels");
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return mac ? Path.of(System.getProperty("user.home"), "Library/Jupyter/kernels") : Places.data().resolveSibling("jupyter/kernels");
    }

    private static String times(List<Path> jars) {
        StringBuilder times = new StringBuilder();
        for (Path jar : jars) {
            try {
                BasicFileAttributes file = Files.readAttributes(jar, BasicFileAttributes.class);
                times.append(file.lastModifiedTime().toMillis()).append(' ').append(file.size()).append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return times.toString();
    }
}
