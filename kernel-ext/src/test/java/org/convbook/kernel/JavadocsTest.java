package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Javadoc is found in the sources that jars carry, by signature, and shown as plain text. */
class JavadocsTest {
    private static final String SHAPES = """
        package made.up;
        /** A shape, {@code List<T>} and all. */
        public class Shape<T> {
            /** One of this size. */
            public Shape(int width, java.util.List<java.util.Map<String, T>> rest) { }
            public Shape() { }
            /** Its area in pixels. */
            public <R> R area(String[] names, double... at) { return null; }
            public void nothing() { }
            /** Inside. */
            public static class Part { /** Cuts. */ public void cut() { } }
        }
        """;

    @TempDir Path folder;

    private Javadocs made() throws IOException {
        Path file = folder.resolve(Javadocs.SOURCES).resolve("made/up/Shape.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, SHAPES);
        return new Javadocs(new URLClassLoader(new URL[] {folder.toUri().toURL()}), List.of("java.util", "made.up"));
    }

    @Test void everySignatureFindsItsOwn() throws IOException {
        Javadocs docs = made();
        assertEquals("A shape, {@code List<T>} and all.", docs.of("made.up.Shape<T>"));
        assertEquals("One of this size.\n\nA shape, {@code List<T>} and all.",
            docs.of("Shape(int width, java.util.List<java.util.Map<String,T>> rest)"));
        assertEquals("A shape, {@code List<T>} and all.", docs.of("Shape()"));
        assertEquals("Its area in pixels.", docs.of("<R>R Shape<T>.area(String[] names, double... at)"));
        assertEquals("Its area in pixels.", docs.of("R Shape.area(String[] names, double... at)"));
        assertEquals("Cuts.", docs.of("void Shape.Part.cut()"));
        assertNull(docs.of("void Shape.nothing()"));
        assertNull(docs.of("void Shape.area()"));
        assertNull(docs.of("int Math.abs(int a)"));
        assertNull(docs.of("(nonsense"));
    }

    @Test void signaturesAreShortWhereAnImportIsThere() throws IOException {
        assertEquals("Shape(List a, java.time.Instant b, Shape.Part c)",
            made().shortened("made.up.Shape(java.util.List a, java.time.Instant b, made.up.Shape.Part c)"));
        assertEquals("java.util.function.Function f", made().shortened("java.util.function.Function f"));
    }

    @Test void preformattedTextKeepsItsColumns() {
        String javadoc = " <p>First  a &lt; b.\n <pre>\n input   [N, C]\n   output  {@code x}\n </pre>\n Then\tthis.";
        assertEquals("First a < b.\n  input   [N, C]\n    output  x\nThen this.", Assist.javadocText(javadoc));
    }

    @Test void theJarsOfThisProjectCarryTheirSources() {
        for (String file : List.of("org/convbook/cnn/nn/Conv2d", "org/convbook/data/Dataset", "org/convbook/widget/IntSlider")) {
            assertNotNull(getClass().getClassLoader().getResource(Javadocs.SOURCES + file + ".java"), file);
        }
    }

    @Test void aStudentSeesTheJavadocOfALayer() {
        try (KernelProcess kernel = KernelProcess.start()) {
            String shown = inspect(kernel, "new Conv2d(3, 8", 8);
            assertTrue(shown.startsWith("Conv2d(int in, int out, Window window, java.util.random.RandomGenerator rng)\n"), shown);
            assertTrue(shown.contains("    2-D convolution") && shown.contains("weight  [out, in/groups, kH, kW]"), shown);
            assertTrue(inspect(kernel, "Conv2d", 6).contains("2-D convolution"));
        }
    }

    private static String inspect(KernelProcess kernel, String code, int at) {
        JsonObject reply = kernel.client.ask("inspect_request", Json.of("code", code, "cursor_pos", at, "detail_level", 0));
        return Json.text(Json.object(reply, "data"), "text/plain", "");
    }
}
