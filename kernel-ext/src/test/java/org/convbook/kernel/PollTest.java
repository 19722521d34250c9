package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import com.google.gson.JsonParser;

/** While a cell runs, its code lets widget messages in: over real sockets, in a kernel of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PollTest {
    private final KernelProcess kernel = KernelProcess.start();
    private final WireClient client = kernel.client;

    @BeforeAll void define() {
        assertEquals("", client.run("""
            volatile boolean stop;
            volatile int last;
            void loop() throws Exception {
                System.out.println("go");
                long end = System.nanoTime() + 60_000_000_000L;
                while (!stop && System.nanoTime() < end) {
                    Widgets.poll();
                    Thread.sleep(1);
                }
                System.out.println("stopped " + stop);
                stop = false;
            }""").error());
    }

    @AfterAll void end() {
        kernel.close();
    }

    /** A widget that is the value of a cell: that cell, and the comm to the widget. */
    private record Shown(WireMessage cell, String id) {
    }

    private Shown show(String code) {
        WireMessage cell = client.send(code, Json.of());
        var r = client.finish(cell);
        assertEquals("", r.error(), code);
        return new Shown(cell, r.control());
    }

    private Shown stopButton() {
        return show("var stopper = new Button(\"stop\").onClick(() -> stop = true);\nstopper");
    }

    private WireMessage click(Shown button) {
        return send(button, "{\"method\":\"custom\",\"content\":{\"event\":\"click\"}}");
    }

    private WireMessage change(Shown control, Object value) {
        return send(control, "{\"method\":\"update\",\"state\":{\"value\":" + value + "},\"buffer_paths\":[]}");
    }

    private WireMessage send(Shown widget, String data) {
        return client.send(client.shell, "comm_msg", Json.of("comm_id", widget.id, "data", JsonParser.parseString(data)));
    }

    private WireMessage started(String code) {
        WireMessage cell = client.send(code, Json.of());
        printed(cell, "go\n");
        return cell;
    }

    private void printed(WireMessage under, String text) {
        client.published(m -> m.type().equals("stream") && WireClient.isFor(m, under) && Json.text(m.content(), "text", "").equals(text));
    }

    @Test void aSliderMovesWhileACellRunsAndItsListenerPrintsUnderItsOwnCell() {
        Shown slider = show("var moved = new IntSlider(\"s\", 0, 9, 0).onChange(v -> { last = v; System.out.println(\"now \" + v); });\nmoved");
        Shown stop = stopButton();
        WireMessage loop = started("loop();"), behind = client.send("System.out.println(\"behind\"); last", Json.of());
        List<WireMessage> answers = client.untilIdle(change(slider, 5));
        assertEquals(List.of("comm_msg"), answers.stream().map(WireMessage::type).toList());
        printed(slider.cell, "now 5\n");
        assertEquals(List.of(), client.untilIdle(click(stop)).stream().filter(m -> m.type().equals("error")).toList());
        assertEquals("stopped true\n", client.finish(loop).printed("stdout"));
        assertEquals("5", client.finish(behind).value());
        assertEquals("7", client.run("7").value());
    }

    @Test void aListenerThatFailsIsAnErrorUnderItsCellAndTheLoopGoesOn() {
        Shown bad = show("var bad = new IntSlider(\"s\", 0, 9, 0).onChange(v -> { throw new Error(\"bad \" + v); });\nbad"), stop = stopButton();
        WireMessage loop = started("loop();");
        client.untilIdle(change(bad, 3));
        WireMessage error = client.published(m -> m.type().equals("error"));
        assertTrue(WireClient.isFor(error, bad.cell));
        assertEquals("bad 3", Json.text(error.content(), "evalue", ""));
        WireMessage unknown = client.send(client.shell, "comm_msg", Json.of("comm_id", "nobody", "data", Json.of()));
        assertEquals(List.of("comm_close"), client.untilIdle(unknown).stream().map(WireMessage::type).toList());
        WireMessage without = client.send(client.shell, "comm_msg", Json.of());
        assertEquals("the request has no text \"comm_id\"", Json.text(client.untilIdle(without).get(0).content(), "evalue", ""));
        client.untilIdle(click(stop));
        assertEquals("stopped true\n", client.finish(loop).printed("stdout"), "also the message without a comm was answered while the loop ran");
    }

    @Test void aCallbackIsNotEnteredTwiceAndLetsNoOthersInWhenItRunsWithinAPoll() {
        Shown stop = stopButton();
        Shown start = show("""
            int depth = 0, deepest = 0, runs = 0;
            var start = new Button("start").onClick(() -> {
                runs++;
                deepest = Math.max(deepest, ++depth);
                try { loop(); } catch (Exception e) { throw new RuntimeException(e); } finally { depth--; }
            });
            start""");
        WireMessage first = click(start);
        printed(start.cell, "go\n");
        WireMessage second = click(start);
        client.untilIdle(click(stop));
        client.untilIdle(first);
        printed(start.cell, "go\n");
        client.untilIdle(click(stop));
        client.untilIdle(second);
        assertEquals("2 1", client.run("runs + \" \" + deepest").value());
        Shown nested = show("int within = -1;\nvar nested = new Button(\"n\").onClick(() -> { within = Widgets.poll(); stop = true; });\nnested");
        WireMessage loop = started("loop();");
        client.untilIdle(click(nested));
        client.finish(loop);
        assertEquals("0", client.run("within").value());
    }

    @Test void anInterruptDuringAListenerIsForTheCell() {
        Shown sleepy = show("var sleepy = new Button(\"z\").onClick(() -> {\n    System.out.println(\"sleeps\");\n"
            + "    try { Thread.sleep(60_000); } catch (InterruptedException e) { System.out.println(\"woken\"); }\n});\nsleepy");
        WireMessage loop = started("loop();");
        WireMessage click = click(sleepy);
        printed(sleepy.cell, "sleeps\n");
        client.askControl("interrupt_request", Json.of());
        client.untilIdle(click);
        printed(sleepy.cell, "woken\n");
        assertTrue(client.finish(loop).error().startsWith("InterruptedException: sleep interrupted"));
    }

    @Test void aListenerThatNeverEndsIsStoppedAndTheCellWithIt() {
        Shown endless = show("var endless = new Button(\"e\").onClick(() -> { System.out.println(\"spins\"); while (true) { } });\nendless");
        Shown stop = stopButton();
        WireMessage loop = started("loop();");
        WireMessage click = click(endless);
        printed(endless.cell, "spins\n");
        client.askControl("interrupt_request", Json.of());
        client.untilIdle(click);
        assertTrue(client.finish(loop).error().startsWith("Interrupted: the cell was stopped; what it made before is still there"));
        WireMessage again = started("loop();");
        client.untilIdle(click(stop));
        assertEquals("ok", client.finish(again).status());
    }

    @Test void cellsReadEarlyAreAbortedAllTheSameAndCommsAreNot() {
        Shown slider = show("var kept = new IntSlider(\"s\", 0, 9, 0);\nkept"), stop = stopButton();
        WireMessage loop = started("loop(); throw new RuntimeException();"), behind = client.send("99", Json.of());
        client.untilIdle(click(stop));
        WireMessage moved = change(slider, 8);
        assertEquals("error", client.finish(loop).status());
        assertEquals("aborted", client.finish(behind).status());
        client.untilIdle(moved);
        assertEquals("8", client.run("kept.value()").value());
    }

    @Test void messagesAreTakenInTheirOrderAndNoneIsLost() {
        Shown slider = show("var seen = new ArrayList<Integer>();\nvar counted = new IntSlider(\"s\", 0, 999, 0).onChange(seen::add);\ncounted");
        Shown stop = stopButton();
        WireMessage loop = started("loop();"), end = null;
        for (int i = 1; i <= 500; i++) end = change(slider, i);
        client.untilIdle(end);
        client.untilIdle(click(stop));
        client.finish(loop);
        assertEquals("true", client.run("seen.equals(IntStream.rangeClosed(1, 500).boxed().toList())").value());
    }

    @Test void otherThreadsHandleNothing() throws Exception {
        Shown slider = show("var mine = new IntSlider(\"s\", 0, 9, 0);\nmine"), stop = stopButton();
        WireMessage loop = started("""
            int[] taken = {0};
            var other = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    taken[0] += Widgets.poll();
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
            });
            other.start();
            loop();
            other.join();""");
        client.untilIdle(change(slider, 4));
        client.untilIdle(click(stop));
        client.finish(loop);
        assertEquals("0", client.run("taken[0]").value());
    }
}
