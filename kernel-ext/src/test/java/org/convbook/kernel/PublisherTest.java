package org.convbook.kernel;

import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Order, batching and signatures of what all front ends see, over an in-process socket. */
class PublisherTest {
    private final Codec codec = new Codec("key", "hmac-sha256");

    @Test void textIsGatheredAndSentBeforeWhatFollows() {
        ZMQ.Context context = ZMQ.context(1);
        try (ZMQ.Socket reader = context.socket(SocketType.PULL)) {
            reader.bind("inproc://iopub");
            reader.setReceiveTimeOut(WireClient.PATIENCE_MS);
            ZMQ.Socket socket = context.socket(SocketType.PUSH);
            socket.connect("inproc://iopub");
            Publisher publisher = new Publisher(socket, codec);
            Origin cell = new Origin(Json.of("msg_id", "a"), Json.of("msg_id", "a"), List.of(), false, false);
            publisher.publish(Origin.NONE, "status", Json.of("execution_state", "starting"));
            for (int i = 0; i < 5; i++) publisher.print(cell, "stdout", i + " ");
            publisher.print(cell, "stderr", "e");
            publisher.publish(cell, "display_data", Json.of("data", Json.of()));
            WireMessage starting = codec.decode(Sockets.receive(reader));
            assertEquals("starting", Json.text(starting.content(), "execution_state", ""));
            assertEquals(36, Json.text(starting.header(), "session", "").length());
            StringBuilder printed = new StringBuilder();
            WireMessage m = codec.decode(Sockets.receive(reader));
            for (; Json.text(m.content(), "name", "").equals("stdout"); m = codec.decode(Sockets.receive(reader))) printed.append(Json.text(m.content(), "text", ""));
            assertEquals("0 1 2 3 4 ", printed.toString());
            assertEquals("e", Json.text(m.content(), "text", ""));
            assertEquals("display_data", codec.decode(Sockets.receive(reader)).type());
            publisher.close();
        }
    }

    @Test void whatIsHeldIsSentTogetherWhenItIsReleasedOrHasWaitedLongEnough() {
        ZMQ.Context context = ZMQ.context(1);
        try (ZMQ.Socket reader = context.socket(SocketType.PULL)) {
            reader.bind("inproc://held");
            ZMQ.Socket socket = context.socket(SocketType.PUSH);
            socket.connect("inproc://held");
            Publisher publisher = new Publisher(socket, codec);
            publisher.publish(Origin.NONE, "before", Json.of());
            publisher.hold(Origin.NONE, 3_600_000);
            publisher.publish(Origin.NONE, "picture", Json.of());
            reader.setReceiveTimeOut(WireClient.PATIENCE_MS);
            assertEquals("before", codec.decode(Sockets.receive(reader)).type());
            assertEquals("busy", Json.text(codec.decode(Sockets.receive(reader)).content(), "execution_state", ""), "it takes long");
            reader.setReceiveTimeOut(100);
            assertNull(Sockets.receive(reader), "held for an hour");
            publisher.publish(Origin.NONE, "idle", Json.of());
            publisher.release();
            reader.setReceiveTimeOut(WireClient.PATIENCE_MS);
            for (String type : List.of("picture", "idle")) assertEquals(type, codec.decode(Sockets.receive(reader)).type());
            publisher.hold(Origin.NONE, 1);
            publisher.publish(Origin.NONE, "late", Json.of());
            assertEquals("late", codec.decode(Sockets.receive(reader)).type());
            publisher.hold(Origin.NONE, 3_600_000);
            publisher.publish(Origin.NONE, "last", Json.of());
            publisher.close();
            assertEquals("last", codec.decode(Sockets.receive(reader)).type());
        }
    }

    @Test void aPageHearsThatTheKernelIsBusyOnlyOfWhatTakesLong() {
        ZMQ.Context context = ZMQ.context(1);
        try (ZMQ.Socket reader = context.socket(SocketType.PULL)) {
            reader.bind("inproc://busy");
            reader.setReceiveTimeOut(WireClient.PATIENCE_MS);
            ZMQ.Socket socket = context.socket(SocketType.PUSH);
            socket.connect("inproc://busy");
            Publisher publisher = new Publisher(socket, codec);
            for (int i = 0; i < 3; i++) {
                publisher.hold(Origin.NONE, Publisher.TOGETHER_MS);
                publisher.publish(Origin.NONE, "status", Json.of("execution_state", "idle"));
                publisher.release();
                assertEquals("idle", Json.text(codec.decode(Sockets.receive(reader)).content(), "execution_state", ""), "done at once");
            }
            publisher.hold(Origin.NONE, Publisher.TOGETHER_MS);
            publisher.publish(Origin.NONE, "picture", Json.of());
            assertEquals("picture", codec.decode(Sockets.receive(reader)).type(), "does not wait so long");
            assertEquals("busy", Json.text(codec.decode(Sockets.receive(reader)).content(), "execution_state", ""));
            publisher.publish(Origin.NONE, "status", Json.of("execution_state", "idle"));
            publisher.release();
            assertEquals("idle", Json.text(codec.decode(Sockets.receive(reader)).content(), "execution_state", ""));
            publisher.close();
        }
    }

    @Test void signaturesAreChecked() {
        WireMessage message = new WireMessage(List.of(), codec.header("x"), Json.of(), Json.of(), Json.of("a", 1), List.of(new byte[] {1}));
        List<byte[]> frames = codec.encode(message);
        WireMessage back = codec.decode(frames);
        assertEquals(message.content(), back.content());
        assertEquals(1, back.buffers().size());
        assertEquals("the signature does not fit the message", assertThrows(Codec.RefusedException.class, () -> new Codec("other", "hmac-sha256").decode(frames)).getMessage());
        frames.set(5, Sockets.utf8("{\"a\": 2}"));
        assertEquals("the signature does not fit the message", assertThrows(Codec.RefusedException.class, () -> codec.decode(frames)).getMessage());
        assertEquals("a message needs a delimiter, a signature and four dictionaries; got 3 frames",
            assertThrows(Codec.RefusedException.class, () -> codec.decode(frames.subList(0, 3))).getMessage());
        assertEquals(message.content(), new Codec("", "hmac-sha256").decode(new Codec("", "hmac-sha256").encode(message)).content());
        assertEquals("signature scheme hmac-rot13 is not available, expected for example hmac-sha256",
            assertThrows(IllegalArgumentException.class, () -> new Codec("k", "hmac-rot13")).getMessage());
    }
}
