package org.convbook.cli;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.convbook.cnn.backend.Backends;
import org.convbook.data.Dataset;
import org.convbook.data.image.TrainTest;

/** What an executed notebook says of itself: the device, and where the data sets in its variables came from. A last, hidden cell calls it. */
public final class NotebookFacts {
    private static final Pattern CELL = Pattern.compile("(REPL\\.\\$JShell\\$)(\\d+).*");   // where JShell keeps a cell's variables
    private static final String VERSIONS = "ZYXWVUTSRQPONMLKJIHGFEDCB";                    // of a cell that was compiled again

    private NotebookFacts() {}

    /** Prints a line "name, tab, value" for each fact; {@code lastCell} is a class made in the cell that calls. */
    public static void print(Class<?> lastCell) {
        System.out.println("device\t" + Backends.describe());
        Set<String> sources = sources(lastCell);
        if (!sources.isEmpty()) System.out.println("data\t" + String.join("; ", sources));
    }

    static Set<String> sources(Class<?> lastCell) {
        Set<String> sources = new LinkedHashSet<>();
        Matcher name = CELL.matcher(lastCell.getName());
        if (!name.matches()) return sources;
        for (int i = 1; i <= Integer.parseInt(name.group(2)); i++) {
            Class<?> cell = newest(name.group(1) + i, lastCell.getClassLoader());
            if (cell != null) addSources(cell, sources);
        }
        return sources;
    }

    private static Class<?> newest(String name, ClassLoader loader) {
        for (int i = 0; i <= VERSIONS.length(); i++) {
            try {
                return Class.forName(i < VERSIONS.length() ? name + VERSIONS.charAt(i) : name, false, loader);
            } catch (ClassNotFoundException | LinkageError older) {
                continue;
            }
        }
        return null;
    }

    private static void addSources(Class<?> cell, Set<String> sources) {
        for (Field field : cell.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) || !field.trySetAccessible()) continue;
            try {
                Object value = field.get(null);
                if (value instanceof TrainTest set) sources.add(set.source());
                else if (value instanceof Dataset set) sources.add(set.source());
            } catch (IllegalAccessException hidden) {
                continue;
            }
        }
    }
}
