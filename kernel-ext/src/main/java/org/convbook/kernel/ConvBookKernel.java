package org.convbook.kernel;

import com.google.gson.JsonObject;
import org.convbook.render.CellSink;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.UUID;

/**
 * The kernel as extensions see it: jjava's {@link BaseKernel} interface (renderer, comms, magics, display) over this
 * package's own wire and evaluation, and the place where displays go. All methods may be called from any thread; output
 * goes under the cell that started the thread.
 */
public final class ConvBookKernel extends BaseKernel implements CellSink {
    static final String VERSION = "0.1.0";

    private final Publisher publisher;
    private final KernelState state;

    ConvBookKernel(Publisher publisher, KernelState state, MagicsRegistry magics) {
        super("ConvBook", VERSION, language(), List.of(), new HistoryManager() { }, new KernelIo(), new WireComms(publisher), new Renderer(),
            new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()), magics, true, new StringStyler.Builder().build());
        this.publisher = publisher;
        this.state = state;
        ((KernelIo) io).connect(publisher);
        installNotebookKernel();
    }

    private static LanguageInfo language() {
        return new LanguageInfo.Builder("java").version(Runtime.version().toString()).mimetype("text/x-java-source").fileExtension(".java")
            .pygments("java").codemirror("text/x-java").exporter("script").build();
    }

    WireComms comms() {
        return (WireComms) commManager;
    }

    @Override public void display(DisplayData data) {
        publisher.publish(Origin.current(), "display_data", Json.display(data));
    }

    @Override public void update(DisplayData data) {
        if (!data.hasDisplayId()) throw new IllegalArgumentException("an update needs data with a display id: call data.setDisplayId(id) with the id of what was displayed");
        publisher.publish(Origin.current(), "update_display_data", Json.display(data));
    }

    @Override public void clear(boolean wait) {
        publisher.publish(Origin.current(), "clear_output", Json.of("wait", wait));
    }

    @Override public void home(Collection<String> ids) {
        comms().home(ids, Origin.current());
    }

    @Override public void beforeIdle(Runnable task) {
        state.beforeIdle(task);
    }

    @Override public int poll() {
        return state.poll();
    }

    @Override public String outputParent() {
        return Json.text(Origin.current().cell(), "msg_id", "");
    }

    @Override public boolean away() {
        return WireComms.away();
    }

    @Override public int line(StackTraceElement frame) {
        Evaluator.CellLine at = state.evaluator().locate(frame);
        return at == null ? 0 : at.line();
    }

    /** Replaces what every display with the same display id shows; the same as {@link #update}. */
    public void updateDisplay(DisplayData data) {
        update(data);
    }

    /** Displays the data under a new id, or under its own, and returns the id for updates. */
    public String displayWithId(DisplayData data) {
        if (!data.hasDisplayId()) data.setDisplayId(UUID.randomUUID().toString());
        display(data);
        return data.getDisplayId();
    }

    /** Asks the user for a line of text below the cell. */
    public String ask(String prompt, boolean password) {
        return state.ask(Origin.current(), prompt, password);
    }

    /** Adds jars or folders of classes to the class path of cells. */
    public void addToClassPath(String path) {
        state.evaluator().addToClassPath(path);
    }

    /** Takes the object that a variable held when it lost its value; null where there is none. Used by {@code %restore}. */
    public Object restored(String variable) {
        return kept().take(variable);
    }

    @Override public Map<String, Object> variables() {
        return state.evaluator().variables();
    }

    Kept kept() {
        return state.evaluator().kept();
    }

    @Override public Object evalRaw(String code) {
        return state.evaluator().evaluate(state.count(), code, note -> System.err.println(note));
    }

    @Override public DisplayData inspect(String code, int at, boolean extraDetail) {
        JsonObject reply = state.assist().inspect(code, at, extraDetail);
        return Json.flag(reply, "found", false) ? new DisplayData(Json.text(Json.object(reply, "data"), "text/plain", "")) : null;
    }

    @Override public ReplacementOptions complete(String code, int at) {
        JsonObject reply = state.assist().complete(code, at);
        List<String> matches = new ArrayList<>();
        reply.getAsJsonArray("matches").forEach(m -> matches.add(m.getAsString()));
        return new ReplacementOptions(matches, Json.number(reply, "cursor_start", at), Json.number(reply, "cursor_end", at));
    }

    @Override public String isComplete(String code) {
        JsonObject reply = state.assist().isComplete(code);
        return switch (Json.text(reply, "status", "")) {
            case "complete" -> IS_COMPLETE_YES;
            case "invalid" -> IS_COMPLETE_BAD;
            default -> Json.text(reply, "indent", "");
        };
    }

    @Override public void interrupt() {
        state.evaluator().runner().interrupt();
    }

    @Override protected ClassLoader getClassLoader() {
        return ConvBookKernel.class.getClassLoader();
    }

    /** Installs every extension on the class path. One that cannot be installed is reported, and the others still are. */
    void installAll() {
        var found = state.index() == null ? ServiceLoader.load(Extension.class, getClassLoader()).stream().iterator() : indexed();
        while (true) {
            try {
                if (!found.hasNext()) return;
                installExtension(found.next().get());
            } catch (ServiceConfigurationError e) {
                state.report("An extension could not be loaded: " + e.getMessage());
            } catch (Throwable t) {
                state.report("An extension could not be installed: " + t);
            }
        }
    }

    /** As the service loader finds them, which would open every jar. */
    private Iterator<Provider<Extension>> indexed() {
        return state.index().lines(KernelState.EXTENSIONS).stream().map(line -> line.replaceAll("#.*", "").strip())
            .filter(name -> !name.isEmpty()).distinct().<Provider<Extension>>map(IndexedExtension::new).iterator();
    }

    private record IndexedExtension(String name) implements Provider<Extension> {
        @Override public Class<? extends Extension> type() {
            try {
                return Class.forName(name, true, ConvBookKernel.class.getClassLoader()).asSubclass(Extension.class);
            } catch (ClassNotFoundException | ClassCastException e) {
                throw new ServiceConfigurationError(e.toString(), e);
            }
        }

        @Override public Extension get() {
            try {
                return type().getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new ServiceConfigurationError("Provider " + name + " could not be instantiated", e);
            }
        }
    }
}
