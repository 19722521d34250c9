package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code %%junit} as a student meets it: over the wire, in a kernel process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JUnitCellTest {
    private final KernelProcess kernel = KernelProcess.start();
    private final WireClient client = kernel.client;

    @AfterAll void end() {
        kernel.close();
    }

    /** The text level without the times. */
    private String shown(String code) {
        WireClient.Result r = client.run(code);
        assertEquals("ok", r.status(), r::error);
        return r.value().replaceAll(" \\((< 1 ms|\\d+ ms|[\\d.]+ s)\\)", "");
    }

    @Test void methodsTestWhatEarlierCellsDefined() {
        client.run("int kept = 40;");
        client.run("double relu(double x) { return Math.abs(x); }");
        String tests = """
            %%junit
            @Test void positiveStays() { assertEquals(3.0, relu(3)); }

            @Test void negativeBecomesZero() {
                assertEquals(0.0, relu(-3), "relu(-3)");
            }""";
        assertEquals("""
            1 of 2 tests passed
            ✓ positiveStays
            ✗ negativeBecomesZero
                relu(-3)
                expected 0.0
                was      3.0
                line 5: assertEquals(0.0, relu(-3), "relu(-3)");""", shown(tests));
        client.run("double relu(double x) { return Math.max(0, x); }");
        assertEquals("2 of 2 tests passed\n✓ positiveStays\n✓ negativeBecomesZero", shown(tests));
        assertEquals("40", client.run("kept").value());
    }

    @Test void aClassWithCasesAndSetUpRuns() {
        assertEquals("""
            3 of 5 tests passed, 1 not run
            ✓ isEven [1] n=2
            ✗ isEven [2] n=3
                expected true
                was      false
                line 4: @ParameterizedTest @ValueSource(ints = {2, 3}) void isEven(int n) { assertTrue(n % 2 == 0); }
            ✓ set up
            ✓ throwsIt
            – notToday
                later""", shown("""
            %%junit
            class Evens {
                int ready; @BeforeEach void prepare() { ready = 1; }
                @ParameterizedTest @ValueSource(ints = {2, 3}) void isEven(int n) { assertTrue(n % 2 == 0); }
                @Test @DisplayName("set up") void setUp() { assertEquals(1, ready); }
                @Test void throwsIt() { assertThrows(IllegalStateException.class, () -> { throw new IllegalStateException(); }); }
                @Test @Disabled("later") void notToday() { fail(); }
            }""").replace("Evens: ", ""));
    }

    @Test void aTestThatDoesNotCompileIsMarkedOnItsLine() {
        WireClient.Result r = client.run("%%junit\n@Test void a() {\n    assertEquals(1, lenght);\n}");
        assertEquals("IllegalArgumentException: %%junit: line 3 uses the variable lenght, which is not declared", r.error().lines().findFirst().orElse(""));
        r = client.run("%%junit\n@Test void a() {\n    assertEquals(1, lengthOf(2));\n}");
        assertEquals("IllegalArgumentException: %%junit: line 3 uses the method lengthOf(int), which is not declared", r.error().lines().findFirst().orElse(""));
        r = client.run("%%junit\n@Test void a() {\n    int b = 2 int c = 3;\n}");
        assertEquals("Line 3: ';' expected\n        int b = 2 int c = 3;\n                 ^", r.error());
    }

    @Test void aClassThatUsesWhatIsNotThereIsRed() {
        WireClient.Result r = client.run("%%junit\nclass Unsure {\n    @Test void a() { assertEquals(1, lenght); }\n}");
        assertTrue(r.value().endsWith("\n    it uses what is not declared; the message above names it"), r::value);
        assertEquals("The type Unsure is kept, but cannot be used until variable lenght is declared.\n", r.printed("stderr"));
    }

    @Test void aCellWithoutTestsSaysSo() {
        assertEquals("IllegalArgumentException: %%junit found no test: write @Test before a method, such as @Test void sumIsRight() { assertEquals(4, 2 + 2); }",
            client.run("%%junit\nint a = 3;").error().lines().findFirst().orElse(""));
    }

    @Test void aTestThatJUnitCannotCallIsRefused() {
        String error = client.run("%%junit\n@Test private void hidden() { }").error();
        assertTrue(error.startsWith("IllegalArgumentException: %%junit "), error);
        assertTrue(error.contains("private"), error);
    }

    @Test void whatATestPrintsIsUnderItsCell() {
        assertEquals("printed\n", client.run("%%junit\n@Test void prints() { System.out.println(\"printed\"); }").printed("stdout"));
    }

    @Test void aTestThatNeverEndsIsStoppedAndTheRestIsNotRun() {
        client.run("int kept = 40;");
        for (String hang : new String[] {"while (true) { }", "Thread.sleep(100_000);"}) {
            WireMessage cell = client.send("%%junit\n@Test void hangs() throws Exception { System.out.println(\"go\"); " + hang + " }\n@Test void hangsToo() throws Exception { System.out.println(\"go\"); " + hang + " }", Json.of());
            client.published(m -> WireClient.isFor(m, cell) && m.type().equals("stream") && Json.text(m.content(), "text", "").contains("go"));
            client.askControl("interrupt_request", Json.of());
            WireClient.Result r = client.finish(cell);
            assertEquals("error", r.status(), hang);
            String rows = Json.text(Json.object(r.of("display_data").get(0), "data"), "text/plain", "").replaceAll(" \\(.*\\)", "");
            assertEquals("0 of 2 tests passed, 1 not run\n■ hangs\n    interrupted\n– hangsToo\n    the cell was interrupted", rows, hang);
            assertEquals("41", client.run("kept + 1").value(), hang);
        }
    }
}
