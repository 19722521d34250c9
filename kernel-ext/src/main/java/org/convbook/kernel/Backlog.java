package org.convbook.kernel;

import org.zeromq.ZMQ;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The requests of one channel that have arrived and wait to be served, in their order. One thread, the channel's, reads the socket and
 * serves. While that thread waits for a cell which asked for comm messages, it looks for new ones now and then, and the cell's thread may
 * take them out of the line.
 */
final class Backlog {
    private final ZMQ.Socket socket;
    private final Codec codec;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private Thread reader;
    private String comm;   // of the callback that is being served; none while a cell is
    private boolean watched;

    /** A request; one that is aborted waited behind a cell that failed: if it is a cell it is not run (stop_on_error). */
    record Waiting(WireMessage request, boolean aborted) {
    }

    Backlog(ZMQ.Socket socket, Codec codec) {
        this.socket = socket;
        this.codec = codec;
    }

    /** The next request to serve; waits for it. A message that is not signed right, or is none, is a {@link Codec.RefusedException}. */
    Waiting next() {
        synchronized (this) {
            reader = Thread.currentThread();
            watched = false;
            Waiting first = line.poll();
            if (first != null) return serving(first);
        }
        WireMessage request = codec.decode(Sockets.receive(socket));
        synchronized (this) {
            return serving(new Waiting(request, false));
        }
    }

    private Waiting serving(Waiting next) {
        comm = Requests.isComm(next.request()) ? comm(next.request()) : null;
        return next;
    }

    /** Everything that has arrived by now is aborted. */
    void abort() {
        gather();
        synchronized (this) {
            List<Waiting> all = new ArrayList<>(line);
            line.clear();
            for (Waiting w : all) line.add(new Waiting(w.request(), true));
        }
    }

    /**
     * A look at the socket while the channel's thread waits for a cell; other threads see nothing.
     *
     * @return whether the cell has asked for comm messages and a look soon is worth while
     */
    boolean look() {
        synchronized (this) {
            if (!watched || Thread.currentThread() != reader) return false;
        }
        gather();
        return true;
    }

    private void gather() {
        for (List<byte[]> frames : Sockets.queued(socket)) {
            try {
                WireMessage request = codec.decode(frames);
                synchronized (this) {
                    line.add(new Waiting(request, false));
                }
            } catch (Codec.RefusedException e) {
                refused(e);
            }
        }
    }

    static void refused(Codec.RefusedException e) {
        Log.say("a message was refused: " + e.getMessage());
    }

    /** The running cell wants comm messages: from now on the channel's thread looks for them. Returns how many requests wait. */
    synchronized int watch() {
        watched = true;
        return line.size();
    }

    /** Takes the first comm message out of the line, those of the comm whose callback is being served left aside; null where there is none. */
    synchronized WireMessage takeComm() {
        for (Iterator<Waiting> i = line.iterator(); i.hasNext();) {
            WireMessage request = i.next().request();
            if (!Requests.isComm(request) || comm(request).equals(comm)) continue;
            i.remove();
            return request;
        }
        return null;
    }

    private static String comm(WireMessage request) {
        return Json.text(request.content(), "comm_id", "");
    }
}
