package org.convbook.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.opentest4j.AssertionFailedError;

/** How a run of tests is shown: one green or red row for each test, with what was expected and what came. */
final class TestRows {
    private static final int MOST_ROWS = 200;
    private static final int MOST_CHARACTERS = 300;
    private static final String CELL = "<td style=\"text-align:left;vertical-align:top;padding:3px 14px 3px 8px;border:0;";
    private static final String SOFT = "color:var(--jp-ui-font-color2,#5b6470)";

    private final List<TestResult> results;
    private final String source;
    private final ToIntFunction<StackTraceElement> lineOf;

    /** The rows of these results; {@code lineOf} gives the line of the cell that a stack frame stands for, 0 where it is none. */
    TestRows(List<TestResult> results, String source, ToIntFunction<StackTraceElement> lineOf) {
        this.results = List.copyOf(results);
        this.source = source;
        this.lineOf = lineOf;
    }

    Levels levels() {
        long skipped = count(TestResult.Kind.SKIPPED), passed = count(TestResult.Kind.PASSED);
        boolean right = passed > 0 && passed + skipped == results.size();
        String verdict = passed + " of " + results.size() + (results.size() == 1 ? " test" : " tests") + " passed"
            + (skipped > 0 ? ", " + skipped + " not run" : "");
        StringBuilder rows = new StringBuilder(), text = new StringBuilder(verdict);
        for (TestResult result : results.subList(0, Math.min(MOST_ROWS, results.size()))) {
            List<String> why = why(result);
            rows.append(row(result, why));
            text.append('\n').append(result.kind().sign).append(' ').append(result.name());
            text.append(time(result).isEmpty() ? "" : " (" + time(result) + ")");
            why.forEach(line -> text.append("\n    ").append(line));
        }
        String more = results.size() > MOST_ROWS ? (results.size() - MOST_ROWS) + " more tests are not listed" : "";
        if (!more.isEmpty()) text.append("\n… ").append(more);
        String html = "<div data-verdict=\"" + (right ? "right" : "wrong") + "\"><div style=\"font-weight:600;color:"
            + (right ? TestResult.Kind.PASSED : TestResult.Kind.FAILED).colour + "\">" + verdict + "</div>"
            + "<table style=\"border-collapse:collapse;margin:4px 0;border:0\">" + rows + "</table>"
            + (more.isEmpty() ? "" : Html.note(more)) + "</div>";
        return Levels.of(html, text.toString());
    }

    private long count(TestResult.Kind kind) {
        return results.stream().filter(result -> result.kind() == kind).count();
    }

    private static String row(TestResult result, List<String> why) {
        TestResult.Kind kind = result.kind();
        StringBuilder said = new StringBuilder();
        for (String line : why) said.append("<div style=\"white-space:pre-wrap;overflow-wrap:anywhere\">" + Html.escape(line) + "</div>");
        String sign = "border-left:4px solid " + kind.colour + ";color:" + kind.colour + ";font-weight:700\">" + kind.sign;
        return "<tr style=\"background:none\">" + CELL + sign + "</td>"
            + CELL + "\">" + Html.escape(result.name()) + "</td>" + CELL + "font-family:monospace\">" + said + "</td>"
            + CELL + SOFT + ";white-space:nowrap\">" + Html.escape(time(result)) + "</td></tr>";
    }

    private static String time(TestResult result) {
        if (result.kind() == TestResult.Kind.SKIPPED) return "";
        double ms = result.nanos() / 1e6;
        return ms < 1 ? "< 1 ms" : ms < 1000 ? Math.round(ms) + " ms" : String.format(Locale.ROOT, "%.1f s", ms / 1000);
    }

    private List<String> why(TestResult result) {
        if (result.failure() == null) return result.reason().isEmpty() ? List.of() : List.of(cut(result.reason()));
        List<String> lines = new ArrayList<>();
        Throwable failure = result.failure();
        if (failure.getClass().getSimpleName().equals("SPIResolutionException"))
            return List.of("it uses what is not declared; the message above names it");
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (failure instanceof AssertionFailedError error && error.isExpectedDefined() && error.isActualDefined()) {
            int arrow = message.lastIndexOf("==> expected: ");
            if (arrow > 0) lines.add(cut(message.substring(0, arrow).strip()));
            lines.add("expected " + cut(error.getExpected().getStringRepresentation()));
            lines.add("was      " + cut(error.getActual().getStringRepresentation()));
        } else {
            boolean speaks = failure instanceof AssertionError && !message.isEmpty();
            lines.add(cut((speaks ? "" : failure.getClass().getSimpleName() + (message.isEmpty() ? "" : ": ")) + message));
        }
        for (StackTraceElement frame : failure.getStackTrace()) {
            int line = lineOf.applyAsInt(frame);
            if (line < 1) continue;
            lines.add("line " + line + ": " + cut(source.lines().skip(line - 1L).findFirst().orElse("").strip()));
            break;
        }
        return lines;
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + " …";
    }
}
