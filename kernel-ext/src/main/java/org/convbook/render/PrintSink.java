package org.convbook.render;

import java.io.PrintStream;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Plain Java's notebook: the text level on a print stream. A live display prints its first and its last state only. */
final class PrintSink implements DisplaySink {
    private final PrintStream out;

    PrintSink(PrintStream out) {
        this.out = out;
    }

    @Override public void display(DisplayData data) {
        out.println(data.getData(MIMEType.TEXT_PLAIN));
    }

    @Override public void update(DisplayData data) {}

    @Override public void clear(boolean wait) {}
}
