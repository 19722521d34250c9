package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jdk.jshell.JShell;

import org.junit.jupiter.api.Test;

/** Simple code is cut as JShell cuts it; the rest is left to JShell. */
class FirstCellTest {
    private static final String[] SIMPLE = {"1 + 1", "var net = new LeNet5(10, new Random(1));\nnet", "int a = 1; int b = 2;",
        "import java.util.*;\nvar x = List.of(1, 2);", "System.out.println(\"a;b\\\";\" + ';' + '\\'');\nx",
        "var f = list.stream().map(v -> v[0] * (2 + 1)).toList();", "List<String> names = new ArrayList<>();",
        "a = b\n    .c()\n    .d();\ne", "x", "net.apply(x,\n    y);"};
    private static final String[] LEFT = {
        "if (a) b(); else c();", "for (int i = 0; i < 3; i++) x();", "class A { }", "// note\n1", "/* 1; */ 2", "a\nb", ";", "f(",
        "f)", "\"open", "'x",
        "var t = \"\"\"\n  a;\"\"\";", "%time 1", "@Override int x;", "int[] a = {1};", "do x(); while (y);", "throw new Error();", "(a\nb"};

    @Test void simpleCodeIsCutAsTheAnalysisCutsIt() {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (String code : SIMPLE) {
                var info = shell.sourceCodeAnalysis().analyzeCompletion(code);
                assertEquals(true, info.completeness().isComplete(), code);
                assertEquals(code.length() - info.remaining().length(), FirstCell.end(code), code);
            }
        }
    }

    @Test void otherCodeIsLeftToTheAnalysis() {
        for (String code : LEFT) assertEquals(-1, FirstCell.end(code), code);
    }
}
