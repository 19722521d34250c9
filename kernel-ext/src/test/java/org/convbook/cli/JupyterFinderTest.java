package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JupyterFinderTest {
    private final List<String> said = new ArrayList<>();
    @TempDir Path folder;

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private Path python(String versions) throws IOException {
        return program("python", "#!/bin/sh\nprintf '" + versions + "'\n");
    }

    @Test void aRememberedPythonThatWorksIsTaken() throws IOException {
        Path python = python("nbclient 0.9.9\\nnbconvert 7.9.9\\n");
        Path memory = Files.writeString(folder.resolve("memory"), python + "\n");
        Jupyter jupyter = new JupyterFinder(memory, List.of(), said::add).get(Jupyter.Need.RUN);
        assertEquals("nbclient 0.9.9, nbconvert 7.9.9 (" + python + ")", jupyter.line());
        assertNull(jupyter.frontEnd());
        assertEquals(List.of(), said);
    }

    @Test void aRememberedPythonThatBrokeIsNotTaken() throws IOException {
        Path python = program("python", "#!/bin/sh\nexit 1\n");
        Path memory = Files.writeString(folder.resolve("memory"), python + "\n");
        Jupyter jupyter = new JupyterFinder(memory, List.of(), said::add).find(Jupyter.Need.RUN);
        if (jupyter != null) assertNotEquals(python, jupyter.python());   // a machine with Jupyter has another one
    }

    @Test void aPythonWithoutNbconvertCannotRun() throws IOException {
        Jupyter jupyter = Jupyter.of(python("nbclient 0.9.9\\nnotebook 6.0.0\\n"));
        assertFalse(jupyter.has(Jupyter.Need.RUN));
        assertEquals("notebook", jupyter.frontEnd());
    }

    @Test void whatASourceInstalledIsAskedAndRemembered() throws IOException {
        Path python = python("nbclient 1\\nnbconvert 2\\njupyterlab 3\\nnotebook 4\\n");
        Path memory = folder.resolve("deep/memory");
        JupyterFinder.Source closed = (need, say) -> null;
        JupyterFinder finder = new JupyterFinder(memory, List.of(closed, (need, say) -> python), said::add) {
            @Override Jupyter find(Jupyter.Need need) {
                return null;                                               // as on a machine without any
            }
        };
        assertEquals("jupyterlab", finder.get(Jupyter.Need.LAB).frontEnd());
        assertEquals(python + "\n", Files.readString(memory));
    }

    @Test void withoutAnyWayTheSentenceSaysWhatToInstall() {
        JupyterFinder finder = new JupyterFinder(folder.resolve("memory"), List.of((need, say) -> null), said::add) {
            @Override Jupyter find(Jupyter.Need need) {
                return null;
            }
        };
        var e = assertThrows(UserError.class, () -> finder.get(Jupyter.Need.RUN));
        assertEquals("Jupyter (nbclient and nbconvert) is missing and could not be installed; install it with: pip install "
            + String.join(" ", PrivateVenv.pins()), e.getMessage());
        assertEquals(3, e.status());
    }

    @Test void theInterpreterOfAProgramIsInItsFirstLine() throws IOException {
        assertEquals(Path.of("/opt/x/bin/python3"), JupyterFinder.interpreterOf(program("jupyter", "#!/opt/x/bin/python3\nimport sys\n")));
        assertNull(JupyterFinder.interpreterOf(program("shim", "#!/usr/bin/env bash\n")));
        assertNull(JupyterFinder.interpreterOf(null));
    }

    @Test void everyPinIsAnExactVersion() {
        for (String pin : PrivateVenv.pins()) assertTrue(pin.matches("[a-z]+==[\\d.]+"), pin);
    }
}
