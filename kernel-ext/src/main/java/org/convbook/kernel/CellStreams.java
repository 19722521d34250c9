package org.convbook.kernel;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** {@code System.out}, {@code System.err} and {@code System.in} of cells: text goes to the front end and comes from it. */
final class CellStreams {
    /** Asks the front end of a cell for a line of text. */
    interface LineSource {
        String ask(Origin origin, String prompt, boolean password);
    }

    final PrintStream out, err;
    final InputStream in;

    CellStreams(Publisher publisher, LineSource lines) {
        out = new PrintStream(new Printed(publisher, "stdout"), true, StandardCharsets.UTF_8);
        err = new PrintStream(new Printed(publisher, "stderr"), true, StandardCharsets.UTF_8);
        in = new Typed(lines);
    }

    /** Makes these the streams of the process. */
    void install() {
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
    }

    private static final class Printed extends OutputStream {
        private final Publisher publisher;
        private final String name;
        private byte[] rest = {};

        Printed(Publisher publisher, String name) {
            this.publisher = publisher;
            this.name = name;
        }

        @Override public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override public synchronized void write(byte[] bytes, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            byte[] all = Arrays.copyOfRange(bytes, offset, offset + length);
            if (rest.length > 0) {
                byte[] joined = Arrays.copyOf(rest, rest.length + length);
                System.arraycopy(all, 0, joined, rest.length, length);
                all = joined;
            }
            int whole = all.length - unfinished(all);
            rest = Arrays.copyOfRange(all, whole, all.length);
            publisher.print(Origin.current(), name, new String(all, 0, whole, StandardCharsets.UTF_8));
        }

        /** How many bytes at the end are the beginning of a UTF-8 character whose other bytes are still to come. */
        private static int unfinished(byte[] b) {
            for (int back = 1; back <= Math.min(3, b.length); back++) {
                int v = b[b.length - back] & 0xff;
                if (v < 0x80) return 0;
                if (v >= 0xc0) return back < (v >= 0xf0 ? 4 : v >= 0xe0 ? 3 : 2) ? back : 0;
            }
            return 0;
        }
    }

    private static final class Typed extends InputStream {
        private final LineSource lines;
        private byte[] line = {};
        private int at;

        Typed(LineSource lines) {
            this.lines = lines;
        }

        @Override public synchronized int read() {
            fill();
            return line[at++] & 0xff;
        }

        @Override public synchronized int read(byte[] into, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) return 0;
            fill();
            int n = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, offset, n);
            at += n;
            return n;
        }

        @Override public synchronized int available() {
            return line.length - at;
        }

        private void fill() {
            if (at < line.length) return;
            line = (lines.ask(Origin.current(), "", false) + "\n").getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
    }
}
