package org.convbook.kernel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a cell shows, and what it says when it fails: over the wire, in a kernel process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CellTest {
    private final KernelProcess kernel = KernelProcess.start();

    @AfterAll void end() {
        kernel.close();
    }

    private WireClient.Result run(String code) {
        return kernel.client.run(code);
    }

    @Test void anExpressionShowsItsValue() {
        assertEquals("2", run("1 + 1").value());
        assertEquals("[1, 2]", run("var numbers = List.of(1, 2);\nnumbers").value());
    }

    @Test void declarationsAssignmentsAndSemicolonsShowNothing() {
        assertNull(run("int quiet = 5;").value());
        assertNull(run("int later = 5;\nlater = 6").value());
        assertNull(run("new ArrayList<Integer>().add(3);").value());
        assertNull(run("null").value());
    }

    @Test void snippetsAfterAFailedOneDoNotRun() {
        var r = run("System.out.println(\"before\");\nint broken = 1 / 0;\nSystem.out.println(\"after\");");
        assertEquals("error", r.status());
        assertEquals("before\n", r.printed("stdout"));
    }

    @Test void aRuntimeErrorNamesCellAndLineAndShowsIt() {
        var r = run("int zero = 0;\n\nint bad = 7 / zero;");
        int n = r.reply().get("execution_count").getAsInt();
        assertEquals("ArithmeticException: / by zero\n    at cell [" + n + "], line 3\n     3  int bad = 7 / zero;", r.error());
        assertEquals("ArithmeticException", r.reply().get("ename").getAsString());
        assertEquals("/ by zero", r.reply().get("evalue").getAsString());
    }

    @Test void anExceptionInALambdaShowsTheLambdasLine() {
        var r = run("int none = 0;\nvar out = Stream.of(1, 2)\n    .map(v -> v / none)\n    .toList();");
        int n = r.reply().get("execution_count").getAsInt();
        assertEquals("ArithmeticException: / by zero\n    at cell [" + n + "], line 3, in a lambda\n     3      .map(v -> v / none)\n    at cell [" + n + "], line 4", r.error());
    }

    @Test void whatTheLibraryRefusesIsToldWithoutTheLibrarysFrames() {
        var r = run("org.convbook.cnn.tensor.Window.of(3).stride(3).exact()\n    .outputWidth(7, 7)");
        int n = r.reply().get("execution_count").getAsInt();
        assertEquals("ShapeException: Window: (7 - 3)/3 + 1 = 2.33: a 3x3 filter with stride 3 does not fit 7x7; stride 2 or padding 1 does\n"
            + "    at cell [" + n + "], line 2\n     2      .outputWidth(7, 7)", r.error());
    }

    @Test void anExceptionInAMethodOfAnEarlierCellNamesThatCell() {
        int first = run("int half(int n) {\n    if (n < 0) throw new IllegalArgumentException(\"n is \" + n);\n    return n / 2;\n}").reply().get("execution_count").getAsInt();
        var r = run("half(-4)");
        assertEquals("IllegalArgumentException: n is -4\n    at cell [" + first + "], line 2, in half\n     2      if (n < 0) throw new IllegalArgumentException(\"n is \" + n);\n"
            + "    at cell [" + (first + 1) + "], line 1", r.error());
    }

    @Test void causesAreTold() {
        String error = run("throw new RuntimeException(\"outer\", new java.io.IOException(\"inner\"));").error();
        assertTrue(error.startsWith("RuntimeException: outer\n"), error);
        assertTrue(error.contains("\nCaused by IOException: inner\n"), error);
    }

    @Test void aNullPointerIsToldWithoutTheNamesOfWrappers() {
        assertTrue(run("String nothing = null;\nnothing.length()").error().startsWith("NullPointerException: Cannot invoke \"String.length()\" because \"nothing\" is null\n"));
    }

    @Test void anEndlessRecursionIsShort() {
        String error = run("int deep(int n) {\n    return deep(n + 1);\n}\ndeep(0)").error();
        assertTrue(error.startsWith("StackOverflowError\n"), error);
        assertTrue(error.lines().count() < 8 && error.contains("times more"), error);
        assertEquals("3", run("1 + 2").value());
    }

    @Test void everyErrorIsSurvived() {
        assertTrue(run("class Rude { public String toString() { throw new Error(\"no text\"); } }\nnew Rude()").error().startsWith("Error: no text\n"));
        assertTrue(run("int[] huge = new int[Integer.MAX_VALUE];\nint[] more = new int[Integer.MAX_VALUE];").error().startsWith("OutOfMemoryError"));
        assertTrue(run("throw new LinkageError(\"link\");").error().startsWith("LinkageError: link"));
        assertTrue(run("throw new ThreadDeath();").status().equals("error"));
        assertTrue(run("class Mute extends RuntimeException { public String getMessage() { throw new IllegalStateException(); } }\nthrow new Mute();").error().startsWith("Mute: (its getMessage() threw IllegalStateException)"));
        assertEquals("2", run("1 + 1").value());
    }

    @Test void aMissingSemicolonIsMarked() {
        assertEquals("Line 2: ';' expected\n    int b = 2 int c = 3;\n             ^", run("int a = 1;\nint b = 2 int c = 3;").error());
    }

    @Test void anUnknownNameIsMarked() {
        var r = run("int fine = 1;\nint sum = fine + lenght;");
        assertEquals("Line 2: cannot find the variable lenght\n    int sum = fine + lenght;\n                     ^^^^^^", r.error());
        assertEquals("CompileError", r.reply().get("ename").getAsString());
        assertEquals("line 2: cannot find the variable lenght", r.reply().get("evalue").getAsString());
    }

    @Test void aWrongTypeIsMarked() {
        assertEquals("Line 1: incompatible types: String cannot be converted to int\n    int wrong = \"text\";\n                ^^^^^^", run("int wrong = \"text\";").error());
    }

    @Test void anUnclosedBraceIsNamed() {
        String error = run("int open = 1;\nfor (int i = 0; i < 3; i++) {\n    System.out.println(i);").error();
        assertTrue(error.startsWith("Line 3: the cell ends in the middle of a statement; the { of line 2 is never closed\n"), error);
    }

    @Test void nonsenseIsRefused() {
        assertEquals("Line 1: an expression cannot start here\n    x = = 1;\n        ^", run("x = = 1;").error());
    }

    @Test void aMethodThatCannotRunYetSaysWhy() {
        var r = run("int early() { return helper() + 1; }");
        assertEquals("ok", r.status());
        assertEquals("The method early is kept, but cannot be used until method helper() is declared.\n", r.printed("stderr"));
        assertTrue(run("early()").error().startsWith("NotDeclared: The method early cannot be used until method helper() is declared"));
        run("int helper() { return 41; }");
        assertEquals("42", run("early()").value());
    }

    @Test void magicsRunAndUnknownOnesNameTheKnown() {
        var timed = run("%time 20 + 3");
        assertEquals("23", timed.value());
        assertTrue(timed.printed("stdout").matches("took [0-9.]+ (ms|s)\n"), timed.printed("stdout"));
        assertEquals("5", run("%%time\nint two = 2;\ntwo + 3").value());
        String memory = run("var held = Tensor.zeros(3, 5);\n%memory").value();
        assertTrue(memory.startsWith("Memory\n") && memory.contains("\nJava heap ") && memory.contains("\nheld "), memory);
        String machine = run("%doctor").value();
        assertTrue(machine.startsWith("This machine ") && machine.matches("(?s).*\nok +java .*") && machine.contains(" memory "), machine);
        assertEquals("HELLO THERE", run("int before = 1;\n%shout hello \"there\"").value());
        assertEquals("UnknownMagic: there is no %tine; there are %classpath, %device, %doctor, %jars, %memory, %restore, %shout, %time", run("%tine 1").error());
        assertEquals("UnknownMagic: there is no %%tine; there are %%junit, %%time", run("%%tine\n1").error());
        assertEquals("2", run("int seven = 7;\nseven\n    % 5").value());
    }

    @Test void jarsThatAreNotThereAreNamed() {
        assertTrue(run("%jars no/such.jar").error().startsWith("IllegalArgumentException: no/such.jar does not exist (looked in "));
    }

    @Test void whatTheClassPathPreloadsIsThereAndProblemsAreToldOnce() {
        try (KernelProcess own = KernelProcess.start()) {
            var r = own.client.run("new Point2D.Double(1, 2).x + preloaded");
            assertEquals("4.0", r.value());
            assertTrue(r.printed("stderr").contains("An extension could not be installed: java.lang.NoClassDefFoundError: a library that is not there\n"), r.printed("stderr"));
            assertTrue(r.printed("stderr").contains("Start-up import: import org.nowhere.Missing;: line 1: package org.nowhere does not exist\n"), r.printed("stderr"));
            assertEquals("", own.client.run("1").printed("stderr"));
        }
    }

    @Test void unicodeIsPrintedWhole() {
        assertEquals("größe ✓ 😀\n", run("System.out.println(\"größe ✓ 😀\");").printed("stdout"));
        assertEquals("é", run("System.out.write(0xc3); System.out.write(0xa9); System.out.flush();").printed("stdout"));
        assertFalse(run("\"😀\"").value().contains("?"));
    }

    @Test void displaysCanBeUpdatedAndCleared() {
        var r = run("""
            var kernel = (org.convbook.kernel.ConvBookKernel) org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel();
            var data = new org.dflib.jjava.jupyter.kernel.display.DisplayData("first");
            String id = kernel.displayWithId(data);
            var next = new org.dflib.jjava.jupyter.kernel.display.DisplayData("second");
            next.putData("application/json", "{\\"a\\": 1}");
            next.setDisplayId(id);
            kernel.update(next);
            kernel.clear(true);""");
        assertEquals("", r.error());
        var first = r.of("display_data").get(0);
        var update = r.of("update_display_data").get(0);
        assertEquals("first", first.getAsJsonObject("data").get("text/plain").getAsString());
        assertEquals("second", update.getAsJsonObject("data").get("text/plain").getAsString());
        assertEquals(1, update.getAsJsonObject("data").getAsJsonObject("application/json").get("a").getAsInt());
        assertEquals(first.getAsJsonObject("transient").get("display_id"), update.getAsJsonObject("transient").get("display_id"));
        assertTrue(r.of("clear_output").get(0).get("wait").getAsBoolean());
        assertTrue(run("kernel.update(new org.dflib.jjava.jupyter.kernel.display.DisplayData(\"x\"));").error().startsWith("IllegalArgumentException: an update needs data with a display id"));
    }

    @Test void jjavasOwnDisplayFunctionsWork() {
        var r = run("String shown = org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.display(\"a\");\norg.dflib.jjava.jupyter.kernel.BaseNotebookStatics.updateDisplay(shown, \"b\");");
        assertEquals("", r.error());
        assertEquals("b", r.of("update_display_data").get(0).getAsJsonObject("data").get("text/plain").getAsString());
    }
}
