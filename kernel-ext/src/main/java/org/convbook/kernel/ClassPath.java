package org.convbook.kernel;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * What cells are compiled against. The compiler walks through every jar before the first cell, and a few libraries of libraries hold most
 * of the files; their jars are left out until a cell does not compile without them. To classes that run, all are there from the start.
 */
final class ClassPath {
    private static final int LARGE = 1300, END_RECORD = 22, END_SIGNATURE = 0x06054b50, COUNT_AT = 10;

    private ClassPath() {
    }

    /** Lets the compiler begin with the whole class path where there is an index of it; else with the entries that are no jars of more than {@value #LARGE} files. */
    static StandardJavaFileManager begin(StandardJavaFileManager manager, String classPath, ClassIndex index) {
        if (index != null) return new IndexedFiles(manager, index, classPath);
        try {
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, first(classPath));
            return manager;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> first(String classPath) {
        List<Path> all = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!entry.isEmpty() && files(Path.of(entry)) <= LARGE) all.add(Path.of(entry));
        }
        return all;
    }

    /** How many files a jar has, by the record at its end; 0 for what is no jar, or one that ends in another way. */
    private static int files(Path jar) {
        if (!Files.isRegularFile(jar)) return 0;
        try (RandomAccessFile in = new RandomAccessFile(jar.toFile(), "r")) {
            if (in.length() < END_RECORD) return 0;
            byte[] record = new byte[END_RECORD];
            in.seek(in.length() - END_RECORD);
            in.readFully(record);
            ByteBuffer b = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
            return b.getInt(0) == END_SIGNATURE ? Short.toUnsignedInt(b.getShort(COUNT_AT)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
