package org.convbook.kernel;

import javax.lang.model.SourceVersion;
import javax.tools.JavaFileManager.Location;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Writes the {@link ClassIndex} of the JVM and the class path that it runs on. */
final class ClassIndexWriter {
    private static final String[] RESOURCES = {KernelState.IMPORTS, KernelState.EXTENSIONS};

    private final TreeMap<String, StringBuilder> values = new TreeMap<>();

    private ClassIndexWriter() {
    }

    /** Writes the index into the file that the argument names. */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), System.getProperty("java.class.path"));
    }

    static void write(Path file, String classPath) throws IOException {
        ClassIndexWriter writer = new ClassIndexWriter();
        try (StandardJavaFileManager manager = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList());
            int number = 0;
            for (Path jar : manager.getLocationAsPaths(StandardLocation.CLASS_PATH)) {
                if (Files.isRegularFile(jar)) writer.jar(number++, jar);   // a manifest may name jars that are not there
            }
            for (Set<Location> some : manager.listLocationsForModules(StandardLocation.SYSTEM_MODULES)) {
                for (Location module : some) writer.module(manager, module);
            }
        }
        Files.write(file, writer.bytes(ClassIndex.identity(classPath)));
    }

    private StringBuilder value(String key) {
        return values.computeIfAbsent(key, k -> new StringBuilder());
    }

    private void jar(int number, Path path) throws IOException {
        value(ClassIndex.JARS).append(path).append('\n');
        try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            jar.versionedStream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).forEach(name -> add(number, name));
            for (String resource : RESOURCES) {
                ZipEntry entry = jar.getEntry(resource);
                if (entry == null) continue;
                try (InputStream in = jar.getInputStream(entry)) {
                    value("[" + resource + "]").append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
                }
            }
        }
    }

    /** As the compiler sees it: a class whose folders could not be a package is none. */
    private void add(int jar, String entry) {
        int slash = entry.lastIndexOf('/');
        String folder = slash < 0 ? "" : entry.substring(0, slash), name = entry.substring(slash + 1, entry.length() - 6);
        if (!folder.isEmpty() && !Arrays.stream(folder.split("/")).allMatch(SourceVersion::isIdentifier) || name.equals("module-info")) return;
        StringBuilder b = value(folder.replace('/', '.'));
        String prefix = jar + "/", all = b.toString();
        int last = all.lastIndexOf('/');
        boolean same = last >= 0 && all.substring(all.lastIndexOf(';', last) + 1, last + 1).equals(prefix);
        if (!all.isEmpty()) b.append(';');
        b.append(same ? "" : prefix).append(name);
    }

    /** Modules that are not in this JVM are left to the compiler; so are classes that no source can name. */
    private void module(StandardJavaFileManager manager, Location location) throws IOException {
        String module = manager.inferModuleName(location);
        if (ModuleLayer.boot().findModule(module).isEmpty()) return;
        value("[" + module + "]");
        for (JavaFileObject f : manager.list(location, "", Set.of(JavaFileObject.Kind.CLASS), true)) {
            String binary = manager.inferBinaryName(location, f), name = binary.substring(binary.lastIndexOf('.') + 1);
            if (name.matches(".*\\$\\d.*") || name.equals("module-info")) continue;
            StringBuilder b = value(module + "/" + binary.substring(0, Math.max(0, binary.length() - name.length() - 1)));
            b.append(b.length() == 0 ? "" : ";").append(name);
        }
    }

    private byte[] bytes(String identity) {
        List<byte[]> texts = new ArrayList<>();
        int at = 4 + 4 + utf(identity).length + 4 + 8 * values.size();
        int[] begins = new int[2 * values.size()];
        int i = 0;
        for (Map.Entry<String, StringBuilder> e : values.entrySet()) {
            for (byte[] text : List.of(utf(e.getKey()), utf(e.getValue().toString()))) {
                texts.add(text);
                begins[i++] = at;
                at += 4 + text.length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(at).putInt(ClassIndex.MAGIC).putInt(utf(identity).length).put(utf(identity)).putInt(values.size());
        for (int begin : begins) out.putInt(begin);
        for (byte[] text : texts) out.putInt(text.length).put(text);
        return out.array();
    }

    private static byte[] utf(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }
}
