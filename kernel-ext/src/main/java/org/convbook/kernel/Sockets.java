package org.convbook.kernel;

import org.zeromq.ZMQ;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Multipart messages on a ZeroMQ socket. */
final class Sockets {
    private Sockets() {
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }

    /** The frames of the next message; null when the socket's receive time-out passed first. */
    static List<byte[]> receive(ZMQ.Socket socket) {
        byte[] first = socket.recv();
        if (first == null) return null;
        List<byte[]> frames = new ArrayList<>();
        frames.add(first);
        while (socket.hasReceiveMore()) frames.add(socket.recv());
        return frames;
    }

    /** The messages that have arrived and were not received yet. */
    static List<List<byte[]>> queued(ZMQ.Socket socket) {
        List<List<byte[]>> all = new ArrayList<>();
        int before = socket.getReceiveTimeOut();
        socket.setReceiveTimeOut(0);
        try {
            for (List<byte[]> frames = receive(socket); frames != null; frames = receive(socket)) all.add(frames);
        } finally {
            socket.setReceiveTimeOut(before);
        }
        return all;
    }
}
