package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Widgets in a kernel of their own, over real sockets: what the page gets, and under which cell a callback's output appears. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetWireTest {
    private static final String VIEW = "application/vnd.jupyter.widget-view+json";

    private final KernelProcess kernel = KernelProcess.start();
    private final WireClient client = kernel.client;

    @AfterAll void end() {
        kernel.close();
    }

    private WireClient.Result run(String code) {
        var r = client.run(code);
        assertEquals("", r.error(), code);
        return r;
    }

    /** The model id of the control that the cell shows as its value. */
    private static String shown(WireClient.Result r) {
        assertEquals(2, r.of("execute_result").get(0).getAsJsonObject("data").getAsJsonObject(VIEW).get("version_major").getAsInt());
        return r.control();
    }

    private WireMessage change(String id, String state) {
        return send(id, "{\"method\":\"update\",\"state\":" + state + ",\"buffer_paths\":[]}");
    }

    private WireMessage send(String id, String data) {
        return client.send(client.shell, "comm_msg", Json.of("comm_id", id, "data", JsonParser.parseString(data)));
    }

    private WireMessage open(String id, String target) {
        return client.send(client.shell, "comm_open", Json.of("comm_id", id, "target_name", target, "data", Json.of()));
    }

    private static JsonObject state(WireMessage m) {
        return m.content().getAsJsonObject("data").getAsJsonObject("state");
    }

    @Test void aWidgetIsOpenedBeforeItIsShown() {
        var r = run("var opened = new IntSlider(\"stride\", 1, 5, 2);\nopened");
        assertEquals(List.of("execute_input", "comm_open", "comm_open", "comm_open", "comm_open", "comm_open", "execute_result"), r.published().stream().map(WireMessage::type).toList());
        WireMessage open = r.published().get(3);
        assertEquals("2.1.0", Json.text(open.metadata(), "version", ""));
        assertEquals("jupyter.widget", Json.text(open.content(), "target_name", ""));
        assertEquals("IntSliderModel", state(open).get("_model_name").getAsString());
        assertEquals("IPY_MODEL_" + r.published().get(1).content().get("comm_id").getAsString(), state(open).get("layout").getAsString());
        assertEquals(shown(r), open.content().get("comm_id").getAsString());
        assertEquals("IntSlider stride = 2 (1 to 5)", r.value());
        assertTrue(client.ask("comm_info_request", Json.of("target_name", "jupyter.widget")).getAsJsonObject("comms").has(shown(r)));
    }

    @Test void aChangeIsEchoedAndTheListenersOutputAppearsUnderTheWidgetsCell() {
        WireMessage cell = client.send("var slider = new IntSlider(\"s\", 0, 9, 0).onChange(v -> { System.out.println(\"now \" + v); if (v == 7) throw new IllegalStateException(\"seven\"); });\nslider", Json.of());
        String id = shown(client.finish(cell));
        run("int between = 1;");
        WireMessage change = change(id, "{\"value\":5}");
        List<WireMessage> answers = client.untilIdle(change);
        assertEquals(List.of("comm_msg"), answers.stream().map(WireMessage::type).toList());
        assertEquals("{\"method\":\"echo_update\",\"state\":{\"value\":5},\"buffer_paths\":[]}", answers.get(0).content().getAsJsonObject("data").toString());
        WireMessage printed = client.published(m -> m.type().equals("stream"));
        assertTrue(WireClient.isFor(printed, cell));
        assertEquals("now 5\n", Json.text(printed.content(), "text", ""));
        client.untilIdle(change(id, "{\"value\":7}"));
        WireMessage error = client.published(m -> m.type().equals("error"));
        assertTrue(WireClient.isFor(error, cell));
        assertEquals("seven", Json.text(error.content(), "evalue", ""));
        assertEquals(3, error.content().getAsJsonArray("traceback").size(), "the sentence, the cell's line, and what it says");
        assertEquals("7", run("slider.value()").value());
    }

    @Test void aWidgetShownInAnotherCellTellsItsNewsThere() {
        run("var moved = new IntSlider(\"s\", 0, 9, 0).onChange(v -> show(\"shown \" + v));\nvar around = new VBox(moved);\naround");
        WireMessage second = client.send("around", Json.of());
        client.finish(second);
        String id = shown(run("System.out.println(1);\nmoved"));
        WireMessage last = client.send("around", Json.of());
        client.finish(last);
        client.untilIdle(change(id, "{\"value\":3}"));
        WireMessage shown = client.published(m -> m.type().equals("display_data"));
        assertTrue(WireClient.isFor(shown, last));
    }

    @ParameterizedTest @ValueSource(strings = {"new VBox(again)", "again", "new Accordion().add(\"a\", again)"})
    void aPageThatIsLoadedAgainGetsTheListenersOutputBesideTheWidget(String shown) {
        var r = run("var again = new Button(\"b\").onClick(() -> System.out.println(\"clicked\"));\n" + shown);
        String button = r.published().stream().filter(m -> m.type().equals("comm_open") && Json.text(state(m), "_model_name", "").equals("ButtonModel")).findFirst().orElseThrow()
            .content().get("comm_id").getAsString();
        String view = r.of("execute_result").get(0).getAsJsonObject("data").getAsJsonObject(VIEW).get("model_id").getAsString();
        try (WireClient page = new WireClient(kernel.connection)) {
            page.listen();
            for (String opened : new String[] {"comm_open comm_open comm_msg ", ""}) {             // the second click finds the area there
                WireMessage click = page.send(page.shell, "comm_msg", Json.of("comm_id", button, "data", JsonParser.parseString("{\"method\":\"custom\",\"content\":{\"event\":\"click\"}}")));
                List<WireMessage> all = page.untilIdle(click);
                assertEquals(opened + "comm_msg stream comm_msg", String.join(" ", all.stream().map(WireMessage::type).toList()));
                if (!opened.isEmpty()) {
                    assertEquals(view, all.get(2).content().get("comm_id").getAsString());
                    assertEquals(2, state(all.get(2)).getAsJsonArray("children").size(), "what was shown, and the area under it");
                }
                List<WireMessage> last = all.subList(all.size() - 3, all.size());
                assertEquals(Json.text(click.header(), "msg_id", ""), Json.text(state(last.get(0)), "msg_id", "none"));
                assertEquals("clicked\n", Json.text(last.get(1).content(), "text", ""));
                assertEquals("", Json.text(state(last.get(2)), "msg_id", "none"));
            }
        }
    }

    @Test void callbacksRunBetweenCellsOnTheirThread() {
        String id = shown(run("var order = Collections.synchronizedList(new ArrayList<String>());\nvar ordered = new IntSlider(\"s\", 0, 9, 0).onChange(v -> order.add(v + Thread.currentThread().getName()));\nordered"));
        WireMessage cell = client.send("Thread.sleep(300); order.add(\"cell\" + Thread.currentThread().getName());", Json.of());
        client.untilIdle(change(id, "{\"value\":1}"));
        client.finish(cell);
        assertEquals("[cellcells, 1cells]", run("order").value());
    }

    @Test void aListenerThatNeverEndsIsInterrupted() {
        String id = shown(run("var endless = new Button(\"b\").onClick(() -> { System.out.println(\"go\"); while (true) { } });\nendless"));
        WireMessage click = send(id, "{\"method\":\"custom\",\"content\":{\"event\":\"click\"}}");
        client.published(m -> m.type().equals("stream") && Json.text(m.content(), "text", "").contains("go"));
        assertEquals("ok", Json.text(client.askControl("interrupt_request", Json.of()), "status", ""));
        client.untilIdle(click);
        assertEquals("Interrupted", Json.text(client.published(m -> m.type().equals("error")).content(), "ename", ""));
        assertEquals("2", run("1 + 1").value());
    }

    @Test void aSliderThatIsMovedALotEndsWithItsLastValue() {
        String id = shown(run("var held = Widgets.interact(new IntSlider(\"side\", 1, 2000, 300), s -> new BufferedImage(400 + s, 200, BufferedImage.TYPE_INT_RGB));\nheld.children().get(0)"));
        run("held");
        WireMessage last = null;
        for (int i = 1; i <= 200; i++) last = change(id, "{\"value\":" + i + "}");
        List<WireMessage> answers = client.untilIdle(last);
        Predicate<WireMessage> wanted = m -> m.type().equals("comm_msg") && !m.buffers().isEmpty() && Json.text(state(m), "width", "").equals("600");
        WireMessage picture = answers.stream().filter(wanted).findFirst().orElseGet(() -> client.published(wanted));   // or it went out with an earlier one
        assertEquals("[[\"value\"]]", picture.content().getAsJsonObject("data").get("buffer_paths").toString());
        assertEquals((byte) 0x89, picture.buffers().get(0)[0]);
        assertEquals("200", run("((IntSlider) held.children().get(0)).value()").value());
        assertEquals("Image, png, 600 x 200 pixels", run("held.children().get(1).toString()").value());
    }

    @Test void aProgressBarInALoopIsAFewMessagesAndFullBeforeTheCellEnds() {
        var r = run("var bar = new IntProgress(\"steps\", 0, 200000);\nshow(bar);\nfor (int i = 0; i <= 200000; i++) bar.value(i);");
        List<WireMessage> updates = r.published().stream().filter(m -> m.type().equals("comm_msg")).toList();
        assertTrue(updates.size() < 2000, updates.size() + " messages");
        assertEquals(200000, state(updates.get(updates.size() - 1)).get("value").getAsInt());
        JsonObject before = r.of("display_data").get(0), after = r.of("update_display_data").get(0);
        assertEquals("IntProgress steps = 0 (0 to 200000)", before.getAsJsonObject("data").get("text/plain").getAsString());
        assertEquals("IntProgress steps = 200000 (0 to 200000)", after.getAsJsonObject("data").get("text/plain").getAsString(), "for a page without a kernel");
        assertEquals(before.getAsJsonObject("data").get(VIEW), after.getAsJsonObject("data").get(VIEW));
        assertEquals(before.getAsJsonObject("transient").get("display_id"), after.getAsJsonObject("transient").get("display_id"));
    }

    @Test void aPageThatIsLoadedAgainFindsItsWidgets() {
        String id = shown(run("var found = new Checkbox(\"bias\", true);\nfound"));
        run("found.value(false);");
        client.untilIdle(open("control-1", "jupyter.widget.control"));
        WireMessage states = client.untilIdle(send("control-1", "{\"method\":\"request_states\"}")).get(0);
        JsonObject entry = states.content().getAsJsonObject("data").getAsJsonObject("states").getAsJsonObject(id);
        assertEquals("CheckboxModel", entry.get("model_name").getAsString());
        assertEquals(false, entry.getAsJsonObject("state").get("value").getAsBoolean());
        client.untilIdle(client.send(client.shell, "comm_close", Json.of("comm_id", "control-1", "data", Json.of())));
        WireMessage whole = client.untilIdle(send(id, "{\"method\":\"request_state\"}")).get(0);
        assertEquals("bias", state(whole).get("description").getAsString());
    }

    @Test void anOutputWidgetCapturesByTheCellsMessage() {
        WireMessage cell = client.send("var out = new Output();\nshow(out);\nout.capture(() -> System.out.println(\"captured\"));\nSystem.out.println(\"outside\");", Json.of());
        List<WireMessage> all = client.finish(cell).published();
        List<String> order = all.stream().filter(m -> m.type().equals("stream") || m.type().equals("comm_msg"))
            .map(m -> m.type().equals("stream") ? Json.text(m.content(), "text", "") : state(m).get("msg_id").getAsString()).toList();
        assertEquals(List.of(Json.text(cell.header(), "msg_id", ""), "captured\n", "", "outside\n"), order);
    }

    @Test void wrongMessagesAreErrorsAndTheKernelLives() {
        WireMessage cell = client.send("var strict = new IntSlider(\"s\", 0, 9, 4);\nstrict", Json.of());
        String id = shown(client.finish(cell));
        for (String[] c : new String[][] {{"{\"method\":\"update\",\"state\":{\"value\":\"x\"}}", "IntSlider: value must be a whole number, got \"x\""},
            {"{\"method\":\"update\",\"state\":{\"value\":1},\"buffer_paths\":[[\"a\"]]}", "a widget message has 0 buffers, but its buffer_paths are [[a]]"},
            {"{\"method\":\"nothing\"}", "IntSlider: a message with the method nothing and the parts [method]; expected update with state, request_state, or custom with content"},
            {"{}", "IntSlider: a message with the method null and the parts []; expected update with state, request_state, or custom with content"}}) {
            client.untilIdle(send(id, c[0]));
            WireMessage error = client.published(m -> m.type().equals("error"));
            assertEquals(c[1], Json.text(error.content(), "evalue", ""));
            assertTrue(WireClient.isFor(error, cell));
        }
        assertEquals("comm_close", client.untilIdle(send("no-such-comm", "{\"method\":\"update\",\"state\":{}}")).get(0).type());
        assertEquals("4", run("strict.value()").value());
    }

    @Test void closingTakesTheModelsAway() {
        String id = shown(run("var closed = new IntSlider(\"s\", 0, 9, 4);\nclosed"));
        var r = run("closed.close();");
        assertEquals(5, r.of("comm_close").size(), "the control, its style, the box around it, and their layouts");
        assertEquals(false, client.ask("comm_info_request", Json.of()).getAsJsonObject("comms").has(id));
        assertTrue(!shown(run("closed")).equals(id), "shown again it is a new one");
    }

    @Test void namesStayClearWhenAUserImportsAwt() {
        assertEquals("Button ok", run("import java.awt.*;\nColor red = Color.RED;\nnew Button(\"ok\").toString()").value());
        assertEquals("Image, empty", run("new Image().toString()").value());
        assertEquals("true", run("new Checkbox(\"c\", true).value()").value());
        assertEquals("[3, 3]", run("Stream.of(new IntSlider(\"a\", 3, 3, 3), new IntSlider(\"b\", 3, 3, 3)).map(IntSlider::value).toList()").value());
    }
}
