package org.convbook.kernel;

import jdk.jshell.Diag;
import org.convbook.kernel.Evaluator.CellLine;
import org.convbook.kernel.Evaluator.CellSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Why a cell failed, told for the one who wrote it: the message first, then the cell's own line, then the frames that
 * are the user's or a library's. Frames of the kernel, of JShell and of reflection are left out. The colours (bold red,
 * yellow background with black text) can be read on light and on dark pages.
 */
final class CellFailure extends RuntimeException {
    private static final String BOLD = "\u001b[1m", MARK = "\u001b[30;43m", OFF = "\u001b[0m";
    private static final int MOST_FRAMES = 12, MOST_CAUSES = 5;

    private final String name, value;
    private final List<String> traceback;

    private CellFailure(String name, String value, List<String> traceback) {
        super(name + ": " + value);
        this.name = name;
        this.value = value;
        this.traceback = traceback;
    }

    /** What code that ran has thrown. */
    CellFailure(Throwable thrown, Evaluator evaluator, boolean byForce) {
        this(thrown, evaluator, byForce || thrown instanceof StoppedException, new ArrayList<>());
    }

    private CellFailure(Throwable thrown, Evaluator evaluator, boolean stopped, List<String> lines) {
        this(stopped ? "Interrupted" : thrown.getClass().getSimpleName().isEmpty() ? thrown.getClass().getName() : thrown.getClass().getSimpleName(),
            stopped ? "the cell was stopped; what it made before is still there" : message(thrown), lines);
        traceback.add(BOLD + name + OFF + (value.isEmpty() ? "" : ": " + value));
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(thrown);
        frames(thrown, evaluator, true);
        int causes = 0;
        for (Throwable c = cause(thrown); c != null && seen.add(c) && causes < MOST_CAUSES && !stopped; c = cause(c), causes++) {
            traceback.add(BOLD + "Caused by " + c.getClass().getSimpleName() + OFF + ": " + message(c));
            frames(c, evaluator, false);
        }
    }

    /** Code that does not compile. */
    static CellFailure rejected(CellSource source, List<Diag> diags) {
        List<String> lines = new ArrayList<>();
        String first = null;
        for (Diag d : diags.stream().filter(Diag::isError).limit(5).toList()) {
            int at = source.offset() + (int) Math.max(0, d.getStartPosition()), line = Text.lineAt(source.cellText(), at);
            String said = "line " + line + ": " + explained(d, source);
            if (first == null) first = said;
            lines.add(BOLD + "Line " + said.substring(5) + OFF);
            mark(lines, source, at, (int) Math.max(1, d.getEndPosition() - d.getStartPosition()));
        }
        return new CellFailure("CompileError", first == null ? "the code cannot be compiled" : first, lines.isEmpty() ? List.of("the code cannot be compiled") : lines);
    }

    /** A method or type was used that refers to something which does not exist. */
    static CellFailure unresolved(String what, String needs, CellSource of, List<Diag> reasons) {
        String value = what + " cannot be used" + (needs.isEmpty() ? " as it is" : " until " + needs + " is declared");
        List<String> lines = new ArrayList<>(List.of(BOLD + "NotDeclared" + OFF + ": " + value));
        for (Diag d : reasons.stream().filter(Diag::isError).limit(3).toList()) {
            lines.add("In cell [" + of.cell() + "]: " + Compiled.sentence(d.getMessage(null)));
            mark(lines, of, of.offset() + (int) Math.max(0, d.getStartPosition()), (int) Math.max(1, d.getEndPosition() - d.getStartPosition()));
        }
        return new CellFailure("NotDeclared", value, lines);
    }

    /** A failure that is a sentence and nothing more. */
    static CellFailure plain(String name, String value) {
        return new CellFailure(name, value, List.of(BOLD + name + OFF + ": " + value));
    }

    String name() {
        return name;
    }

    String value() {
        return value;
    }

    List<String> traceback() {
        return traceback;
    }

    private static String explained(Diag d, CellSource source) {
        String said = Compiled.sentence(d.getMessage(null));
        if (!"compiler.err.premature.eof".equals(d.getCode())) return said;
        int[] open = Compiled.unclosed(source.cellText());
        if (open == null) return said;
        char bracket = source.cellText().charAt(Text.startOfLine(source.cellText(), open[0]) + open[1] - 1);
        return said + "; the " + bracket + " of line " + open[0] + " is never closed";
    }

    private static void mark(List<String> lines, CellSource source, int at, int length) {
        int line = Text.lineAt(source.cellText(), at), column = at - Text.startOfLine(source.cellText(), line);
        String text = Text.line(source.cellText(), line);
        int carets = Math.max(1, Math.min(length, text.length() - column));
        lines.add("    " + text);
        lines.add("    " + text.substring(0, Math.min(column, text.length())).replaceAll("[^\t]", " ") + "^".repeat(carets));
    }

    /** The frames that concern the user, equal ones in a row as one line; under the first frame of a cell its own line. */
    private void frames(Throwable thrown, Evaluator evaluator, boolean withSource) {
        CellLine first = null;
        String last = null, bodyOf = null;
        int repeated = 0, count = 0;
        boolean answered = Frames.answered(thrown);
        for (StackTraceElement f : thrown.getStackTrace()) {
            if (f.getClassName().startsWith(CellRunner.class.getName())) break;
            CellLine cell = evaluator == null ? null : evaluator.locate(f);
            if (cell == null && (answered && Frames.ofLibrary(f) || Frames.internal(f) || Frames.ofJdk(f) && count > 0)) continue;
            boolean body = cell != null && f.getMethodName().startsWith("do_it$");
            if (body && f.getClassName().equals(bodyOf)) continue;   // a declaration's value has a method of its own
            if (body) bodyOf = f.getClassName();
            String line = cell == null ? f.toString() : where(f, cell);
            if (line.equals(last)) {
                repeated++;
                continue;
            }
            closeRun(repeated, count);
            repeated = 0;
            last = line;
            if (++count > MOST_FRAMES) continue;
            traceback.add("    at " + line);
            if (cell != null && first == null && withSource) traceback.add("    " + MARK + " " + cell.line() + " " + OFF + " " + Text.line(cell.cellText(), cell.line()));
            if (cell != null) first = cell;
        }
        closeRun(repeated, count);
        if (count > MOST_FRAMES) traceback.add("    … " + (count - MOST_FRAMES) + " more");
    }

    private void closeRun(int repeated, int count) {
        if (repeated > 0 && count <= MOST_FRAMES) traceback.add("    … the same " + repeated + " times more");
    }

    private static String where(StackTraceElement frame, CellLine cell) {
        String place = (cell.cell() == 0 ? "start-up" : "cell [" + cell.cell() + "]") + ", line " + cell.line();
        String method = frame.getMethodName();
        if (method.startsWith("do_it$")) return place;
        return place + (method.startsWith("lambda$") ? ", in a lambda" : ", in " + method);
    }

    private static Throwable cause(Throwable t) {
        try {
            return t.getCause();
        } catch (Throwable broken) {
            return null;
        }
    }

    private static String message(Throwable t) {
        try {
            return Frames.plain(Objects.toString(t.getLocalizedMessage(), ""));
        } catch (Throwable broken) {
            return "(its getMessage() threw " + broken.getClass().getSimpleName() + ")";
        }
    }
}
