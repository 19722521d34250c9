package org.convbook.kernel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Variables keep their values when later cells import or redefine things; where that cannot be, the cell says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateTest {
    private final KernelProcess kernel = KernelProcess.start();

    @AfterAll void end() {
        kernel.close();
    }

    private WireClient.Result run(String code) {
        var r = kernel.client.run(code);
        assertEquals("", r.error(), code);
        return r;
    }

    @Test void importsInLaterCellsKeepVariables() {
        run("import java.nio.*;\nvar bytes = ByteBuffer.allocate(8);\nbytes.put((byte) 5);");
        run("import java.nio.charset.*;\nimport java.nio.channels.*;\nimport java.nio.ByteBuffer;\nimport static java.lang.Math.*;");
        assertEquals("1", run("bytes.position()").value());
        run("import java.util.*; import java.util.concurrent.atomic.*; var seen = new AtomicInteger(9); import java.util.concurrent.locks.*; import java.util.function.*;");
        assertEquals("9", run("seen").value());
    }

    @Test void redeclaringWhatAVariableWasMadeFromKeepsIt() {
        run("String text = \"first\";\nvar part = text.substring(2);");
        run("String text = \"other\";");
        assertEquals("rst", run("part").value());
        run("int f() { return 1; }\nvar v = f();");
        run("int f() { return 2; }");
        assertEquals("1", run("v").value());
        run("int f() { Supplier<Integer> s = () -> 3; return s.get(); }");
        assertEquals("1", run("v").value());
        assertEquals("3", run("f()").value());
    }

    @Test void runningACellAgainKeepsObjectsOfTheCellsOwnTypes() {
        run("int size = 3;");
        run("class Box { int width = size; int area() { return width * width; } }");
        run("var box = new Box();\nbox.width = 10;");
        run("int size = 3;");
        assertEquals("100", run("box.area()").value());
        run("int size = 4;");
        assertEquals("10", run("box.width").value());
        assertEquals("4", run("new Box().width").value());
        run("class Box { int width = size; int area() { return width * width; } }");
        assertEquals("100", run("box.area()").value());
        run("class Box { int width = size; int area() { return -1; } }");
        assertEquals("-1", run("box.area()").value());
    }

    @Test void aVariableThatLosesItsValueIsNamed() {
        run("record Pair(int a) { }\nvar pair = new Pair(1);\nint count = 5;");
        var r = run("record Pair(int a, int b) { }");
        assertEquals("The variable pair lost its value, because The type Pair changed. Run the cell that makes pair again, or get the object back with %restore pair.\n",
            r.printed("stderr"));
        assertEquals("5", run("count").value());
    }

    @Test void whatAVariableHasLostCanBeRestored() {
        run("class Net extends ArrayList<String> { int layers = 3; }\nvar net = new Net();\nnet.add(\"trained\");\nint[] history = {1, 2};");
        var changed = run("class Net extends ArrayList<String> { long layers = 4; }");
        assertTrue(changed.printed("stderr").endsWith("or get the object back with %restore net.\n"), changed.printed("stderr"));
        assertTrue(kernel.client.run("net").error().contains("cannot find the variable net"));
        assertEquals("%restore: it has " + (run("%restore").printed("stdout").contains("pair") ? "net, pair\n" : "net\n"), run("%restore").printed("stdout"));
        assertEquals("net is restored as ArrayList: its own type, Net, is the one before the change\n", run("%restore net").printed("stdout"));
        assertEquals("[trained]", run("net").value());
        assertEquals("2", run("history[1]").value());
        String error = kernel.client.run("%restore net").error();
        assertTrue(error.startsWith("IllegalArgumentException: %restore has no lost value of net; "), error);
    }

    @Test void aModelOfAChangedClassIsStillALayer() {
        run("import org.convbook.cnn.nn.*;");
        run("class Mine extends Sequential { final int width = 4; Mine() { super(new Linear(2, 3, new Random(1))); } }\nvar mine = new Mine();");
        run("float before = mine.parameters().get(\"0.weight\").toArray()[0];");
        run("class Mine extends Sequential { final long depth = 4; Mine() { super(new Linear(2, 3, new Random(2))); } }");
        run("%restore mine");
        assertEquals("true", run("mine.parameters().get(\"0.weight\").toArray()[0] == before").value());
    }

    @Test void aVariableDeclaredAnewStartsAnew() {
        run("int counter = 5;");
        run("int counter;");
        assertEquals("0", run("counter").value());
        run("int counter = 6;");
        run("long counter = 7;");
        assertEquals("7", run("counter").value());
        assertTrue(run("counter = 8").value() == null && run("counter").value().equals("8"));
    }
}
