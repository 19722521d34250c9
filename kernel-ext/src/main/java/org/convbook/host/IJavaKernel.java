package org.convbook.host;

import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

import org.convbook.render.CellSink;
import org.convbook.widget.protocol.Channel;
import org.convbook.widget.protocol.Front;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.github.spencerpark.jupyter.messages.publish.PublishClearOutput;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;

/**
 * An IJava 1.3 as extensions see a kernel: displays, renderers, comms, magics and evaluation. It handles about 19 messages a second, and none
 * while a cell runs, so {@code poll} handles nothing there.
 */
final class IJavaKernel extends BaseKernel implements CellSink, Front {
    private final io.github.spencerpark.jupyter.kernel.BaseKernel host;
    private final IJavaWire wire;
    private final IJavaComms lines;

    private IJavaKernel(io.github.spencerpark.jupyter.kernel.BaseKernel host, IJavaRenderer renderer, Registry magics) {
        super("IJava", "1.3", null, List.of(), null, new JupyterIO(StandardCharsets.UTF_8), new CommManager(), renderer, null, magics, true,
            new StringStyler.Builder().build());
        this.host = host;
        wire = new IJavaWire(host);
        lines = new IJavaComms(host.getCommManager(), wire);
        magics.kernel = this;
        renderer.begin();
    }

    /** The kernel that {@code IJava.getKernelInstance()} gave. */
    static BaseKernel of(Object kernel) {
        if (!(kernel instanceof io.github.spencerpark.jupyter.kernel.BaseKernel host))
            throw new IllegalStateException("the kernel of this IJava, " + kernel.getClass().getName() + ", is not that of 1.3.0");
        return new IJavaKernel(host, new IJavaRenderer(host.getRenderer()), new Registry((Magics) call(host, "getMagics")));
    }

    @Override public void display(DisplayData data) {
        wire.publish(new PublishDisplayData(IJavaRenderer.translated(data)));
    }

    @Override public void update(DisplayData data) {
        wire.publish(new PublishUpdateDisplayData(IJavaRenderer.translated(data)));
    }

    @Override public void clear(boolean wait) {
        wire.publish(wait ? PublishClearOutput.BEFORE_NEXT_OUTPUT : PublishClearOutput.NOW);
    }

    @Override public Channel open(String target, Map<String, Object> data, Map<String, Object> metadata, Channel.Listener listener) {
        return lines.open(target, data, metadata, listener);
    }

    @Override public void serve(String target, Function<Channel, Channel.Listener> opened) {
        lines.serve(target, opened);
    }

    @Override public void home(Collection<String> comms) {
        lines.home(comms);
    }

    @Override public int poll() {
        return 0;
    }

    @Override public void beforeIdle(Runnable task) {
        wire.afterwards(task);
    }

    @Override public boolean away() {
        return wire.away();
    }

    @Override public String outputParent() {
        return wire.cell().getHeader().getId();
    }

    @Override public Object evalRaw(String code) {
        return call(host, "evalRaw", code);
    }

    @Override public DisplayData inspect(String code, int at, boolean details) {
        return null;                                           // pages ask the host itself
    }

    @Override public ReplacementOptions complete(String code, int at) {
        return null;
    }

    @Override public String isComplete(String code) {
        return host.isComplete(code);
    }

    /** Calls a method of IJava's own kernel class, which is in no registry of libraries. What it throws is said as the host says it. */
    private static Object call(io.github.spencerpark.jupyter.kernel.BaseKernel host, String method, String... arguments) {
        Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {String.class};
        try {
            return host.getClass().getMethod(method, types).invoke(host, (Object[]) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) throw error;
            String said = String.join("\n", host.formatError((Exception) e.getCause())).replaceAll("\u001B\\[[;\\d]*m", "").strip();
            throw new IllegalStateException(said, e.getCause());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("the kernel of this IJava has no " + method + "; that of 1.3.0 has", e);
        }
    }

    /** Magics that are known to the host too. They run with our classes in sight of service loaders; the host shows no cell magic's value. */
    private static final class Registry extends MagicsRegistry {
        private final Magics host;
        private IJavaKernel kernel;

        Registry(Magics host) {
            this.host = host;
        }

        @Override public MagicsRegistry registerLineMagic(String name, LineMagic<?, ?> magic) {
            host.registerLineMagic(name, words -> inSight(() -> evalLineMagic(kernel, name, words)));
            return super.registerLineMagic(name, magic);
        }

        @Override public MagicsRegistry registerCellMagic(String name, CellMagic<?, ?> magic) {
            host.registerCellMagic(name, (words, body) -> inSight(() -> {
                Object value = evalCellMagic(kernel, name, words, body);
                if (value != null) kernel.display(kernel.getRenderer().render(value));
                return null;
            }));
            return super.registerCellMagic(name, magic);
        }

        private static Object inSight(Callable<?> magic) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(IJavaKernel.class.getClassLoader());
            try {
                return magic.call();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
