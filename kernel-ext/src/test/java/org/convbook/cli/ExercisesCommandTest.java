package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExercisesCommandTest {
    private static final String NOTEBOOK = "{\"cells\": [{\"cell_type\": \"code\", \"metadata\": {}, \"source\": \"// solution\\nint a = 7;\\n// "
        + "end\"}], \"nbformat\": 4}";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir Path folder;

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private Path notebook(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, NOTEBOOK);
    }

    private String said(StringWriter what) {
        return what.toString().replace(folder + "/", "");
    }

    @Test void theStudentsNotebookIsWrittenOnce() throws IOException {
        String[] command = {"exercises", "--out", folder.resolve("students").toString(), notebook("a.ipynb").toString()};
        assertEquals(0, run(command), err::toString);
        assertEquals("  students/a.ipynb, 1 solution taken out\n", said(out));
        Path written = folder.resolve("students/a.ipynb");
        assertTrue(Files.readString(written).contains("\"source\": \"// your code here\""), () -> written.toString());
        Files.writeString(written, "my work");
        assertEquals(1, run(command));
        assertEquals("convbook: students/a.ipynb is there already, perhaps with a student's work in it: add --force to overwrite it\n", said(err));
        assertEquals("my work", Files.readString(written));
        assertEquals(0, run("exercises", "--force", "--out", folder.resolve("students").toString(), folder.resolve("a.ipynb").toString()));
        assertFalse(Files.readString(written).contains("my work"));
    }

    @Test void theLecturersFileIsNeverOverwritten() throws IOException {
        Path file = notebook("a.ipynb");
        assertEquals(1, run("exercises", "--force", "--out", folder.toString(), file.toString()));
        assertEquals("convbook: --out is the folder of a.ipynb itself: choose another, so that the solutions stay\n", said(err));
        assertEquals(NOTEBOOK, Files.readString(file));
    }

    @Test void nothingIsWrittenWhereOneFileIsWrong() throws IOException {
        assertEquals(1, run("exercises", "--out", folder.resolve("students").toString(), notebook("1/a.ipynb").toString(),
            notebook("2/a.ipynb").toString()));
        assertEquals("convbook: two notebooks are named a.ipynb: write one of them into another folder with --out\n", said(err));
        assertFalse(Files.exists(folder.resolve("students")));
    }
}
