package org.convbook.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TestCellTest {
    private static final String METHOD = "@Test void a() { assertEquals(1, 1); }";

    @Test void methodsThatStandAloneGetAClass() {
        TestCell cell = TestCell.of("\n" + METHOD);
        assertEquals(1, cell.parts().size());
        assertEquals("class CellTests { static void ready() {} \n" + METHOD + "\n}", cell.parts().get(0).code());
        assertTrue(cell.parts().get(0).hasTests());
    }

    @Test void aTestClassIsTakenAsItIsOnItsLine() {
        TestCell cell = TestCell.of("\n// about sums\nclass Sums {\n    " + METHOD + "\n}");
        assertEquals(1, cell.parts().size());
        assertEquals("Sums", cell.parts().get(0).name());
        assertEquals("\n             \nclass Sums {\n    " + METHOD + "\n}", cell.parts().get(0).code());
    }

    @Test void helpersAreDefinedBeforeTheTests() {
        TestCell cell = TestCell.of("record Point(int x) {}\nint two = 2;\n" + METHOD);
        assertEquals("Point", cell.parts().get(0).name());
        assertFalse(cell.parts().get(0).hasTests());
        assertEquals("class CellTests { static void ready() {}                       \nint two = 2;\n" + METHOD + "\n}", cell.parts().get(1).code());
    }

    @Test void nestedClassesStayWithTheirTests() {
        assertEquals(1, TestCell.of("@Nested class Inner { " + METHOD + " }").parts().size());
        assertEquals("CellTests", TestCell.of("@Nested class Inner { " + METHOD + " }").parts().get(0).name());
    }

    @Test void importsGoFirst() {
        TestCell cell = TestCell.of("\nimport java.time.*;\nimport static java.lang.Math.max;\n" + METHOD);
        assertEquals("import java.time.*;\nimport static java.lang.Math.max;\n", cell.imports());
        assertTrue(cell.parts().get(0).code().startsWith("class CellTests { static void ready() {} \n" + " ".repeat(19) + "\n"),
            cell.parts().get(0).code());
    }

    @Test void aCellWithoutTestsSaysWhatATestIs() {
        var e = assertThrows(IllegalArgumentException.class, () -> TestCell.of("\nassertEquals(1, 1);"));
        assertEquals("%%junit found no test: write @Test before a method, such as @Test void sumIsRight() { assertEquals(4, 2 + 2); }",
            e.getMessage());
    }

    @Test void codeOutsideOfATestIsNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> TestCell.of("\n" + METHOD + "\n{ assertEquals(1, 1); }"));
        assertEquals("%%junit: line 3 stands outside of a test: put it into a method with @Test or @BeforeEach", e.getMessage());
    }
}
