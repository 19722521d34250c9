package org.convbook.junit;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.convbook.render.CellSink;
import org.convbook.render.Levels;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;

/**
 * The cell magic {@code %%junit}. Under it stand JUnit 5 test methods, or test classes, about what earlier cells have defined:
 * <pre>
 * %%junit
 * &#64;Test void negativeBecomesZero() { assertEquals(0, relu(-3)); }
 * </pre>
 * JUnit's annotations and assertions are imported. A test that fails does not fail the cell; code that does not compile does.
 *
 * @see <a href="https://docs.junit.org/5.14.4/user-guide/">JUnit 5 user guide</a>
 */
public final class JUnitExtension implements Extension {
    private static final String IMPORTS = "import org.junit.jupiter.api.*;\nimport org.junit.jupiter.params.*;\n"
        + "import org.junit.jupiter.params.provider.*;\nimport static org.junit.jupiter.api.Assertions.*;";

    private static final Pattern MISSING = Pattern.compile("cannot be used until (?<what>\\w+ (?<name>\\w+)[^,]*?)(?:, .*)? is declared");

    private volatile boolean on = true;
    private boolean imported;

    @Override public void install(BaseKernel kernel) {
        try {
            kernel.getMagicsRegistry().registerCellMagic("junit", (CellMagic<Levels, BaseKernel>) (host, words, body) -> run(host, body));
        } catch (RuntimeException | LinkageError e) {          // an extension that throws keeps a stock kernel from starting
            System.getLogger(JUnitExtension.class.getName()).log(Level.WARNING, "%%junit is not installed", e);
        }
    }

    /** Turns the magic off: the registry keeps its entry. */
    @Override public void uninstall(BaseKernel kernel) {
        on = false;
    }

    private Levels run(BaseKernel kernel, String body) throws Exception {
        if (!on) throw new IllegalStateException("%%junit is turned off: its extension was uninstalled");
        TestCell cell = TestCell.of(body);
        if (!imported) kernel.evalRaw(IMPORTS);
        imported = true;
        if (!cell.imports().isEmpty()) kernel.evalRaw(cell.imports());
        List<Class<?>> classes = new ArrayList<>();
        for (TestCell.Part part : cell.parts()) {
            define(kernel, part, body);
            if (part.hasTests()) classes.add((Class<?>) kernel.evalRaw(part.name() + ".class"));
        }
        TestRun run = TestRun.of(classes, body);
        Levels shown = new TestRows(run.results(), body, frame -> line(kernel, classes, frame)).levels();
        if (run.stoppedBy() == null) return shown;
        kernel.display(shown.data());
        if (run.stoppedBy() instanceof Error error) throw error;
        throw (Exception) run.stoppedBy();
    }

    /** JShell takes a class that uses names which are not there yet; its probe does not run then, and the kernel names them. */
    private static void define(BaseKernel kernel, TestCell.Part part, String body) {
        try {
            kernel.evalRaw(part.code() + part.probe());
        } catch (RuntimeException e) {
            Matcher missing = MISSING.matcher(String.valueOf(e.getMessage()));
            int line = missing.find() ? TestCell.lineOf(missing.group("name"), body) : 0;
            if (line == 0) throw e;
            throw new IllegalArgumentException("%%junit: line " + line + " uses the " + missing.group("what") + ", which is not declared");
        }
    }

    private static int line(BaseKernel kernel, List<Class<?>> classes, StackTraceElement frame) {
        boolean ofTests = classes.stream().anyMatch(type -> frame.getClassName().startsWith(type.getName()));
        return ofTests && kernel instanceof CellSink sink ? sink.line(frame) : 0;
    }
}
