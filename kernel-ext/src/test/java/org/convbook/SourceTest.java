package org.convbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules on the text of the sources of the modules that have no such test of their own. */
class SourceTest {
    private static final int LONGEST = 300;
    private static final List<Path> ROOTS = Stream.of("datasets", "kernel-ext", "notebooks", "notebooks/browser")
        .map(module -> Path.of("..", module, "src")).toList();

    @Test void noFileIsTooLong() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        for (Path root : ROOTS) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path file : all.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                    files++;
                    long lines = Files.readAllLines(file).size();
                    if (lines > LONGEST) found.add(file + ": " + lines);
                }
            }
        }
        assertEquals(List.of(), found);
        assertTrue(files > 400, files + " sources were found");
    }
}
