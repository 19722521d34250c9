package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** The same holds where the compiler asks an index for classes; and nothing is missing then that it finds by itself. */
class IndexedPreloadTest extends PreloadTest {
    @Override Evaluator evaluator(CellHost host) {
        String jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(e -> e.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
        try {
            Path file = Files.createTempFile("classes", ".index");
            ClassIndexWriter.write(file, jars);
            ClassIndex index = ClassIndex.read(file, jars);
            Files.delete(file);
            return new Evaluator(PreloadTest.class.getClassLoader(), jars, index, host);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test void modulesClassesAndNamesInsideOthersAreFound() {
        assertEquals("Entry", cell("new java.util.AbstractMap.SimpleEntry<>(1, 2).getClass().getInterfaces()[0].getSimpleName()"));
        assertEquals(1, cell("com.google.gson.JsonParser.parseString(\"[1]\").getAsJsonArray().size()"));
        assertEquals(Boolean.TRUE, cell("java.net.http.HttpClient.newHttpClient() != null"));
    }
}
