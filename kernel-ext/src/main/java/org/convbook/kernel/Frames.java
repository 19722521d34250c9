package org.convbook.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells stack frames of cells, of the JDK and of everything else apart. */
final class Frames {
    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$(\\d+)[A-Z]*(\\$.*)?");

    private Frames() {
    }

    /** The id of the snippet that a class was compiled from; null for other classes. */
    static String snippetOf(String className) {
        Matcher m = WRAPPER.matcher(className);
        return m.matches() ? m.group(1) : null;
    }

    static boolean ofJdk(StackTraceElement frame) {
        String module = frame.getModuleName(), name = frame.getClassName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk.")) || name.startsWith("java.") || name.startsWith("jdk.");
    }

    /** Whether a thread is in the code of a cell itself, or in the JDK called from there, and in no library. */
    static boolean inCellCode(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith("REPL.$Cancel$")) continue;
            if (snippetOf(frame.getClassName()) != null) return true;
            if (!ofJdk(frame)) return false;
        }
        return false;
    }
}
