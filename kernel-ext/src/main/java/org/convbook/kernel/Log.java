package org.convbook.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the kernel has to say to whoever started it: lines on the process's own standard error, never in a notebook. */
final class Log {
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private Log() {
    }

    static void say(String sentence) {
        OUT.println("[convbook kernel] " + sentence);
    }

    static void say(String sentence, Throwable cause) {
        say(sentence + ": " + cause);
        cause.printStackTrace(OUT);
    }
}
