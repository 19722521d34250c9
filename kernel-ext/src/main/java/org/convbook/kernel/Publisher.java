package org.convbook.kernel;

import com.google.gson.JsonObject;
import org.zeromq.ZMQ;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends everything that all front ends see (iopub), in the order of the calls, from one thread; loses nothing.
 * Text that a cell prints is gathered for at most 20 ms, or until any other message is sent, so 20 000 printed lines are
 * some dozens of messages. Who prints more than is sent waits: at most 32 MiB lie in the queue. What one change of a control
 * causes is sent together ({@link #hold}): a page draws it at once, not after each message.
 */
final class Publisher {
    private static final int GATHER_MS = 20, LARGEST_TEXT = 1 << 17, QUEUE_LIMIT = 32 << 20;

    /** How long what a control's change causes waits at most for the end of its callbacks: about two frames of a screen. */
    static final int TOGETHER_MS = 25;

    /** After so many milliseconds a control's callbacks make the kernel look busy. */
    static final int BUSY_MS = 100;

    private final ZMQ.Socket socket;
    private final Codec codec;
    private final Deque<Item> queue = new ArrayDeque<>();
    private final Thread sender = new Thread(this::loop, "convbook-iopub");
    private long queued, added, heldFrom, heldUntil;
    private boolean holding, sending, closed;
    private Item busy;

    private record Item(long number, Origin origin, String type, StringBuilder text, JsonObject metadata, JsonObject content, List<byte[]> buffers, long due) {
        int size() {
            int n = text == null ? 256 : text.length();
            for (byte[] b : buffers) n += b.length;
            return n;
        }
    }

    Publisher(ZMQ.Socket socket, Codec codec) {
        this.socket = socket;
        this.codec = codec;
        sender.setDaemon(true);
        sender.start();
    }

    void publish(Origin origin, String type, JsonObject content) {
        publish(origin, type, new JsonObject(), content, List.of());
    }

    void publish(Origin origin, String type, JsonObject metadata, JsonObject content, List<byte[]> buffers) {
        if (origin.silent() && !type.equals("status") && !type.startsWith("comm_")) return;
        synchronized (this) {
            add(new Item(added, origin, type, null, metadata, content, buffers == null ? List.of() : buffers, 0));
        }
    }

    /** Text for stdout or stderr. Blocks while the queue is full; an interrupt ends the wait and the text is kept. */
    synchronized void print(Origin origin, String stream, String text) {
        if (origin.silent() || text.isEmpty() || closed) return;
        boolean full = queued > QUEUE_LIMIT;
        while (queued > (full ? QUEUE_LIMIT / 2 : QUEUE_LIMIT) && Thread.currentThread() != sender && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        Item last = queue.peekLast();
        if (last != null && last.text != null && last.origin == origin && last.type.equals(stream) && last.text.length() < LARGEST_TEXT) {
            last.text.append(text);
            queued += text.length();
            if (last.text.length() >= LARGEST_TEXT) notifyAll();
            return;
        }
        add(new Item(added, origin, stream, new StringBuilder(text), null, null, List.of(), System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MS)));
    }

    private synchronized void add(Item item) {
        if (closed) return;
        added++;
        queue.add(item);
        queued += item.size();
        notifyAll();
    }

    /**
     * What is published from now on waits for {@link #release}, but no longer than so many milliseconds. A page draws its toolbar anew whenever
     * it hears that the kernel is busy, so of what is released soon ({@value #BUSY_MS} ms) it hears only "idle": a slider that is held then
     * moves a picture 30 times a second in JupyterLab on two cores, not 18 times.
     */
    synchronized void hold(Origin origin, int ms) {
        if (!holding) heldFrom = added;
        holding = true;
        long now = System.nanoTime();
        heldUntil = now + TimeUnit.MILLISECONDS.toNanos(ms);
        busy = new Item(added, origin, "status", null, new JsonObject(), Json.of("execution_state", "busy"), List.of(), now + TimeUnit.MILLISECONDS.toNanos(BUSY_MS));
        notifyAll();
    }

    /** Sends what was held. */
    synchronized void release() {
        holding = false;
        busy = null;
        notifyAll();
    }

    /** Waits until all that was published before has been handed to the socket. */
    synchronized void flush() {
        if (Thread.currentThread() == sender) return;
        release();
        add(new Item(added, Origin.NONE, "", null, null, null, List.of(), 0));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        boolean interrupted = false;
        while ((!queue.isEmpty() || sending) && !closed && System.nanoTime() < end) {
            try {
                wait(50);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** Sends what is there, then closes the socket; later messages are dropped. */
    void close() {
        flush();
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }

    private void loop() {
        for (Item item = take(); item != null; item = take()) {
            try {
                send(item);
            } catch (Throwable t) {   // for example no memory for one huge message: the next may pass
                Log.say("a message of type " + item.type + " was lost: " + t);
            } finally {
                synchronized (this) {
                    sending = false;
                    notifyAll();
                }
            }
        }
        socket.close();
    }

    private synchronized Item take() {
        while (true) {
            Item first = queue.peek();
            if (first == null && closed) return null;
            long busyMs = busy == null ? 0 : millisecondsTo(busy.due);
            if (busy != null && busyMs <= 0) return sent(busy);
            long waitMs = first == null ? 0 : Math.max(ripeIn(first), heldFor(first));
            if (first != null && waitMs <= 0) return sent(first);
            try {
                wait(waitMs == 0 ? busyMs : busyMs == 0 ? waitMs : Math.min(waitMs, busyMs));   // 0 is for ever
            } catch (InterruptedException e) {
                return null;
            }
        }
    }

    private Item sent(Item item) {
        sending = true;
        if (item == busy) {
            busy = null;
        } else {
            queue.remove();
            queued -= item.size();
        }
        return item;
    }

    /** Milliseconds that text may still wait for more of it; 0 when something else stands behind it. */
    private long ripeIn(Item item) {
        if (item.text == null || closed || queue.size() > 1 || item.text.length() >= LARGEST_TEXT) return 0;
        return millisecondsTo(item.due);
    }

    private long heldFor(Item item) {
        if (!holding || item.number < heldFrom || closed || queued > QUEUE_LIMIT) return 0;
        return millisecondsTo(heldUntil);
    }

    private static long millisecondsTo(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime() + 999_999);
    }

    private void send(Item item) {
        if (item.type.isEmpty()) return;
        boolean stream = item.text != null;
        String type = stream ? "stream" : item.type;
        JsonObject content = stream ? Json.of("name", item.type, "text", item.text.toString()) : item.content;
        JsonObject metadata = stream ? new JsonObject() : item.metadata;
        Sockets.send(socket, codec.encode(new WireMessage(List.of(Sockets.utf8(type)), codec.header(type), item.origin.parentOf(type), metadata, content, item.buffers)));
    }
}
