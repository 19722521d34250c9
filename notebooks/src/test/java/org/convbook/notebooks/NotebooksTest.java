package org.convbook.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
    @TempDir Path folder;

    @TestFactory Stream<DynamicContainer> everyNotebook() throws IOException {
        List<Path> notebooks;
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            notebooks = files.filter(file -> file.toString().endsWith(".ipynb") && !file.startsWith("target") && !file.startsWith("src") && !file.toString().contains(".ipynb_checkpoints")).sorted().toList();
        }
        return notebooks.stream().map(notebook -> DynamicContainer.dynamicContainer(notebook.toString(), Stream.of(
            dynamicTest("is for our kernel", () -> assertEquals("convbook", read(notebook).getAsJsonObject("metadata").getAsJsonObject("kernelspec").get("name").getAsString())),
            dynamicTest("opens with a title", () -> opensWithATitle(notebook)),
            dynamicTest("carries no outputs", () -> carriesNoOutputs(notebook)),
            dynamicTest("has short cells", () -> hasShortCells(notebook)),
            dynamicTest("runs, and shows figures", () -> runs(notebook)))));
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
            assertTrue(source.lines().count() <= MOST_LINES, () -> source.lines().count() + " lines, at most " + MOST_LINES + " are allowed:\n" + source);
        }
    }

    private void runs(Path notebook) throws IOException {
        Console console = new Console();
        assertEquals(0, console.run("run", "--no-install", "--out", folder.toString(), notebook.toString()), console::all);
        List<JsonObject> outputs = new ArrayList<>();
        for (JsonObject cell : code(read(folder.resolve(notebook.getFileName())))) cell.getAsJsonArray("outputs").forEach(output -> outputs.add(output.getAsJsonObject()));
        for (JsonObject output : outputs) assertFalse(output.get("output_type").getAsString().equals("error"), output::toString);
        assertTrue(outputs.stream().anyMatch(NotebooksTest::isFigure), "no figure among " + outputs.size() + " outputs");
    }

    private static boolean isFigure(JsonObject output) {
        JsonObject data = output.getAsJsonObject("data");
        return data != null && (data.has("image/png") || data.has("image/svg+xml") || data.has("text/html") && text(data.get("text/html")).contains("<img"));
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
        if (!source.isJsonArray()) return source.getAsString();
        StringBuilder all = new StringBuilder();
        source.getAsJsonArray().forEach(line -> all.append(line.getAsString()));
        return all.toString();
    }
}
