package org.convbook.cli;

import java.io.PrintWriter;

/** The lines of a command that takes its time: named facts, and one line that moves where there is a terminal. */
final class Progress {
    private static final long QUIET = 15_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null && terminalIsReal();
    private final long start = System.nanoTime();
    private long last = start;
    private int shown;

    Progress(PrintWriter out) {
        this.out = out;
    }

    private static boolean terminalIsReal() {
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }

    void line(String name, String value) {
        wipe();
        out.printf("  %-9s %s%n", name, value);
        out.flush();
    }

    /** Where the work is; on a terminal it overwrites itself, elsewhere a line comes at most every 15 seconds. */
    void move(String where) {
        long now = System.nanoTime();
        String text = "  " + where + ", " + (now - start) / 1_000_000_000L + " s";
        if (terminal) {
            out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
            shown = text.length();
        } else if (now - last > QUIET) {
            out.println(text);
            last = now;
        }
        out.flush();
    }

    private void wipe() {
        if (shown > 0) out.print("\r" + " ".repeat(shown) + "\r");
        shown = 0;
    }
}
