package org.convbook.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code convbook report} makes of small notebooks that lie beside this test. */
class ReportTest {
    private static final Pattern LOADS =
        Pattern.compile("(?:src|srcset|poster|data)=\"(?!data:)[^\"]*\"|<link\\b|@import|url\\((?!['\"]?data:)|<iframe|<object|<embed");
    @TempDir Path folder;
    private final Console console = new Console();

    private String page(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".html"));
    }

    private int report(String name, String... more) {
        String[] args = new String[5 + more.length];
        System.arraycopy(new String[] {"report", "--no-install", "--out", folder.toString(), "src/test/resources/" + name + ".ipynb"}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return console.run(args);
    }

    private static String notebook(String name) {
        return "src/test/resources/" + name + ".ipynb";
    }

    @Test void severalReportsAreOneSiteAndOneThatFailsStopsNoOther() throws IOException {
        assertEquals(1, console.run("report", "--no-install", "--no-pdf", "--out", folder.toString(), notebook("failing"), notebook("small")),
            console::all);
        assertTrue(console.err().endsWith("ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 3\nconvbook: 1 of 2 notebooks failed\n"),
            console.err());
        String index = page("index");
        assertEquals(List.of(), LOADS.matcher(index).results().map(found -> found.group()).toList());
        for (String part : List.of("<h3><a href=\"failing.html\">", "<h3><a href=\"small.html\">A small notebook</a></h3>",
            "<p>It shows what a report is made of.</p>",
            "<b>failed</b> cell 2 of 3 failed (int[] a = new int[3];)", "<img src=\"data:image/svg+xml;base64,")) {
            assertTrue(index.contains(part), () -> part + " is missing in\n" + index.substring(index.indexOf("<body>")));
        }
        assertTrue(page("small").contains("<a class=\"prev\" href=\"failing.html\"><span>Previous</span>")
            && page("small").contains("<a href=\"index.html\">"), "links");
    }

    @Test void whatHasNotChangedIsNotExecutedAgainAndTheKeptNotebookIsTrusted() throws Exception {
        assertEquals(0, report("small", "--no-pdf", "--notebook"), console::all);
        assertTrue(console.out().contains("  ran "), console.out());
        assertEquals("True\n", trusted(folder.resolve("small.ipynb")));
        Console again = new Console();
        assertEquals(0, again.run("report", "--no-install", "--no-pdf", "--notebook", "--out", folder.toString(), notebook("small")), again::all);
        assertTrue(again.out().contains("small.ipynb: not changed since ")
            && again.out().contains(", so not executed again (--force does)"), again.out());
        assertFalse(again.out().contains("  ran "), again.out());
        Console forced = new Console();
        assertEquals(0, forced.run("report", "--no-install", "--no-pdf", "--force", "--out", folder.toString(), notebook("small")), forced::all);
        assertTrue(forced.out().contains("  ran "), forced.out());
    }

    /** Asks the Python that ran the notebook whether Jupyter trusts it. */
    private String trusted(Path file) throws Exception {
        Matcher python = Pattern.compile("jupyter .*\\((.*)\\)").matcher(console.out());
        assertTrue(python.find(), console.out());
        String ask = "import sys, nbformat; from nbformat.sign import NotebookNotary; "
            + "print(NotebookNotary().check_signature(nbformat.read(sys.argv[1], as_version=4)))";
        Process process = new ProcessBuilder(python.group(1), "-c", ask, file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }

    @Test void whatIsWideFitsThePaperAndOutputWidgetsKeepWhatTheyHold() throws Exception {
        assertEquals(0, report("hard", "--notebook", "--no-pdf"), console::all);
        String page = page("hard");
        for (String part : List.of("into the second", "printed into the widget", "<details class=\"cb-fold\"><summary>Solution</summary>",
            "1 of 2 tests passed", "class=\"own\"")) {
            assertTrue(page.contains(part), () -> part + " is missing in\n" + page.substring(page.indexOf("<body>")));
        }
        Path program = Browser.program();
        if (program == null) abort("no Chromium on the PATH: the page is not laid out");
        try (Browser browser = new Browser(program, folder.resolve("browser"))) {
            assertEquals(List.of(), new ReportPictures(browser).problems(folder.resolve("hard.html"), folder.resolve("hard.ipynb")));
        }
    }

    @Test void twoNotebooksOfOneNameAreRefused() {
        assertEquals(1, console.run("report", "--no-install", "--out", folder.toString(), notebook("small"), notebook("small")));
        assertEquals("convbook: two notebooks are named small, and one report would overwrite the other: use --out for one of them\n", console.err());
    }

    @Test void aReportNeedsNoNetwork() throws IOException {
        assertEquals(0, report("small", "--no-pdf"), console::all);
        String page = page("small");
        assertEquals(List.of(), LOADS.matcher(page).results().map(found -> found.group()).toList());
        assertTrue(page.contains("default-src 'none'"), "the page itself forbids every request");
        assertTrue(page.length() < 100_000, () -> page.length() + " characters");
    }

    @Test void aReportHoldsTitleContentsFormulasFiguresAndFacts() throws IOException {
        assertEquals(0, report("small", "--no-pdf"), console::all);
        String page = page("small");
        for (String part : List.of("<title>A small notebook</title>", "<h1>A small notebook</h1>",
            "<a href=\"#The-output-size-cbformula", "<mfrac>", "x = 42",
            "<img src=\"data:image/svg+xml;base64,", "<dt>Device</dt>", "<dt>Data</dt><dd>ten digits made for this test</dd>",
                "<dt>Made with</dt><dd>ConvBook ", "code $untouched$")) {
            assertTrue(page.contains(part), () -> part + " is missing in\n" + page.substring(page.indexOf("<body>")));
        }
        assertFalse(page.contains("[[convbook"), "every place is filled");
    }

    @Test void aFailedCellIsNamedAndTheRestIsKept() throws IOException {
        assertEquals(1, report("failing", "--no-pdf"), console::all);
        assertEquals("convbook: src/test/resources/failing.ipynb: cell 2 of 3 failed (int[] a = new int[3];): ArrayIndexOutOfBoundsException: Index "
            + "3 out of bounds for length 3\n", console.err());
        String page = page("failing");
        assertTrue(page.contains("<div class=\"cb-banner\">This run failed, so the report is not complete."), page);
        assertTrue(page.contains("before") && page.contains("class=\"ansi"), "what ran is there, and the error in colour");
    }

    @Test void aCellThatNeverEndsIsStopped() throws IOException {
        assertEquals(1, report("endless", "--no-pdf", "--timeout", "3"), console::all);
        assertEquals("convbook: src/test/resources/endless.ipynb: cell 1 of 1 failed (while (true) { }): it ran longer than 3 s\n", console.err());
    }

    @Test void theFileItselfStaysAsItWas() throws IOException {
        Path file = Path.of("src/test/resources/small.ipynb");
        String before = Files.readString(file);
        assertEquals(0, console.run("run", "--no-install", file.toString()), console::all);
        assertEquals(before, Files.readString(file));
    }
}
