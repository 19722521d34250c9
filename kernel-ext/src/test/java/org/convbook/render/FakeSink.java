package org.convbook.render;

import java.util.ArrayList;
import java.util.List;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Remembers what was shown: {@code display: text} or {@code update: text}. */
final class FakeSink implements DisplaySink {
    final List<String> log = new ArrayList<>();
    final List<DisplayData> data = new ArrayList<>();

    @Override public synchronized void display(DisplayData d) {
        add("display: ", d);
    }

    @Override public synchronized void update(DisplayData d) {
        add("update: ", d);
    }

    @Override public synchronized void clear(boolean wait) {
        log.add("clear: " + wait);
    }

    private void add(String what, DisplayData d) {
        log.add(what + d.getData(MIMEType.TEXT_PLAIN));
        data.add(d);
    }
}
