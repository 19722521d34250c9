package org.convbook.kernel;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Evaluates cells with JShell, snippet by snippet. The first snippet that fails ends its cell with a {@link CellFailure}.
 * What JShell would do silently is said: a definition that cannot run yet, a variable that lost its value.
 */
final class Evaluator implements AutoCloseable {
    private static final Pattern MAGIC_LINE = Pattern.compile("\n[ \t]*%[A-Za-z]");

    private final CellControl control;
    private final Kept kept = new Kept();
    private volatile CellSource running;
    private final Preload preload = new Preload(this);
    private boolean whole, analysed;
    private final JShell shell;
    private final SnippetPlaces places = new SnippetPlaces(this::analysis);

    /** Where a snippet stands: its cell (0: before the first cell) and the cell line of its first line, from 1. */
    record CellSource(int cell, String cellText, int offset, String snippetText) {
        int line(int position) {
            return Text.lineAt(cellText, offset + position);
        }
    }

    Evaluator(ClassLoader parent, String classPath, CellHost host) {
        this(parent, classPath, null, host);
    }

    /** With an index of the class path, or null. */
    Evaluator(ClassLoader parent, String classPath, ClassIndex index, CellHost host) {
        whole = index != null;
        control = new CellControl(new CellLoader(parent, new Redefiner()), host);
        shell = JShell.builder().idGenerator(this::name).executionEngine(new CellControl.Provider(control), Map.of())
            .fileManager(manager -> ClassPath.begin(manager, classPath, index)).compilerOptions("-proc:none", "-parameters", "-Xlint:-options").build();
    }

    /** JShell's own numbers; called before a snippet runs, so that what its threads throw can be placed while it runs. */
    private String name(Snippet snippet, int number) {
        String id = Integer.toString(number);
        CellSource source = running;
        if (source != null) places.keep(id, snippet, source);
        return id;
    }

    CellRunner runner() {
        return control.runner();
    }

    ClassLoader classLoader() {
        return control.loader().classLoader();
    }

    Kept kept() {
        return kept;
    }

    Preload preload() {
        return preload;
    }

    SourceCodeAnalysis analysis() {
        analysed = true;
        return shell.sourceCodeAnalysis();
    }

    JShell shell() {
        return shell;
    }

    /** The variables that have a value, in the order in which they were declared. */
    Map<String, Object> variables() {
        Map<String, Object> all = new LinkedHashMap<>();
        shell.variables().forEach(v -> all.put(v.name(), control.loader().lastValue(v.id(), v.name())));
        all.values().removeIf(Objects::isNull);
        return all;
    }

    /** Adds jars or folders; from then on cells are compiled against the process's whole class path and these. */
    void addToClassPath(String path) {
        whole = true;
        shell.addToClasspath(path);
    }

    /** Lets cells be compiled against the whole class path; returns false if they are already. */
    boolean widen() {
        if (whole) return false;
        addToClassPath(System.getProperty("java.class.path"));
        return true;
    }

    /**
     * Evaluates a whole cell.
     *
     * @param notes takes what the user should know although the cell goes on
     * @return what to show: the value of the last snippet if it is an expression that the user did not end with a semicolon; else null
     */
    Object evaluate(int cell, String text, Consumer<String> notes) {
        Object value = null;
        preload.before(text);
        if (text.stripLeading().startsWith("%%")) return magic(text.substring(text.indexOf("%%") + 2), true);
        int at = Text.skipBlank(text, 0);
        while (at < text.length()) {
            runner().checkPending();
            int next;
            if (text.charAt(at) == '%') {
                next = at + text.substring(at).lines().findFirst().orElseThrow().length();
                value = magic(text.substring(at + 1, next).strip(), false);
            } else {
                String source = nextSnippet(text.substring(at));
                value = snippet(new CellSource(cell, text, at, source), notes);
                next = at + source.length();
            }
            at = Text.skipBlank(text, Math.max(next, at + 1));
        }
        analysed = true;
        return value;
    }

    /** The first snippet of the code, as it is written; all of the code where it does not parse. A line that begins with %name ends it if it is whole by then. */
    private String nextSnippet(String code) {
        int simple = analysed ? -1 : FirstCell.end(code);
        if (simple > 0) return code.substring(0, simple);
        var magic = MAGIC_LINE.matcher(code);
        if (magic.find()) {
            String before = code.substring(0, magic.start());
            if (analysis().analyzeCompletion(before).completeness().isComplete()) code = before;
        }
        CompletionInfo info = analysis().analyzeCompletion(code);
        return info.completeness().isComplete() ? code.substring(0, code.length() - info.remaining().length()) : code;
    }

    private Object magic(String text, boolean wholeCell) {
        BaseKernel kernel = BaseKernel.notebookKernel();
        try {
            return runner().call(() -> wholeCell ? Magics.cell(kernel, text) : Magics.line(kernel, text));
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable t) {
            throw new CellFailure(t, this, runner().wasStopped());
        }
    }

    private Object snippet(CellSource source, Consumer<String> notes) {
        control.forget();
        control.loader().takeLost();
        running = source;
        List<SnippetEvent> events = shell.eval(source.snippetText());
        if (events.stream().noneMatch(e -> e.causeSnippet() == null && e.status() == Snippet.Status.VALID) && widen()) {
            events = shell.eval(source.snippetText());
        }
        Object shown = null;
        for (SnippetEvent e : events) {
            if (e.causeSnippet() != null) continue;
            if (e.snippet().id() != null) places.keep(e.snippet().id(), e.snippet(), source);
            shown = mainEvent(e, source, notes);
        }
        sideEffects(events, notes);
        return shown;
    }

    private Object mainEvent(SnippetEvent e, CellSource source, Consumer<String> notes) {
        Snippet s = e.snippet();
        if (e.status() == Snippet.Status.REJECTED) throw CellFailure.rejected(SnippetPlaces.located(source, s), shell.diagnostics(s).toList());
        if (e.exception() != null) throw thrown(e, source);
        if (control.thrown() != null) throw new CellFailure(control.thrown(), this, control.runner().wasStopped());
        if (s instanceof DeclarationSnippet d && !e.status().equals(Snippet.Status.VALID)) unresolved(d, e.status(), notes);
        boolean again = e.previousStatus() != Snippet.Status.NONEXISTENT;
        if (again && s instanceof VarSnippet v && s.subKind() == Snippet.SubKind.VAR_DECLARATION_SUBKIND) control.loader().clear(s.id(), v.name());
        return shows(s, source) ? control.value() : null;
    }

    private RuntimeException thrown(SnippetEvent e, CellSource source) {
        if (e.exception() instanceof UnresolvedReferenceException u) {
            String needs = String.join(", ", shell.unresolvedDependencies(u.getSnippet()).toList());
            List<Diag> reasons = shell.diagnostics(u.getSnippet()).toList();
            CellSource of = places.of(u.getSnippet(), source);
            return CellFailure.unresolved(describe(u.getSnippet()), needs, of, reasons);
        }
        Throwable t = control.thrown() != null ? control.thrown() : e.exception();
        return new CellFailure(t, this, control.runner().wasStopped());
    }

    /** An expression shows its value; {@code x = 5}, {@code list.add(1);} and all that ends with a semicolon do not. */
    private static boolean shows(Snippet s, CellSource source) {
        boolean expression = switch (s.subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
        return expression && !endsWithSemicolon(source);
    }

    private static boolean endsWithSemicolon(CellSource source) {
        String written = source.cellText().substring(source.offset(), Math.min(source.cellText().length(), source.offset() + source.snippetText().length()));
        return written.stripTrailing().endsWith(";");
    }

    private void unresolved(DeclarationSnippet d, Snippet.Status status, Consumer<String> notes) {
        String needs = String.join(", ", shell.unresolvedDependencies(d).toList());
        String why = needs.isEmpty() ? firstReason(d) : "until " + needs + " is declared";
        String can = status == Snippet.Status.RECOVERABLE_DEFINED ? " is kept, but cannot be used " : " is not there yet: it cannot be used ";
        notes.accept(describe(d) + can + why + ".");
    }

    private String firstReason(DeclarationSnippet d) {
        return shell.diagnostics(d).filter(Diag::isError).findFirst().map(x -> "because of: " + Compiled.sentence(x.getMessage(null))).orElse("yet");
    }

    /** Tells which variables lost their value and which definitions no longer compile because of this snippet. */
    private void sideEffects(List<SnippetEvent> events, Consumer<String> notes) {
        var lost = control.loader().takeLost();
        for (SnippetEvent e : events) {
            if (e.causeSnippet() == null || e.status() == Snippet.Status.OVERWRITTEN || !(e.snippet() instanceof DeclarationSnippet d)) continue;
            boolean gone = e.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED;
            if (e.snippet() instanceof VarSnippet v && (gone || lost.containsKey(v.name()))) {
                kept.keep(v.name(), gone ? control.loader().lastValue(v.id(), v.name()) : lost.get(v.name()));
                String back = kept.get(v.name()) == null ? "" : ", or get the object back with %restore " + v.name();
                notes.accept("The variable " + v.name() + " lost its value, because " + describe(e.causeSnippet()) + " changed. Run the cell that makes "
                    + v.name() + " again" + back + ".");
            } else if (e.status() != Snippet.Status.VALID && e.previousStatus() == Snippet.Status.VALID) {
                unresolved(d, e.status(), notes);
            }
        }
    }

    private static String describe(Snippet s) {
        return switch (s.kind()) {
            case METHOD -> "The method " + ((DeclarationSnippet) s).name();
            case TYPE_DECL -> "The type " + ((DeclarationSnippet) s).name();
            case VAR -> "The variable " + ((DeclarationSnippet) s).name();
            case IMPORT -> "the import " + s.source().strip();
            default -> "the code " + Text.cut(s.source().strip(), 40);
        };
    }

    /** The cell and line of a stack frame that comes from a cell; null for other frames. */
    CellLine locate(StackTraceElement frame) {
        return places.locate(frame);
    }

    /** A line of a cell; cell 0 is code that the kernel ran before the first cell. */
    record CellLine(int cell, int line, String cellText) {
    }

    /** Evaluates one snippet that stands on a line of its own, before the first cell. */
    void line(String snippet, Consumer<String> notes) {
        snippet(new CellSource(0, snippet, 0, snippet), notes);
    }

    @Override public void close() {
        shell.close();
    }
}
