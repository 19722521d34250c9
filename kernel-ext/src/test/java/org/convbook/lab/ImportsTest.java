package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

/** What every notebook finds imported: it all exists, and no name means two things. */
class ImportsTest {
    private static final List<String> JSHELL = List.of("java.lang", "java.io", "java.math", "java.net", "java.nio.file",
        "java.util", "java.util.concurrent",
        "java.util.function", "java.util.prefs", "java.util.regex", "java.util.stream");

    private static List<String> imports() throws IOException {
        var ours = ImportsTest.class.getClassLoader().resources("META-INF/convbook/imports.jsh").filter(u -> !u.toString().contains("test-classes"))
            .findFirst().orElseThrow();                                          // the kernel's tests bring a file of their own
        try (var in = new BufferedReader(new InputStreamReader(ours.openStream(), StandardCharsets.UTF_8))) {
            return in.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        }
    }

    private static List<String> starPackages() throws IOException {
        List<String> packages = new ArrayList<>(JSHELL);
        for (String line : imports())
            if (!line.contains(" static ") && line.endsWith(".*;")) packages.add(line.substring("import ".length(), line.length() - ".*;".length()));
        return packages;
    }

    /** The public top-level types of a package, wherever it comes from. */
    private static List<String> publicTypes(String name) throws IOException {
        String folder = name.replace('.', '/');
        List<String> found = new ArrayList<>();
        var urls = ImportsTest.class.getClassLoader().getResources(folder);
        while (urls.hasMoreElements()) {
            URI uri = URI.create(urls.nextElement().toString());
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    found.addAll(classesIn(jar.getPath(folder), name));
                }
            } else found.addAll(classesIn(Path.of(uri), name));
        }
        FileSystem jrt = FileSystems.getFileSystem(URI.create("jrt:/"));
        for (String module : List.of("java.base", "java.prefs")) {
            Path path = jrt.getPath("modules", module, folder);
            if (Files.isDirectory(path)) found.addAll(classesIn(path, name));
        }
        return found;
    }

    private static List<String> classesIn(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".class") && !f.contains("$") && !f.equals("package-info.class"))
                .map(f -> f.substring(0, f.length() - ".class".length())).filter(simple -> isPublic(name + "." + simple)).toList();
        }
    }

    private static boolean isPublic(String type) {
        try {
            return java.lang.reflect.Modifier.isPublic(Class.forName(type, false, ImportsTest.class.getClassLoader()).getModifiers());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    @Test void everyImportedPackageHasTypes() throws IOException {
        for (String name : starPackages()) assertTrue(!publicTypes(name).isEmpty(), name + " is imported but has no public types");
    }

    @Test void noSimpleNameMeansTwoThings() throws IOException {
        Map<String, List<String>> owners = new TreeMap<>();
        for (String name : starPackages())
            for (String simple : publicTypes(name).stream().distinct().toList()) owners.computeIfAbsent(simple, k -> new ArrayList<>()).add(name);
        owners.values().removeIf(packages -> packages.size() < 2);
        assertEquals(Map.of(), owners);
    }

    @Test void jshellTakesThemAndAFirstCellRuns() throws IOException {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).forEach(shell::addToClasspath);
            for (String name : JSHELL) if (!name.equals("java.lang")) run(shell, "import " + name + ".*;");
            for (String line : imports()) run(shell, line);
            run(shell, "var net = new LeNet5(10, new Random(1));");
            run(shell, "Table table = Glyphs.dataset(20, 1).classTable();");
            run(shell, "Trainer trainer = new Trainer(net, new Adam(net.parameters(), 0.001)).listener(new LossCurve());");
            run(shell, "Figure figure = FilterBank.of(net, \"0\").figure();");
            assertEquals("760", run(shell, "ActivationMaps.of(net, Glyphs.dataset(10, 1), 0).figure().width()"));
        }
    }

    private static String run(JShell shell, String code) {
        String value = null;
        for (SnippetEvent event : shell.eval(code)) {
            assertEquals(Snippet.Status.VALID, event.status(), () -> code + "\n"
                + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList());
            assertTrue(event.exception() == null, () -> code + ": " + event.exception());
            value = event.value();
        }
        return value;
    }
}
