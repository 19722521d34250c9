package org.convbook.kernel;

import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.EngineTerminationException;
import jdk.jshell.spi.ExecutionControl.InternalException;

import java.io.File;
import java.lang.instrument.ClassDefinition;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the classes that JShell compiles from snippets, and keeps the values of variables alive.
 * <p>
 * JShell holds a variable in a static field of a wrapper class {@code REPL.$JShell$7}. When something that the snippet
 * refers to changes, JShell compiles the wrapper anew. It first asks to redefine the class; {@link Redefiner} does that
 * in place, so variables and the identity of the user's classes stay. Where the JVM refuses (the shape of the class
 * changed), JShell loads a new wrapper {@code $JShell$7B}, whose fields would be null: they get the old values here.
 */
final class CellLoader implements LoaderDelegate {
    private final Loader loader;
    private final Redefiner redefiner;
    private final Map<String, Class<?>> classes = new HashMap<>();
    private final Map<String, Class<?>> newest = new LinkedHashMap<>();
    private final Map<String, Object> lost = new LinkedHashMap<>();
    private boolean redefining;

    CellLoader(ClassLoader parent, Redefiner redefiner) {
        loader = new Loader(parent);
        this.redefiner = redefiner;
    }

    private static final class Loader extends URLClassLoader {
        private final Map<String, byte[]> pending = new HashMap<>();

        Loader(ClassLoader parent) {
            super("cells", new URL[0], parent);
        }

        /** The parent would look for a snippet's class in every jar. */
        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Frames.WRAPPERS)) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }

        @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = pending.remove(name);
            return code != null ? defineClass(name, code, 0, code.length) : super.findClass(name);
        }

        @Override public void addURL(URL url) {
            super.addURL(url);
        }
    }

    ClassLoader classLoader() {
        return loader;
    }

    /** The next call of {@link #load} changes classes that exist, or throws and leaves all as it was. */
    void redefineNext(boolean redefine) {
        redefining = redefine;
    }

    @Override public void load(ClassBytecodes[] all) throws ClassInstallException {
        boolean[] loaded = new boolean[all.length];
        try {
            if (redefining) {
                redefine(all);
                return;
            }
            for (ClassBytecodes c : all) loader.pending.put(c.name(), c.bytecodes());
            for (int i = 0; i < all.length; i++) {
                Class<?> type = Class.forName(all[i].name(), false, loader);
                classes.put(all[i].name(), type);
                loaded[i] = true;
            }
            for (ClassBytecodes c : all) keepValues(c.name());
        } catch (Throwable t) {
            throw new ClassInstallException(t.toString(), loaded);
        }
    }

    private void redefine(ClassBytecodes[] all) throws Exception {
        List<ClassDefinition> changes = new ArrayList<>();
        for (ClassBytecodes c : all) changes.add(new ClassDefinition(findClass(c.name()), c.bytecodes()));
        redefiner.redefine(changes);
    }

    /** Copies the values of the wrapper's previous version into the fields of the same name where their types still fit. */
    private void keepValues(String name) {
        String snippet = Frames.snippetOf(name);
        if (snippet == null || name.indexOf('$', "REPL.$JShell$".length()) >= 0) return;
        Class<?> type = classes.get(name), old = newest.put(snippet, type);
        if (old == null) return;
        for (Field from : old.getDeclaredFields()) {
            if (!Modifier.isStatic(from.getModifiers())) continue;
            try {
                from.setAccessible(true);
                Field to = type.getDeclaredField(from.getName());
                to.setAccessible(true);
                if (to.getType() == from.getType()) to.set(null, from.get(null));
                else if (from.get(null) != null) lose(from);
            } catch (ReflectiveOperationException | LinkageError e) {
                lose(from);
            }
        }
    }

    private void lose(Field from) {
        try {
            lost.put(from.getName(), from.get(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            lost.put(from.getName(), null);
        }
    }

    /** The variables whose value did not fit their new type, since the last call, with these values. */
    Map<String, Object> takeLost() {
        Map<String, Object> values = new LinkedHashMap<>(lost);
        lost.clear();
        return values;
    }

    /** The value that a variable had, whose snippet JShell has put out of use; null where it cannot be read. */
    Object lastValue(String snippet, String variable) {
        try {
            Field field = newest.get(snippet).getDeclaredField(variable);
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException | LinkageError | NullPointerException e) {
            return null;
        }
    }

    /** Gives a variable that is declared again without a value the value of a new one: null, 0 or false. */
    void clear(String snippet, String variable) {
        try {
            Field field = newest.get(snippet).getDeclaredField(variable);
            field.setAccessible(true);
            field.set(null, Array.get(Array.newInstance(field.getType(), 1), 0));
        } catch (ReflectiveOperationException | LinkageError | NullPointerException e) {
            Log.say("the variable " + variable + " keeps its value: " + e);
        }
    }

    @Override public void addToClasspath(String path) throws EngineTerminationException, InternalException {
        List<String> known = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        for (String entry : path.split(File.pathSeparator)) {
            try {
                if (!known.contains(entry)) loader.addURL(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException e) {
                throw new InternalException(entry + " is not a path: " + e.getMessage());
            }
        }
    }

    @Override public void classesRedefined(ClassBytecodes[] all) {
    }

    @Override public Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> type = classes.get(name);
        if (type == null) throw new ClassNotFoundException(name);
        return type;
    }
}
