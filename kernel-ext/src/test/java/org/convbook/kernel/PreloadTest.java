package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines before the first cell: every import holds, whatever cells import later, and one that fails takes no other with it. */
class PreloadTest {
    private static final CellHost HOST = new CellHost() {
        @Override public int poll() {
            return 0;
        }

        @Override public boolean look() {
            return false;
        }

        @Override public String ask(Origin origin, String prompt, boolean password) {
            return "";
        }
    };

    private final Evaluator evaluator = evaluator(HOST);

    Evaluator evaluator(CellHost host) {
        return new Evaluator(PreloadTest.class.getClassLoader(), System.getProperty("java.class.path"), host);
    }

    @AfterEach void end() {
        evaluator.close();
    }

    Object cell(String code) {
        List<String> notes = new ArrayList<>();
        Object value = evaluator.evaluate(1, code, notes::add);
        assertEquals(List.of(), notes);
        return value;
    }

    @Test void importsHoldWhateverACellImportsAgain() {
        assertEquals(List.of(), evaluator.preload().begin(List.of("import java.util.*;", "import static java.lang.Math.*;", "import java.awt.List;",
            "import java.time.*;", "int before = 3;")));
        assertEquals(3, cell("max(before, Duration.ofSeconds(2).toSecondsPart())"));
        assertEquals(java.awt.List.class, cell("List.class"));
        cell("import java.util.*;\nimport java.time.*;\nimport java.lang.*;\nimport java.util.List;\nimport static java.lang.Math.*;");
        assertEquals(List.of(4L), cell("List.of(round(3.9))"));
        assertEquals(2, cell("Duration.ofSeconds(2).toSecondsPart()"));
        assertEquals("[]", cell("new ArrayDeque<Integer>().toString()"));
    }

    @Test void theImportOfAClassWaitsUntilACellNamesIt() {
        assertEquals(List.of(), evaluator.preload().begin(List.of("import java.awt.geom.Point2D;", "import java.time.*;", "import java.awt.List;")));
        var imported = evaluator.shell().imports().map(s -> s.source()).toList();
        assertEquals(List.of("import java.lang.EnumConstantNotPresentException; import java.time.*;"), imported);
        assertEquals(2.0, cell("var p = new Point2D.Double(1, 2);\np.getY()"));
        cell("import java.awt.geom.*;\nimport java.util.List;");
        assertEquals(List.of(1), cell("List.of(1)"));
        evaluator.preload().finish();
        assertEquals(List.of(1), cell("List.of(1)"));
    }

    @Test void aLibraryOfManyFilesIsThereWhenACellNeedsIt() {
        assertEquals(List.of(), evaluator.preload().begin(List.of("import java.util.*;")));
        assertEquals(3, cell("var ints = new it.unimi.dsi.fastutil.ints.IntArrayList(new int[] {1, 2, 3});\nints.size()"));
        assertEquals(1, cell("int first() { return com.google.common.primitives.Ints.min(2, 1); }\nfirst()"));
    }

    @Test void aJarThatIsAddedLaterIsThereForCompilerAndCode() throws java.io.IOException {
        Path jar = Files.createTempFile("added", ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("extra/Extra.class"));
            out.write(compiled("package extra; public class Extra { public static int seven() { return 7; } }"));
        }
        cell("int one = 1;");
        evaluator.addToClassPath(jar.toString());
        assertEquals(8, cell("one + extra.Extra.seven()"));
    }

    private static byte[] compiled(String source) throws java.io.IOException {
        Path folder = Files.createTempDirectory("added"), file = folder.resolve("Extra.java");
        Files.writeString(file, source);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), file.toString()));
        return Files.readAllBytes(folder.resolve("extra/Extra.class"));
    }

    @Test void aCellsOwnTypeHidesAnImportedOne() {
        evaluator.preload().begin(List.of("import java.util.*;", "import java.time.*;"));
        assertEquals("mine", cell("class Scanner { public String toString() { return \"mine\"; } }\nnew Scanner().toString()"));
        assertEquals("mine", cell("import java.util.*;\nnew Scanner().toString()"));
    }

    @Test void anImportThatFailsIsNamedAndTheOthersHold() {
        assertEquals(List.of("import org.nowhere.*;: line 1: package org.nowhere does not exist", "int x = y;: line 1: cannot find the variable y"),
            evaluator.preload().begin(List.of("import java.util.*;", "import org.nowhere.*;", "import java.time.*;", "int x = y;")));
        assertEquals("PT2S", cell("Optional.of(Duration.ofSeconds(2)).get().toString()"));
    }
}
