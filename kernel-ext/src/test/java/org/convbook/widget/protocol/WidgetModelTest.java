package org.convbook.widget.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** The exact messages of the protocol, as ipywidgets 8 sends them. */
class WidgetModelTest {
    private static final String IDENTITY = "\"_model_module\":\"@jupyter-widgets/controls\",\"_model_module_version\":\"2.0.0\",\"_model_name\":\"IntTextModel\","
        + "\"_view_module\":\"@jupyter-widgets/controls\",\"_view_module_version\":\"2.0.0\",\"_view_name\":\"IntTextView\"";

    private final FakeFront front = new FakeFront();
    private final WidgetSession session = front.session();
    private final WidgetModel model = WidgetModel.control("IntText");
    private final Attribute<Integer> value = model.attribute("value", StateType.INT, 1);
    private final Attribute<String> text = model.attribute("description", StateType.TEXT, "a");
    private final List<String> heard = new ArrayList<>();

    private static String update(String id, String state) {
        return id + " {\"method\":\"update\",\"state\":" + state + ",\"buffer_paths\":[]}";
    }

    private static String echo(String id, String state) {
        return update(id, state).replace("update", "echo_update");
    }

    private void open() {
        session.open(model);
        value.onChange(v -> heard.add("value " + v));
        front.sent();
    }

    @Test void openingSendsIdentityAndState() {
        assertEquals("m1", session.open(model));
        assertEquals(List.of("open m1 jupyter.widget {\"state\":{" + IDENTITY + ",\"value\":1,\"description\":\"a\"},\"buffer_paths\":[]} {\"version\":\"2.1.0\"}"), front.sent());
        assertEquals("m1", session.open(model));
        assertEquals(List.of(), front.sent());
    }

    @Test void withoutANotebookItIsAPlainObject() {
        value.onChange(v -> heard.add("value " + v));
        value.set(5);
        model.flush();
        model.close();
        assertEquals(5, value.get());
        assertEquals(List.of("value 5"), heard);
        assertEquals(List.of(), front.log);
    }

    @Test void aChangeIsSentAndToldOnce() {
        open();
        value.set(7);
        value.set(7);
        assertEquals(List.of(update("m1", "{\"value\":7}")), front.sent());
        assertEquals(List.of("value 7"), heard);
    }

    @Test void whatThePageSendsIsEchoedStoredAndNotSentBack() {
        open();
        front.change("m1", "{\"value\":9}");
        assertEquals(List.of(echo("m1", "{\"value\":9}")), front.sent());
        assertEquals(9, value.get());
        assertEquals(List.of("value 9"), heard);
        front.pass(100);
        front.endOfCell();
        assertEquals(List.of(), front.sent());
    }

    @Test void anEchoCanBeSwitchedOff() {
        for (String off : List.of("0", "no", "False", "OFF")) {
            FakeFront quiet = new FakeFront();
            WidgetModel m = WidgetModel.control("IntText");
            m.attribute("value", StateType.INT, 1);
            quiet.session(off).open(m);
            quiet.sent();
            quiet.change("m1", "{\"value\":9}");
            assertEquals(List.of(), quiet.sent(), off);
        }
    }

    @Test void aValueThatIsCorrectedGoesBack() {
        value.check(v -> Math.min(v, 5));
        open();
        front.change("m1", "{\"value\":9}");
        assertEquals(List.of(echo("m1", "{\"value\":9}"), update("m1", "{\"value\":5}")), front.sent());
        assertEquals(List.of("value 5"), heard);
    }

    @Test void aListenerMayChangeTheValueAgain() {
        open();
        value.onChange(v -> value.set(v / 10 * 10));
        front.change("m1", "{\"value\":57}");
        assertEquals(List.of(echo("m1", "{\"value\":57}"), update("m1", "{\"value\":50}")), front.sent());
        assertEquals(List.of("value 57", "value 50"), heard);
    }

    @Test void listenersSeeAllThatOneMessageChanged() {
        open();
        value.onChange(v -> heard.add(text.get()));
        front.change("m1", "{\"value\":2,\"description\":\"b\",\"unknown\":3}");
        assertEquals(List.of(echo("m1", "{\"value\":2,\"description\":\"b\"}")), front.sent());
        assertEquals(List.of("value 2", "b"), heard);
    }

    @Test void aWrongTypeIsRefusedAndThePageCorrected() {
        open();
        for (String bad : List.of("\"abc\"", "1.5", "null", "[1]", "true", "99999999999")) {
            var e = assertThrows(IllegalArgumentException.class, () -> front.change("m1", "{\"value\":" + bad + ",\"description\":\"z" + bad.length() + "\"}"));
            String got = bad.startsWith("[") ? "something else" : bad;
            assertEquals("IntText: value must be a whole number, got " + got, e.getMessage());
            assertEquals(update("m1", "{\"value\":1}"), front.sent().get(1));
        }
        assertEquals(1, value.get());
        assertEquals("z11", text.get());
        assertEquals(List.of(), heard);
    }

    @Test void malformedMessagesAreRefused() {
        open();
        assertEquals("IntText: a message with the method dance and the parts [method]; expected update with state, request_state, or custom with content",
            assertThrows(IllegalArgumentException.class, () -> front.receive("m1", "{\"method\":\"dance\"}")).getMessage());
        for (String bad : List.of("{}", "{\"method\":\"update\"}", "{\"method\":\"update\",\"state\":[1]}", "{\"method\":\"custom\",\"content\":3}", "{\"method\":[]}"))
            assertThrows(IllegalArgumentException.class, () -> front.receive("m1", bad), bad);
        String head = "{\"method\":\"update\",\"state\":{\"value\":[1,{}]},\"buffer_paths\":";
        for (String path : List.of("[]", "[[]]", "[[\"value\",7]]", "[[\"value\",-1]]", "[[\"value\",\"a\",1]]", "[3]", "7", "[[\"value\",0,0]]"))
            assertThrows(IllegalArgumentException.class, () -> front.receive("m1", head + path + "}", new byte[1]), path);
        assertEquals("a widget message has 1 buffers, but its buffer_paths are []",
            assertThrows(IllegalArgumentException.class, () -> front.receive("m1", head + "[]}", new byte[1])).getMessage());
        assertEquals("a widget message has a buffer for [value, 7], which is no place in its state",
            assertThrows(IllegalArgumentException.class, () -> front.receive("m1", head + "[[\"value\",7]]}", new byte[1])).getMessage());
        assertEquals(List.of(), front.sent());
    }

    @Test void heldChangesAreOneMessage() {
        open();
        model.hold(() -> {
            value.set(2);
            text.set("b");
            model.hold(() -> value.set(3));
            assertEquals(List.of(), front.log);
        });
        assertEquals(List.of(update("m1", "{\"value\":3,\"description\":\"b\"}")), front.sent());
    }

    @Test void aHoldThatFailsStillSends() {
        open();
        assertThrows(IllegalStateException.class, () -> model.hold(() -> {
            value.set(2);
            throw new IllegalStateException();
        }));
        assertEquals(List.of(update("m1", "{\"value\":2}")), front.sent());
    }

    @Test void manyChangesAreAFewMessagesAndTheLastAlwaysWins() {
        open();
        for (int i = 2; i <= 1000; i++) value.set(i);
        assertEquals(List.of(update("m1", "{\"value\":2}")), front.sent());
        front.pass(WidgetModel.GAP_MS);
        assertEquals(List.of(update("m1", "{\"value\":1000}")), front.sent());
        assertEquals(999, heard.size());
        front.pass(1000);
        front.endOfCell();
        assertEquals(List.of(), front.sent());
        for (int i = 0; i < 100; i++) {
            value.set(i);
            front.pass(1);
        }
        assertEquals(6, front.sent().size(), "at 0, 20, 40, 60, 80 and 100 ms");
        assertEquals(1, front.waiting(), "one task a model waits for the end of the cell, however long that takes");
        value.set(-1);
        front.endOfCell();
        assertEquals(update("m1", "{\"value\":-1}"), front.sent().get(0), "before the cell ends");
    }

    @Test void aRequestedStateIsSentWhole() {
        open();
        front.receive("m1", "{\"method\":\"request_state\"}");
        assertEquals(List.of(update("m1", "{" + IDENTITY + ",\"value\":1,\"description\":\"a\"}")), front.sent());
    }

    @Test void customMessagesReachTheirListeners() {
        open();
        model.onCustom(content -> heard.add("custom " + content));
        front.receive("m1", "{\"method\":\"custom\",\"content\":{\"event\":\"click\"}}");
        assertEquals(List.of("custom {event=click}"), heard);
    }

    @Test void bytesTravelAsBuffers() {
        WidgetModel image = WidgetModel.control("Image");
        Attribute<byte[]> bytes = image.attribute("value", StateType.BYTES, new byte[] {1, 2});
        session.open(image);
        List<String> sent = front.sent();
        assertEquals(2, sent.size(), "a comm opens without buffers");
        assertEquals("m1 {\"method\":\"update\",\"state\":{},\"buffer_paths\":[[\"value\"]]} [1, 2]", sent.get(1));
        bytes.set(new byte[] {1, 2});
        assertEquals(List.of(), front.sent());
        bytes.set(new byte[] {3});
        assertEquals(List.of("m1 {\"method\":\"update\",\"state\":{},\"buffer_paths\":[[\"value\"]]} [3]"), front.sent());
        front.receive("m1", "{\"method\":\"update\",\"state\":{},\"buffer_paths\":[[\"value\"]]}", new byte[] {4, 5});
        assertEquals(List.of("m1 {\"method\":\"echo_update\",\"state\":{},\"buffer_paths\":[[\"value\"]]} [4, 5]"), front.sent());
        assertEquals(List.of((byte) 4, (byte) 5), List.of(bytes.get()[0], bytes.get()[1]));
    }

    @Test void bytesInsideListsAndMapsHavePaths() {
        Packed packed = Packed.of(Map.of("a", List.of(1, new byte[] {7}, Map.of("b", new byte[] {8}))), m -> "");
        assertEquals("{a=[1, null, {}]}", packed.state().toString());
        assertEquals("[[a, 1], [a, 2, b]]", packed.paths().toString());
        Packed.unpack(packed.state(), packed.paths(), packed.buffers());
        assertEquals(7, ((byte[]) ((List<?>) packed.state().get("a")).get(1))[0]);
    }

    @Test void modelsAreReferencesAndAreOpenedFirst() {
        WidgetModel box = WidgetModel.control("VBox");
        Attribute<List<WidgetModel>> children = box.attribute("children", StateType.listOf(StateType.MODEL), List.of(model));
        session.open(box);
        List<String> sent = front.sent();
        assertEquals(2, sent.size());
        assertEquals("open m1 jupyter.widget {\"state\":{" + IDENTITY, sent.get(0).substring(0, 33 + IDENTITY.length()));
        assertEquals("\"children\":[\"IPY_MODEL_m1\"]", sent.get(1).replaceAll(".*(\"children\":[^\\]]*\\]).*", "$1"));
        children.set(List.of(model, WidgetModel.layout()));
        assertEquals(update("m2", "{\"children\":[\"IPY_MODEL_m1\",\"IPY_MODEL_m3\"]}"), front.sent().get(1));
        assertEquals("VBox: children must be a list, each entry a model of this kernel, got something else",
            assertThrows(IllegalArgumentException.class, () -> front.change("m2", "{\"children\":[\"IPY_MODEL_x\"]}")).getMessage());
    }

    @Test void allListenersRunAndTheFirstFailureIsThrown() {
        value.onChange(v -> {
            throw new IllegalStateException("first");
        });
        value.onChange(v -> {
            throw new IllegalStateException("second");
        });
        open();
        var e = assertThrows(IllegalStateException.class, () -> front.change("m1", "{\"value\":3}"));
        assertEquals("first", e.getMessage());
        assertEquals("second", e.getSuppressed()[0].getMessage());
        assertEquals(List.of("value 3"), heard);
        assertEquals(3, value.get());
        value.onChange(v -> { });
        front.sent();
        assertThrows(IllegalStateException.class, () -> front.change("m1", "{\"value\":4}"));
        assertEquals(List.of(echo("m1", "{\"value\":4}")), front.sent());
    }

    @Test void closedOnEitherSideItCanBeShownAgain() {
        open();
        model.close();
        assertEquals(List.of("close m1"), front.sent());
        assertEquals(0, session.openModels());
        value.set(5);
        model.close();
        assertEquals(List.of(), front.sent());
        assertEquals("m2", session.open(model));
        front.sent();
        front.closeFromPage("m2");
        assertEquals(0, session.openModels());
        value.set(6);
        front.pass(100);
        assertEquals(List.of(), front.sent());
        assertEquals("m3", session.open(model));
        assertEquals("\"value\":6", front.sent().get(0).replaceAll(".*(\"value\":\\d).*", "$1"));
        session.closeAll();
        assertEquals(List.of("close m3"), front.sent());
    }

    @Test void aPageThatWasLoadedAgainGetsAllStates() {
        WidgetModel image = WidgetModel.control("Image");
        image.attribute("value", StateType.BYTES, new byte[] {1});
        image.attribute("layout", StateType.MODEL, model);
        session.open(image);
        front.sent();
        String control = front.openFromPage("jupyter.widget.control");
        front.receive(control, "{\"method\":\"request_states\"}");
        List<String> sent = front.sent();
        assertEquals(1, sent.size());
        @SuppressWarnings("unchecked")
        Map<String, Map<String, Map<String, Object>>> answer = new com.google.gson.Gson().fromJson(sent.get(0).substring(3, sent.get(0).lastIndexOf(" [")), Map.class);
        assertEquals("update_states", String.valueOf((Object) answer.get("method")));
        assertEquals("IntTextModel", answer.get("states").get("m1").get("model_name"));
        assertEquals("@jupyter-widgets/controls", answer.get("states").get("m2").get("model_module"));
        assertEquals("2.0.0", answer.get("states").get("m2").get("model_module_version"));
        assertEquals("IPY_MODEL_m1", ((Map<?, ?>) answer.get("states").get("m2").get("state")).get("layout"));
        assertEquals("[[m2, state, value]]", String.valueOf((Object) answer.get("buffer_paths")));
        assertEquals("[1]", sent.get(0).substring(sent.get(0).lastIndexOf(" [") + 1));
        assertEquals("widget control: a message with the method request_state; expected request_states",
            assertThrows(IllegalArgumentException.class, () -> front.receive(control, "{\"method\":\"request_state\"}")).getMessage());
    }

    @Test void showingMakesTheCellTheHomeOfAllParts() {
        WidgetModel box = WidgetModel.control("VBox");
        box.attribute("children", StateType.listOf(StateType.MODEL), List.of(model));
        assertEquals("m2", session.show(box));
        assertEquals("home [m2, m1]", front.sent().get(2));
    }

    @Test void manyThreadsEndWithTheLastValueOnThePage() throws InterruptedException {
        FakeFront real = new FakeFront();
        WidgetModel shared = WidgetModel.control("IntText");
        Attribute<Integer> number = shared.attribute("value", StateType.INT, -1);
        new WidgetSession(real, Pace.REAL, null).open(shared);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int from = t * 1000;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 500; i++) number.set(from + i);
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) thread.join();
        number.set(12345);
        for (int i = 0; i < 200 && !real.log.get(real.log.size() - 1).contains("12345"); i++) Thread.sleep(10);
        assertEquals(update("m1", "{\"value\":12345}"), real.log.get(real.log.size() - 1));
    }
}
