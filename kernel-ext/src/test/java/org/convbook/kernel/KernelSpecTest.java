package org.convbook.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KernelSpecTest {
    @TempDir Path folder;

    /** The class path of the tests with every folder of classes packed into a jar, as an installed kernel has it. */
    private List<Path> jars() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) all.add(path);
            else if (Files.isDirectory(path) && !entry.contains("test-classes")) all.add(pack(path, folder.resolve("classes" + all.size() + ".jar")));
        }
        return all;
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file); var files = Files.walk(classes)) {
            for (Path p : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(p).toString().replace(File.separatorChar, '/')));
                out.write(Files.readAllBytes(p));
            }
        }
        return jar;
    }

    @Test void anInstalledKernelHasAnArchiveAndRuns() throws IOException {
        Path made = new KernelSpec(Path.of(System.getProperty("java.home")), jars()).install(folder.resolve("kernels"));
        assertEquals(folder.resolve("kernels").resolve("convbook").toAbsolutePath(), made);
        JsonObject spec = JsonParser.parseString(Files.readString(made.resolve("kernel.json"))).getAsJsonObject();
        assertEquals("ConvBook (Java)", spec.get("display_name").getAsString());
        assertEquals("java", spec.get("language").getAsString());
        assertEquals("message", spec.get("interrupt_mode").getAsString());
        assertTrue(Files.size(made.resolve("kernel.jsa")) > 5 << 20);
        for (int size : new int[] {32, 64}) assertEquals(size, ImageIO.read(made.resolve("logo-" + size + "x" + size + ".png").toFile()).getWidth());
        JsonArray argv = spec.getAsJsonArray("argv");
        List<String> command = new ArrayList<>();
        argv.forEach(a -> command.add(a.getAsString()));
        assertEquals("{connection_file}", command.remove(command.size() - 1));
        String use = Runtime.version().feature() >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        assertTrue(command.contains(use + made.resolve("kernel.jsa")));
        try (KernelProcess kernel = KernelProcess.start(command)) {
            assertEquals("42", kernel.client.run("6 * 7").value());
            assertEquals("IntSlider", kernel.client.run("new IntSlider(\"layers\", 1, 9, 3).getClass().getSimpleName()").value());
            assertEquals("[3]", kernel.client.run("it.unimi.dsi.fastutil.ints.IntArrayList.wrap(new int[] {3}).toString()").value());
            assertEquals("", kernel.logged());
        }
        assertTrue(command.contains("-Dconvbook.index=" + made.resolve("kernel.index")));
        Files.writeString(made.resolve("kernel.jsa"), "stale");
        Files.writeString(made.resolve("kernel.index"), "stale");
        try (KernelProcess kernel = KernelProcess.start(command)) {
            assertEquals("42", kernel.client.run("6 * 7").value());
        }
    }

    @Test void foldersOfClassesMeanNoArchiveAndNoIndex() {
        Path made = KernelSpec.ofThisProcess().install(folder);
        assertFalse(Files.exists(made.resolve("kernel.index")));
        assertFalse(Files.exists(made.resolve("kernel.jsa")));
        assertTrue(Files.exists(made.resolve("kernel.json")));
    }

    @Test void aFolderThatIsNoJdkIsRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> new KernelSpec(folder, List.of()));
        assertEquals(folder + " is no JDK: it has no bin/java", e.getMessage());
    }

    @Test void connectionFilesThatAreWrongAreNamed() throws IOException {
        Path file = folder.resolve("connection.json");
        assertEquals("connection file " + file + " cannot be read: " + file, assertThrows(java.io.UncheckedIOException.class, () -> Connection.read(file)).getMessage());
        String[][] cases = {{"[1]", "expected a JSON object, got [1]"}, {"{}", "shell_port is missing"}, {"{\"transport\": \"ipc\"}", "transport is ipc, only tcp is supported"},
            {"{\"shell_port\": 99999}", "shell_port is 99999, expected 1 to 65535"}};
        for (String[] c : cases) {
            Files.writeString(file, c[0]);
            assertEquals("connection file " + file + ": " + c[1], assertThrows(IllegalArgumentException.class, () -> Connection.read(file)).getMessage());
        }
    }
}
