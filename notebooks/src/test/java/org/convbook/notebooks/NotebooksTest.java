package org.convbook.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Every notebook of the course keeps the house rules and runs from top to bottom on the real kernel. */
class NotebooksTest {
    private static final int MOST_LINES = 15;
    private static final long MOST_BYTES = 3_000_000;
    @TempDir Path folder;

    @TestFactory Stream<DynamicContainer> everyNotebook() throws IOException {
        List<Path> notebooks;
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            notebooks = files.filter(file -> file.toString().endsWith(".ipynb") && !file.startsWith("target") && !file.startsWith("src")
                && !file.toString().contains(".ipynb_checkpoints")).sorted().toList();
        }
        return notebooks.stream().map(notebook -> DynamicContainer.dynamicContainer(notebook.toString(), Stream.of(
            dynamicTest("is for our kernel",
            () -> assertEquals("convbook", read(notebook).getAsJsonObject("metadata").getAsJsonObject("kernelspec").get("name").getAsString())),
            dynamicTest("opens with a title", () -> opensWithATitle(notebook)),
            dynamicTest("carries no outputs", () -> carriesNoOutputs(notebook)),
            dynamicTest("has short cells", () -> hasShortCells(notebook)),
            dynamicTest("has a student's version", () -> hasAStudentsVersion(notebook)),
            dynamicTest("runs, shows figures, and its solutions are right", () -> runs(notebook)),
            dynamicTest("shows all of it in its report", () -> showsAllInItsReport(notebook)))));
    }

    private static void opensWithATitle(Path notebook) throws IOException {
        JsonObject first = cells(read(notebook)).get(0);
        assertEquals("markdown", first.get("cell_type").getAsString());
        assertTrue(text(first.get("source")).startsWith("# "), "the first cell begins with \"# \"");
    }

    private static void carriesNoOutputs(Path notebook) throws IOException {
        for (JsonObject cell : code(read(notebook))) {
            assertEquals(0, cell.getAsJsonArray("outputs").size(), () -> "outputs under: " + text(cell.get("source")));
            assertTrue(cell.get("execution_count").isJsonNull(), () -> "an execution count beside: " + text(cell.get("source")));
        }
    }

    private static void hasShortCells(Path notebook) throws IOException {
        for (JsonObject cell : code(read(notebook))) {
            String source = text(cell.get("source"));
            assertTrue(source.lines().count() <= MOST_LINES, () -> source.lines().count() + " lines, at most " + MOST_LINES
                + " are allowed:\n" + source);
        }
    }

    private void hasAStudentsVersion(Path notebook) throws IOException {
        Console console = new Console();
        Path students = folder.resolve("students");
        assertEquals(0, console.run("exercises", "--force", "--out", students.toString(), notebook.toString()), console::all);
        assertFalse(Files.readString(students.resolve(notebook.getFileName())).contains("// solution"), "a solution is left");
    }

    private void runs(Path notebook) throws IOException {
        Console console = new Console();
        assertEquals(0, console.run("report", "--notebook", "--no-pdf", "--no-install", "--out", folder.toString(), notebook.toString()),
            console::all);
        List<JsonObject> outputs = new ArrayList<>();
        for (JsonObject cell : code(read(folder.resolve(notebook.getFileName()))))
            cell.getAsJsonArray("outputs").forEach(output -> outputs.add(output.getAsJsonObject()));
        for (JsonObject output : outputs) assertFalse(output.get("output_type").getAsString().equals("error"), output::toString);
        for (JsonObject output : outputs)
            assertFalse(isWrong(output), () -> "a check says that the solution is wrong: " + text(output.getAsJsonObject("data").get("text/plain")));
        assertTrue(outputs.stream().anyMatch(NotebooksTest::isFigure), "no figure among " + outputs.size() + " outputs");
    }

    /** Without scripts and network, on the screen and on paper; the report is the one that {@link #runs} has made. */
    private void showsAllInItsReport(Path notebook) throws Exception {
        Path executed = folder.resolve(notebook.getFileName()), report = folder.resolve(notebook.getFileName().toString().replace(".ipynb", ".html"));
        if (!Files.exists(report)) abort("the notebook was not run, so there is no report to look at");
        assertTrue(Files.size(report) <= MOST_BYTES, () -> report.toFile().length() + " bytes, at most " + MOST_BYTES + " are allowed");
        Path program = Browser.program();
        if (program == null) abort("no Chromium on the PATH: the report is not looked at");
        try (Browser browser = new Browser(program, folder.resolve("browser"))) {
            assertEquals(List.of(), new ReportPictures(browser).problems(report, executed));
        }
    }

    /** Whether it is the verdict of an exercise or of tests, and not a good one. */
    private static boolean isWrong(JsonObject output) {
        return output.has("data") && text(output.getAsJsonObject("data").get("text/html")).contains("data-verdict=\"wrong\"");
    }

    private static boolean isFigure(JsonObject output) {
        JsonObject data = output.getAsJsonObject("data");
        return data != null && (data.has("image/png") || data.has("image/svg+xml") || data.has("text/html")
            && text(data.get("text/html")).contains("<img"));
    }

    private static JsonObject read(Path notebook) throws IOException {
        return JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
    }

    private static List<JsonObject> cells(JsonObject notebook) {
        List<JsonObject> all = new ArrayList<>();
        for (JsonElement cell : notebook.getAsJsonArray("cells")) all.add(cell.getAsJsonObject());
        return all;
    }

    private static List<JsonObject> code(JsonObject notebook) {
        return cells(notebook).stream().filter(cell -> cell.get("cell_type").getAsString().equals("code")).toList();
    }

    private static String text(JsonElement source) {
        if (source == null) return "";
        if (!source.isJsonArray()) return source.getAsString();
        StringBuilder all = new StringBuilder();
        source.getAsJsonArray().forEach(line -> all.append(line.getAsString()));
        return all.toString();
    }
}
