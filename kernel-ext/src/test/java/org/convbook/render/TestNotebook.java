package org.convbook.render;

import java.util.List;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** A notebook for tests of other packages: what is shown while it is open can be asked for. */
public final class TestNotebook implements AutoCloseable {
    private final FakeSink sink = new FakeSink();

    public TestNotebook() {
        Renderer renderer = new Renderer();
        Renderers.all().forEach(r -> r.install(renderer));
        Display.connect(renderer, sink);
    }

    /** What was shown: {@code display: text} or {@code update: text}. */
    public List<String> log() {
        return List.copyOf(sink.log);
    }

    public List<DisplayData> data() {
        return List.copyOf(sink.data);
    }

    @Override public void close() {
        Display.disconnect();
    }
}
