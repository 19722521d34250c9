package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudentVersionTest {
    @TempDir Path folder;

    private static JsonObject cell(String type, String metadata, String source) {
        JsonObject cell = new JsonObject();
        cell.addProperty("cell_type", type);
        cell.add("metadata", JsonParser.parseString(metadata));
        cell.add("source", new JsonPrimitive(source));
        return cell;
    }

    private StudentVersion.Made made(JsonObject... cells) throws IOException {
        JsonObject notebook = JsonParser.parseString("{\"metadata\": {\"widgets\": {}}, \"nbformat\": 4, \"nbformat_minor\": 5}").getAsJsonObject();
        notebook.add("cells", new JsonArray());
        for (JsonObject cell : cells) notebook.getAsJsonArray("cells").add(cell);
        return StudentVersion.of(Notebook.read(Files.writeString(folder.resolve("a.ipynb"), notebook.toString())));
    }

    private static JsonObject first(StudentVersion.Made made) {
        return made.notebook().getAsJsonArray("cells").get(0).getAsJsonObject();
    }

    private String code(String source) throws IOException {
        return Notebook.source(first(made(cell("code", "{}", source))));
    }

    @Test void theSolutionBecomesAPlaceToWrite() throws IOException {
        assertEquals("int answer = 0;\n// your code here\nshow(answer);", code("int answer = 0;\n// solution\nanswer = 7;\n// end\nshow(answer);"));
        assertEquals("    // your code here", code("    // Solution \n    a();\n    // end"));
    }

    @Test void whatMustStandInItsPlaceIsSaidInside() throws IOException {
        assertEquals("double relu(double x) {\n    // your code here\n    return 0;\n}",
            code("double relu(double x) {\n    // solution\n    return Math.max(0, x);\n    // instead: return 0;\n    // end\n}"));
    }

    @Test void everySolutionIsCounted() throws IOException {
        assertEquals(3, made(cell("code", "{}", "// solution\n// end\nint a;\n// solution\n// end\n"),
            cell("markdown", "{\"tags\": [\"solution\"]}", "because")).solutions());
        assertEquals(0, made(cell("code", "{}", "int a;"), cell("markdown", "{}", "// solution")).solutions());
    }

    @Test void aWholeCellCanBeASolution() throws IOException {
        JsonObject code =
            first(made(cell("code", "{\"tags\": [\"solution\", \"long\"], \"jupyter\": {\"source_hidden\": true}}",
            "int a = 3;\n// instead: int a = 0;")));
        assertEquals("// your code here\nint a = 0;", Notebook.source(code));
        assertEquals("{\"tags\":[\"long\"]}", code.get("metadata").toString());
        assertEquals("*Your answer here.*", Notebook.source(first(made(cell("markdown", "{\"tags\": [\"solution\"]}", "because")))));
    }

    @Test void theAnswersCellIsOpenedAndOthersStayClosed() throws IOException {
        String closed = "{\"jupyter\": {\"source_hidden\": true}}";
        assertEquals("{}", first(made(cell("code", closed, "// solution\n// end"))).get("metadata").toString());
        assertEquals("{\"jupyter\":{\"source_hidden\":true}}", first(made(cell("code", closed, "int a;"))).get("metadata").toString());
    }

    @Test void theLecturersCellsAreLeftOut() throws IOException {
        assertEquals(1, made(cell("markdown", "{\"tags\": [\"lecturer\"]}", "ten minutes"), cell("code", "{}", "int a;")).notebook()
            .getAsJsonArray("cells").size());
    }

    @Test void outputsAndWidgetsAreCleared() throws IOException {
        JsonObject run = cell("code", "{}", "int a;");
        run.addProperty("execution_count", 4);
        run.add("outputs", JsonParser.parseString("[{}]"));
        StudentVersion.Made made = made(run);
        assertEquals("{\"cell_type\":\"code\",\"metadata\":{},\"source\":\"int a;\",\"execution_count\":null,\"outputs\":[]}",
            serialized(first(made)));
        assertEquals("{}", made.notebook().get("metadata").toString());
    }

    private static String serialized(JsonObject json) {
        return new com.google.gson.GsonBuilder().serializeNulls().create().toJson(json);
    }

    private String refused(String source) {
        return assertThrows(UserError.class, () -> made(cell("markdown", "{}", "# T"), cell("code", "{}", source))).getMessage()
            .replace(folder + "/", "");
    }

    @Test void aMarkerWithoutItsOtherHalfIsNamed() {
        assertEquals("a.ipynb: cell 2, line 2 begins a solution that no line \"// end\" ends", refused("int a;\n// solution\na = 3;"));
        assertEquals("a.ipynb: cell 2, line 1 ends a solution that no line \"// solution\" began", refused("// end"));
        assertEquals("a.ipynb: cell 2, line 2 begins a solution inside the one that began in line 1", refused("// solution\n// solution\n// end"));
        assertEquals("a.ipynb: cell 2, line 1 stands outside of a solution: put it between \"// solution\" and \"// end\"",
            refused("// instead: int a;"));
    }
}
