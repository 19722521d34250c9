package org.convbook.kernel;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The compiler's files, where what lists classes is answered from the {@link ClassIndex}: all of the class path is there at once, and no jar is
 * opened before a class of it is read. What was added to the class path later is left to the compiler's own file manager; so is everything else.
 */
final class IndexedFiles extends ForwardingJavaFileManager<StandardJavaFileManager> implements StandardJavaFileManager {
    private final ClassIndex index;
    private final String classPath;
    private final Set<String> indexed;
    private final List<Jar> jars;
    private final Map<String, Module> modules = new HashMap<>();   // by the location's name; a module that the index does not know is null
    private List<Path> added = List.of();
    private boolean told;

    IndexedFiles(StandardJavaFileManager manager, ClassIndex index, String classPath) {
        super(manager);
        this.index = index;
        this.classPath = classPath;
        indexed = new HashSet<>(Arrays.asList(classPath.split(File.pathSeparator)));
        jars = index.jars().stream().map(Jar::new).toList();
    }

    /** A jar, open from the first class that is read on. */
    private static final class Jar implements IndexedClass.Home {
        private final String path;
        private JarFile file;

        Jar(String path) {
            this.path = path;
        }

        @Override public synchronized InputStream open(String entry) throws IOException {
            if (file == null) file = new JarFile(new File(path), false, ZipFile.OPEN_READ, Runtime.version());
            ZipEntry found = file.getEntry(entry);
            if (found == null) throw new FileNotFoundException(path + " has no " + entry + ": it has changed since the kernel was installed");
            try (InputStream in = file.getInputStream(found)) {
                return new ByteArrayInputStream(in.readAllBytes());
            }
        }

        @Override public String toString() {
            return path;
        }
    }

    private record Module(java.lang.Module module) implements IndexedClass.Home {
        @Override public InputStream open(String entry) throws IOException {
            InputStream in = module.getResourceAsStream(entry);
            if (in == null) throw new FileNotFoundException(module + " has no " + entry);
            return in;
        }

        @Override public String toString() {
            return module.getName();
        }
    }

    @Override public Iterable<JavaFileObject> list(Location location, String packageName, Set<Kind> kinds, boolean recurse) throws IOException {
        if (recurse || !kinds.contains(Kind.CLASS)) return tell().list(location, packageName, kinds, recurse);
        if (location == StandardLocation.CLASS_PATH) {
            List<JavaFileObject> all = classes(packageName, null, index.classes(packageName));
            if (!added.isEmpty()) super.list(location, packageName, kinds, false).forEach(all::add);
            return all;
        }
        Module module = location.getName().startsWith("SYSTEM_MODULES[") ? modules.computeIfAbsent(location.getName(), name -> module(location)) : null;
        if (module == null) return super.list(location, packageName, kinds, false);
        return classes(packageName, module, index.classes(module + "/" + packageName));
    }

    private Module module(Location location) {
        try {
            String name = fileManager.inferModuleName(location);
            return index.knows(name) ? ModuleLayer.boot().findModule(name).map(Module::new).orElse(null) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The classes of {@code Name;Name} in the home, or of {@code 2/Name;Name;7/Name} in the second and seventh jar, counted from 0. */
    private List<JavaFileObject> classes(String packageName, IndexedClass.Home home, String names) {
        List<JavaFileObject> all = new ArrayList<>();
        String prefix = packageName.isEmpty() ? "" : packageName + ".";
        for (int from = 0; names != null && from < names.length();) {
            int end = names.indexOf(';', from);
            if (end < 0) end = names.length();
            int slash = names.indexOf('/', from);
            if (slash >= 0 && slash < end) {
                home = jars.get(Integer.parseInt(names, from, slash, 10));
                from = slash + 1;
            }
            all.add(new IndexedClass(home, prefix + names.substring(from, end)));
            from = end + 1;
        }
        return all;
    }

    /** The compiler's own manager, which now knows the whole class path as well. */
    private StandardJavaFileManager tell() throws IOException {
        if (!told) {
            List<Path> all = new ArrayList<>(index.jars().stream().map(Path::of).toList());
            all.addAll(added);
            fileManager.setLocationFromPaths(StandardLocation.CLASS_PATH, all);
            told = true;
        }
        return fileManager;
    }

    /** What is added to the class path: the compiler's own manager has only that, until it must know all. */
    private void add(Collection<Path> classPath) throws IOException {
        added = classPath.stream().filter(p -> !indexed.contains(p.toString())).toList();
        if (!told) fileManager.setLocationFromPaths(StandardLocation.CLASS_PATH, added);
        else told = false;
    }

    @Override public boolean handleOption(String option, Iterator<String> rest) {
        if (!option.equals("-classpath") || !rest.hasNext()) return super.handleOption(option, rest);
        try {
            add(Arrays.stream(rest.next().split(File.pathSeparator)).filter(e -> !e.isEmpty()).map(Path::of).toList());
            return true;
        } catch (IOException e) {
            throw new IllegalArgumentException("the class path cannot be extended: " + e.getMessage(), e);
        }
    }

    @Override public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof IndexedClass c ? c.binaryName() : super.inferBinaryName(location, file);
    }

    @Override public boolean isSameFile(FileObject a, FileObject b) {
        return a instanceof IndexedClass || b instanceof IndexedClass ? a.equals(b) : super.isSameFile(a, b);
    }

    @Override public boolean contains(Location location, FileObject file) throws IOException {
        if (!(file instanceof IndexedClass c)) return super.contains(location, file);
        return c.home() instanceof Jar ? location == StandardLocation.CLASS_PATH : c.home().equals(module(location));
    }

    @Override public boolean hasLocation(Location location) {
        return location == StandardLocation.CLASS_PATH || super.hasLocation(location);
    }

    /** The compiler looks for plug-ins of its own in every jar; the course has none. */
    @Override public ClassLoader getClassLoader(Location location) {
        return location == StandardLocation.CLASS_PATH ? ClassLoader.getPlatformClassLoader() : super.getClassLoader(location);
    }

    @Override public JavaFileObject getJavaFileForInput(Location location, String className, Kind kind) throws IOException {
        return of(location).getJavaFileForInput(location, className, kind);
    }

    @Override public FileObject getFileForInput(Location location, String packageName, String name) throws IOException {
        return of(location).getFileForInput(location, packageName, name);
    }

    private StandardJavaFileManager of(Location location) throws IOException {
        return location == StandardLocation.CLASS_PATH ? tell() : fileManager;
    }

    @Override public Iterable<? extends File> getLocation(Location location) {
        Iterable<? extends Path> paths = getLocationAsPaths(location);
        if (paths == null) return null;
        List<File> files = new ArrayList<>();
        paths.forEach(p -> files.add(p.toFile()));
        return files;
    }

    /** What JShell walks through to know names for completion: without the large libraries. */
    @Override public Iterable<? extends Path> getLocationAsPaths(Location location) {
        if (location != StandardLocation.CLASS_PATH) return fileManager.getLocationAsPaths(location);
        List<Path> paths = new ArrayList<>(ClassPath.first(classPath));
        paths.addAll(added);
        return paths;
    }

    @Override public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        List<Path> paths = new ArrayList<>();
        if (files != null) files.forEach(f -> paths.add(f.toPath()));
        setLocationFromPaths(location, files == null ? null : paths);
    }

    @Override public void setLocationFromPaths(Location location, Collection<? extends Path> paths) throws IOException {
        if (location == StandardLocation.CLASS_PATH && paths != null) add(List.copyOf(paths));
        else fileManager.setLocationFromPaths(location, paths);
    }

    @Override public Path asPath(FileObject file) {
        return fileManager.asPath(file);
    }

    @Override public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }
}
