package org.convbook.kernel;

import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells stack frames of cells, of the JDK and of everything else apart. */
final class Frames {
    /** What the names of all classes begin with that JShell compiles from snippets. */
    static final String WRAPPERS = "REPL.";

    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$(\\d+)[A-Z]*(\\$.*)?");

    private static final Pattern IN_MESSAGE = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*[.$]");

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

    /** Frames that no user asks about: reflection, JShell's wrappers, the machinery that renders values and calls listeners. */
    static boolean internal(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("jdk.internal.") || name.startsWith("java.lang.reflect.") || name.startsWith(WRAPPERS) || name.startsWith("jdk.jshell.")
            || name.startsWith("org.dflib.jjava.jupyter.") || name.startsWith("org.convbook.kernel.")
            || name.startsWith("org.convbook.widget.");
    }

    static boolean ofLibrary(StackTraceElement frame) {
        return frame.getClassName().startsWith("org.convbook.");
    }

    /** Whether our own library refused what it was given: its message says what was wrong, and how it found out helps nobody. */
    static boolean answered(Throwable thrown) {
        boolean refusal = thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException
            || thrown instanceof ArithmeticException || thrown instanceof UncheckedIOException;
        StackTraceElement[] stack = thrown.getStackTrace();
        return refusal && stack.length > 0 && ofLibrary(stack[0]);
    }

    /** A message of the JVM without the names of JShell's wrapper classes. */
    static String plain(String message) {
        return message.contains("REPL.$JShell$") ? IN_MESSAGE.matcher(message).replaceAll("") : message;
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
