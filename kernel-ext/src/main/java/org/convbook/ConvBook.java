package org.convbook;

import org.convbook.host.Host;

/**
 * Brings ConvBook into a notebook of another Java kernel: JJava, or IJava 1.3. One line of a cell does it, after the class path has the jars:
 * <pre>
 * %jars kernel-ext/target/convbook.jar
 * org.convbook.ConvBook.install();
 * </pre>
 * Then the imports of the course are there, tensors, models, tables and pictures are drawn, live displays are redrawn in place, and widgets live.
 * In ConvBook's own kernel all of it is there from the start.
 */
public final class ConvBook {
    private ConvBook() {}

    /** Installs what is not there yet, and prints in a sentence what is there now, or on the error stream what is missing. Never throws. */
    public static void install() {
        try {
            System.out.println(Host.install());
        } catch (NoClassDefFoundError e) {
            System.err.println(missing(String.valueOf(e.getMessage())));
        } catch (Throwable e) {                                // whatever is wrong, the cell and the kernel go on
            System.err.println("ConvBook is not installed: " + (e instanceof IllegalStateException ? e.getMessage() : e.toString()));
        }
    }

    private static String missing(String type) {
        return "ConvBook is not installed: the class path has no " + type.replace('/', '.')
            + "; give %jars the file convbook.jar, which names all jars, and leave it where the build put it";
    }
}
