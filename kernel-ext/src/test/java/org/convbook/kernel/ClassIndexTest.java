package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.JavaFileManager.Location;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassIndexTest {
    @TempDir Path folder;
    private Path one, two, file;
    private String classPath;

    @BeforeEach void jars() throws IOException {
        one = jar("one.jar", "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: true\nClass-Path: gone.jar\n\n", "shapes/Square.class", "old", "shapes/Square$Side.class", "side",
            "META-INF/versions/9/shapes/Square.class", "new", "META-INF/versions/9/shapes/Fresh.class", "fresh", "META-INF/versions/999/shapes/Future.class", "future",
            "no-package/Nothing.class", "x", "module-info.class", "m", "Root.class", "root", KernelState.IMPORTS, "import shapes.*;");
        two = jar("two.jar", "shapes/Square.class", "hidden", "shapes/Circle.class", "circle", "shapes/round/Ring.class", "ring",
            KernelState.IMPORTS, "import shapes.round.*;\n// a comment\n", KernelState.EXTENSIONS, "shapes.Circle");
        classPath = one + File.pathSeparator + two;
        file = folder.resolve("kernel.index");
        ClassIndexWriter.write(file, classPath);
    }

    private Path jar(String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (int i = 0; i < entries.length; i += 2) {
                out.putNextEntry(new JarEntry(entries[i]));
                out.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static StandardJavaFileManager compilersOwn() {
        return ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
    }

    private IndexedFiles files() {
        return new IndexedFiles(compilersOwn(), ClassIndex.read(file, classPath), classPath);
    }

    private static Set<String> names(StandardJavaFileManager files, Location location, String name) throws IOException {
        Set<String> names = new TreeSet<>();
        for (JavaFileObject f : files.list(location, name, Set.of(JavaFileObject.Kind.CLASS), false)) names.add(files.inferBinaryName(location, f));
        return names;
    }

    @Test void itHoldsThePackagesOfAllJarsAndTheLinesOfTheirResources() {
        ClassIndex index = ClassIndex.read(file, classPath);
        assertEquals(List.of(one.toString(), two.toString()), index.jars());
        assertEquals("0/Fresh;Square;Square$Side;1/Circle;Square", sorted(index.classes("shapes")));
        assertEquals("1/Ring", index.classes("shapes.round"));
        assertEquals("0/Root", index.classes(""));
        assertNull(index.classes("no-package"));
        assertNull(index.classes("nowhere"));
        assertTrue(index.knows("java.base"));
        assertEquals(List.of("import shapes.*;", "import shapes.round.*;", "// a comment"), index.lines(KernelState.IMPORTS).stream().filter(l -> !l.isEmpty()).toList());
        assertEquals(List.of("shapes.Circle"), index.lines(KernelState.EXTENSIONS));
        assertEquals(List.of(), index.lines("META-INF/nothing"));
    }

    /** The order within a jar is the jar's own. */
    private static String sorted(String classes) {
        String[] jars = classes.split(";(?=\\d+/)");
        for (int i = 0; i < jars.length; i++) {
            String[] names = jars[i].substring(2).split(";");
            Arrays.sort(names);
            jars[i] = i + "/" + String.join(";", names);
        }
        return String.join(";", jars);
    }

    @Test void classesAreReadAsTheJvmReadsThem() throws IOException {
        IndexedFiles files = files();
        StringBuilder read = new StringBuilder();
        for (JavaFileObject f : files.list(StandardLocation.CLASS_PATH, "shapes", Set.of(JavaFileObject.Kind.CLASS, JavaFileObject.Kind.SOURCE), false)) {
            if (!f.isNameCompatible("Square", JavaFileObject.Kind.CLASS)) continue;
            assertTrue(files.contains(StandardLocation.CLASS_PATH, f));
            try (var in = f.openInputStream()) {
                read.append(f.getName()).append(": ").append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
            }
        }
        assertEquals(one + "(shapes/Square.class): new\n" + two + "(shapes/Square.class): hidden\n", read.toString());
        JavaFileObject gone = files().list(StandardLocation.CLASS_PATH, "shapes.round", Set.of(JavaFileObject.Kind.CLASS), false).iterator().next();
        jar("two.jar", "other/Thing.class", "thing");
        assertEquals(two + " has no shapes/round/Ring.class: it has changed since the kernel was installed", assertThrows(IOException.class, gone::openInputStream).getMessage());
    }

    @Test void nothingOfTheJdkIsMissing() throws IOException {
        StandardJavaFileManager own = compilersOwn();
        IndexedFiles files = files();
        int packages = 0;
        for (Set<Location> some : own.listLocationsForModules(StandardLocation.SYSTEM_MODULES)) {
            for (Location module : some) {
                var found = ModuleLayer.boot().findModule(own.inferModuleName(module));
                if (found.isEmpty()) continue;
                for (String name : found.get().getPackages()) {
                    Set<String> expected = names(own, module, name);
                    expected.removeIf(c -> c.matches(".*\\$\\d.*"));   // local classes: no source can name them
                    assertEquals(expected, names(files, module, name), name);
                    packages++;
                }
            }
        }
        assertTrue(packages > 300, packages + " packages");
    }

    @Test void theClassPathThatIsAddedLaterIsListedToo() throws IOException {
        IndexedFiles files = files();
        Path three = jar("three.jar", "shapes/Star.class", "star");
        assertTrue(files.handleOption("-classpath", List.of(classPath + File.pathSeparator + three).iterator()));
        assertEquals(Set.of("shapes.Circle", "shapes.Fresh", "shapes.Square", "shapes.Square$Side", "shapes.Star"), names(files, StandardLocation.CLASS_PATH, "shapes"));
        assertEquals(List.of(one, two, three), files.getLocationAsPaths(StandardLocation.CLASS_PATH));
        Set<String> inside = new TreeSet<>();
        for (JavaFileObject f : files.list(StandardLocation.CLASS_PATH, "shapes", Set.of(JavaFileObject.Kind.CLASS), true)) {
            inside.add(files.inferBinaryName(StandardLocation.CLASS_PATH, f));
        }
        assertTrue(inside.containsAll(Set.of("shapes.Circle", "shapes.Square", "shapes.Star", "shapes.round.Ring")), inside.toString());
    }

    @Test void anIndexOfOtherJarsOrACutOneIsNotUsed() throws IOException {
        assertNotNull(ClassIndex.read(file, classPath));
        assertNull(ClassIndex.read(file, one.toString()));
        assertNull(ClassIndex.read(folder.resolve("nowhere"), classPath));
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 11, 40}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertNull(ClassIndex.read(file, classPath), length + " bytes");
        }
        Files.write(file, whole);
        jar("two.jar", "shapes/Circle.class", "larger than it was");
        assertNull(ClassIndex.read(file, classPath));
    }
}
