package org.convbook.kernel;

import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The objects that variables held when they lost their value, so that a trained model outlives the change of a class. The last
 * {@value #MOST} variables are kept, each with its last object.
 */
final class Kept {
    private static final int MOST = 8;

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Keeps the value, if it is one. */
    synchronized void keep(String variable, Object value) {
        if (value == null) return;
        values.remove(variable);
        values.put(variable, value);
        if (values.size() > MOST) values.remove(values.keySet().iterator().next());
    }

    synchronized Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    synchronized Object get(String variable) {
        return values.get(variable);
    }

    /** Takes the value out. */
    synchronized Object take(String variable) {
        return values.remove(variable);
    }

    /** A type for a variable that can hold the value: the nearest one that no cell has declared and that every cell can name. */
    static Class<?> typeFor(Object value) {
        Class<?> own = value.getClass();
        if (own.isArray() && nameable(own.getComponentType())) return own;
        for (Class<?> c = own; c != null && c != Object.class; c = c.getSuperclass()) if (nameable(c)) return c;
        for (Class<?> c = own; c != null; c = c.getSuperclass()) for (Class<?> i : c.getInterfaces()) if (nameable(i)) return i;
        return Object.class;
    }

    private static boolean nameable(Class<?> c) {
        if (c.isPrimitive()) return true;
        boolean open = Modifier.isPublic(c.getModifiers()) && c.getCanonicalName() != null && Frames.snippetOf(c.getName()) == null;
        return open && (c.getEnclosingClass() == null || nameable(c.getEnclosingClass())) && c.getModule().isExported(c.getPackageName());
    }
}
