package org.convbook.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Which classes there are: of every package of the class path and of the JDK's modules, made once by {@link ClassIndexWriter} when the kernel
 * is installed. Without it the compiler walks through every jar before the first cell, a fifth of a second of the start.
 * <p>
 * The file: a number that says what it is; the text of what it was made from; how many keys; for each key, in order, where its text and
 * the text of its value begin; those texts. A text is its length in bytes and UTF-8. The key {@code java.base/java.util} has
 * the value {@code ArrayDeque;ArrayList}; the key {@code org.convbook.data} of the class path {@code 5/Dataset;Image;7/More}, numbers of
 * jars before the first class of each; a key in brackets is something else: {@code [jars]}, or the lines of a resource.
 */
final class ClassIndex {
    static final String PROPERTY = "convbook.index", JARS = "[jars]";
    static final int MAGIC = 0x434e4958;

    private final ByteBuffer file;
    private final int count, table;

    private ClassIndex(ByteBuffer file) {
        this.file = file;
        count = file.getInt();
        table = file.position();
    }

    /** The index that the kernel was installed with; null where there is none, or where it is not of this JDK and these jars as they are now. */
    static ClassIndex ofThisProcess() {
        String path = System.getProperty(PROPERTY);
        return path == null ? null : read(Path.of(path), System.getProperty("java.class.path"));
    }

    /** The index in the file if it is one of this class path on this JDK; else null. */
    static ClassIndex read(Path path, String classPath) {
        try {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
            if (file.remaining() < 12 || file.getInt() != MAGIC) return null;
            String madeFrom = text(file, file.position());
            file.position(8 + file.getInt(4));
            if (!madeFrom.equals(identity(classPath))) return null;
            return new ClassIndex(file);
        } catch (IOException | RuntimeException e) {   // not there, or cut off
            return null;
        }
    }

    /** What an index depends on: the JDK, and every entry of the class path with its size and its time in seconds. */
    static String identity(String classPath) {
        StringBuilder b = new StringBuilder(System.getProperty("java.home")).append(' ').append(Runtime.version());
        for (String entry : classPath.split(File.pathSeparator)) {
            File f = new File(entry);
            b.append('\n').append(entry).append(' ').append(f.length()).append(' ').append(f.lastModified() / 1000);   // an image keeps whole seconds
        }
        return b.toString();
    }

    /** The jars that hold the class path's classes, in order; with those that others name in their manifest. */
    List<String> jars() {
        return lines(JARS);
    }

    /** The lines of the resource of that name in all jars, one jar's after the other's. */
    List<String> lines(String name) {
        String value = find(name.startsWith("[") ? name : "[" + name + "]");
        return value == null || value.isEmpty() ? List.of() : Arrays.asList(value.split("\n"));
    }

    /** The classes of the package {@code module/package}, or of a package of the class path; null where there is no such package. */
    String classes(String key) {
        return find(key);
    }

    /** Whether the index knows the module's packages. */
    boolean knows(String module) {
        return find("[" + module + "]") != null;
    }

    private String find(String key) {
        int low = 0, high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1, order = text(file, file.getInt(table + 8 * middle)).compareTo(key);
            if (order == 0) return text(file, file.getInt(table + 8 * middle + 4));
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    private static String text(ByteBuffer file, int at) {
        return new String(file.array(), at + 4, file.getInt(at), StandardCharsets.UTF_8);
    }
}
