package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/**
 * What must never go wrong, each round in a kernel of its own: once in a build, {@code -Dkernel.repeats=100} for more. How long the slowest
 * interrupt and the slowest end took is printed, not judged: a machine may be busy.
 */
class RepeatTest {
    private static final int ROUNDS = Integer.getInteger("kernel.repeats", 1);
    private static final String LINES = IntStream.range(0, 20_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());

    private double slowestStop, slowestEnd;

    @Test void everyRoundIsSurvived() {
        for (int round = 1; round <= ROUNDS; round++) {
            try (KernelProcess kernel = KernelProcess.start()) {
                noLineIsLost(kernel.client, round);
                anErrorInToStringIsSurvived(kernel.client, round);
                lateOutputIsUnderItsOwnCell(kernel.client, round);
                aBusyLoopIsStopped(kernel.client, round);
                theProcessEnds(kernel, round);
            }
        }
        System.out.printf(Locale.ROOT, "%d rounds; the slowest interrupt took %.2f s, the slowest end %.2f s%n", ROUNDS, slowestStop, slowestEnd);
    }

    private static void noLineIsLost(WireClient client, int round) {
        var r = client.run("for (int i = 0; i < 20_000; i++) System.out.println(\"line \" + i);");
        assertTrue(LINES.equals(r.printed("stdout")), "round " + round + ": " + r.printed("stdout").lines().count() + " of 20,000 lines, or in another order");
    }

    private static void anErrorInToStringIsSurvived(WireClient client, int round) {
        assertTrue(client.run("class Rude { public String toString() { throw new Error(\"no text\"); } }\nnew Rude()").error().startsWith("Error: no text\n"), "round " + round);
        assertEquals("42", client.run("6 * 7").value(), "round " + round);
    }

    private static void lateOutputIsUnderItsOwnCell(WireClient client, int round) {
        WireMessage cell = client.send("var gate = new CountDownLatch(1); var done = new CountDownLatch(1);\n"
            + "new Thread(() -> { try { gate.await(); } catch (InterruptedException e) { } System.out.println(\"late\"); done.countDown(); }).start();", Json.of());
        client.finish(cell);
        var later = client.run("gate.countDown(); done.await(); System.out.println(\"now\");");
        assertEquals("now\n", later.printed("stdout"), "round " + round);
        assertTrue(WireClient.isFor(client.published(m -> m.type().equals("stream") && Json.text(m.content(), "text", "").equals("late\n")), cell), "round " + round);
    }

    private void aBusyLoopIsStopped(WireClient client, int round) {
        WireMessage cell = client.send("int kept = 41;\nSystem.out.println(\"go\");\nlong turns = 0;\nwhile (true) turns++;", Json.of());
        client.published(m -> WireClient.isFor(m, cell) && m.type().equals("stream"));
        long began = System.nanoTime();
        client.askControl("interrupt_request", Json.of());
        assertEquals("error", client.finish(cell).status(), "round " + round);
        slowestStop = Math.max(slowestStop, (System.nanoTime() - began) / 1e9);
        assertEquals("42", client.run("kept + 1").value(), "round " + round);
    }

    private void theProcessEnds(KernelProcess kernel, int round) {
        kernel.client.run("new Thread(() -> { while (true) { } }).start();");
        kernel.client.send("while (true) { }", Json.of());
        long began = System.nanoTime();
        assertEquals("ok", Json.text(kernel.client.askControl("shutdown_request", Json.of("restart", false)), "status", ""), "round " + round);
        assertTrue(kernel.endsWithin(WireClient.PATIENCE_MS), "round " + round + ": the kernel lives on after shutdown");
        slowestEnd = Math.max(slowestEnd, (System.nanoTime() - began) / 1e9);
    }
}
