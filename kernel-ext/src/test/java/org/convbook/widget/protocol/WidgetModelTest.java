package org.convbook.widget.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** The exact messages about one model, as ipywidgets 8 sends them. */
class WidgetModelTest extends ModelFixture {
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
