package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {
    @TempDir Path folder;

    private String refused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("a.ipynb"), text);
        return assertThrows(UserError.class, () -> Notebook.read(file)).getMessage().replace(folder + "/", "");
    }

    @Test void aFileThatIsNotThereIsNamed() {
        var e = assertThrows(UserError.class, () -> Notebook.read(Path.of("no/such.ipynb")));
        assertEquals("there is no notebook no/such.ipynb", e.getMessage());
    }

    @Test void aFolderIsNoNotebook() {
        var e = assertThrows(UserError.class, () -> Notebook.read(folder));
        assertEquals(folder + " is no notebook file (a notebook ends in .ipynb)", e.getMessage());
    }

    @Test void whatIsNotJsonSaysWhere() throws IOException {
        assertEquals("a.ipynb is not a notebook: it is not JSON (at line 3 column 2)", refused("{\n  \"cells: 3\n}"));
    }

    @Test void anEmptyFileIsNotJson() throws IOException {
        assertEquals("a.ipynb is not a notebook: it is not JSON", refused(""));
    }

    @Test void jsonWithoutCellsIsNoNotebook() throws IOException {
        assertEquals("a.ipynb is not a notebook of format 4: it has no list of cells", refused("{\"worksheets\": []}"));
    }

    @Test void binaryDataIsNotText() throws IOException {
        Path file = Files.write(folder.resolve("b.ipynb"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        var e = assertThrows(UserError.class, () -> Notebook.read(file));
        assertEquals("cannot read " + file + ": it is not text", e.getMessage());
    }

    @Test void theTitleIsTheFirstHeading() throws IOException {
        Path file = Files.writeString(folder.resolve("11-lenet.ipynb"),
            "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"intro\\n\", \"# Le`Net` reads\\n\"]}], \"nbformat\": 4}");
        assertEquals("LeNet reads", Notebook.read(file).title());
        assertEquals("11-lenet", Notebook.read(file).name());
    }

    @Test void whatIsReadIsWrittenAgainWithItsNulls() throws IOException {
        String text = "{\"cells\":[{\"cell_type\":\"code\",\"execution_count\":null,\"source\":\"a < b\"}],\"nbformat\":4}\n";
        Path file = Files.writeString(folder.resolve("a.ipynb"), text);
        Notebook.read(file).write(folder.resolve("b.ipynb"));
        assertEquals(text, Files.readString(folder.resolve("b.ipynb")));
    }
}
