package org.convbook.kernel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Interrupts end what runs and keep what was made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptTest {
    private final KernelProcess kernel = KernelProcess.start();
    private final WireClient client = kernel.client;

    @AfterAll void end() {
        kernel.close();
    }

    /** Runs a cell, interrupts it when it has printed "go", and waits for its end. */
    private WireClient.Result interrupted(String code) {
        WireMessage cell = client.send(code, Json.of());
        client.published(m -> WireClient.isFor(m, cell) && m.type().equals("stream") && Json.text(m.content(), "text", "").contains("go"));
        assertEquals("ok", Json.text(client.askControl("interrupt_request", Json.of()), "status", ""));
        return client.finish(cell);
    }

    private void kernelLives() {
        assertEquals("41", client.run("kept + 1").value());
    }

    @Test void aBusyLoopIsStoppedAndTheStateLivesOn() {
        client.run("int kept = 40; long turns = 0;");
        for (String loop : new String[] {"while (true) { }", "for (;;) turns++;", "while (true) { Math.sin(turns++); }", "do { try { turns++; } catch (Throwable t) { } } while (true);"}) {
            var r = interrupted("System.out.println(\"go\");\n" + loop + "\nSystem.out.println(\"after\");");
            assertEquals("error", r.status(), loop);
            assertEquals("Interrupted: the cell was stopped; what it made before is still there", r.error().lines().findFirst().orElse(""), loop);
            assertEquals("", r.printed("stdout").replace("go\n", ""), loop);
            kernelLives();
        }
    }

    @Test void aLoopInAMethodOrALambdaIsStopped() {
        client.run("int kept = 40; void spin() { while (true) { } }");
        assertEquals("error", interrupted("System.out.println(\"go\"); spin();").status());
        assertEquals("error", interrupted("System.out.println(\"go\"); Runnable r = () -> { while (true) { } }; r.run();").status());
        assertEquals("error", interrupted("System.out.println(\"go\"); Stream.iterate(1, i -> i + 1).forEach(i -> { });").status());
        kernelLives();
    }

    @Test void sleepIsInterrupted() {
        client.run("int kept = 40;");
        assertTrue(interrupted("{ System.out.println(\"go\"); Thread.sleep(100_000); }").error().startsWith("InterruptedException: sleep interrupted"));
        kernelLives();
    }

    @Test void codeThatLooksAtTheFlagEndsByItselfAndTheCellGoesOn() {
        client.run("int kept = 40;");
        var r = interrupted("int train() { System.out.println(\"go\"); int n = 1; while (!Thread.interrupted()) n++; return n; }\nint batches = train();\nThread.sleep(1500);\nSystem.out.println(\"kept \" + (batches > 0));");
        assertEquals("ok", r.status());
        assertTrue(r.printed("stdout").endsWith("kept true\n"));
        kernelLives();
    }

    @Test void anInterruptBetweenTwoStatementsEndsTheCell() {
        client.run("int kept = 40;");
        var r = interrupted("System.out.println(\"go\");\n" + "Thread.sleep(50);\n".repeat(200) + "System.out.println(\"after\");");
        assertEquals("error", r.status());
        assertEquals("", r.printed("stdout"));   // "go" was taken above
        kernelLives();
    }

    @Test void aToStringThatNeverEndsIsStopped() {
        client.run("int kept = 40; class Endless { public String toString() { System.out.println(\"go\"); while (true) { } } }");
        assertEquals("error", interrupted("new Endless()").status());
        kernelLives();
    }

    @Test void waitingForInputIsInterrupted() {
        client.run("int kept = 40;");
        assertEquals("error", interrupted("System.out.println(\"go\"); new Scanner(System.in).nextLine()").status());
        kernelLives();
    }

    @Test void anInterruptWhenNothingRunsIsHarmless() {
        client.run("int kept = 40;");
        client.askControl("interrupt_request", Json.of());
        client.run("Thread.sleep(10);");
        kernelLives();
    }
}
