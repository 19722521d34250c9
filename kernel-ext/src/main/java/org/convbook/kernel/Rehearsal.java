package org.convbook.kernel;

import com.google.gson.JsonObject;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A short session of the kernel with itself: the classes that it loads go into the archive which {@link KernelSpec}
 * makes. It does what a first cell does: connect, evaluate, print, show, fail, complete; then the cells of every {@value #LESSONS} on the class path.
 */
final class Rehearsal {
    private static final int PATIENCE_MS = 240_000;
    static final String LESSONS = "META-INF/convbook/rehearsal.jsh";

    private static final List<String> CELLS = List.of("1 + 1", "int answer = 6 * 7;\nSystem.out.println(\"The answer is \" + answer);\nanswer",
        "record Point(double x, double y) { }\nvar points = Stream.of(1, 2, 3).map(i -> new Point(i, i * i)).toList();\npoints",
        "for (int i = 0; i < 3; i++) { System.out.print(i + \" \"); }", "int broken = 1 / 0;", "int wrong = \"text\";");

    private Rehearsal() {
    }

    /** Runs the session and ends; a cell that is not answered ends the process with an error. */
    public static void main(String[] arguments) throws Exception {
        int[] ports = freePorts();
        Connection connection = new Connection("127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "rehearsal", "hmac-sha256");
        KernelServer server = new KernelServer(connection);
        Thread client = new Thread(() -> {
            try {
                play(connection);
            } catch (Throwable t) {
                Log.say("the rehearsal failed", t);
                Runtime.getRuntime().halt(1);
            }
        }, "rehearsal");
        client.start();
        server.serve();
        client.join();
        System.exit(0);
    }

    /** The cells of the files for a rehearsal: a blank line ends a cell, lines of comment are left out. */
    static List<String> lessons() throws IOException {
        List<String> cells = new ArrayList<>();
        for (URL file : Collections.list(Rehearsal.class.getClassLoader().getResources(LESSONS))) {
            try (InputStream in = file.openStream()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^//.*\\R?", "");
                cells.addAll(Arrays.stream(text.split("\\R\\s*\\R")).map(String::strip).filter(cell -> !cell.isEmpty()).toList());
            }
        }
        return cells;
    }

    private static void play(Connection connection) throws IOException {
        ZMQ.Context context = ZMQ.context(1);
        Codec codec = new Codec(connection.key(), connection.scheme());
        try (ZMQ.Socket shell = context.socket(SocketType.DEALER); ZMQ.Socket iopub = context.socket(SocketType.SUB)) {
            iopub.connect(connection.address(connection.iopub()));
            iopub.subscribe(new byte[0]);
            shell.connect(connection.address(connection.shell()));
            shell.setReceiveTimeOut(PATIENCE_MS);
            ask(shell, codec, "kernel_info_request", new JsonObject());
            List<String> cells = new ArrayList<>(CELLS);
            cells.addAll(lessons());
            for (String code : cells) ask(shell, codec, "execute_request", Json.of("code", code, "store_history", true, "allow_stdin", false));
            ask(shell, codec, "is_complete_request", Json.of("code", "int x = 1;"));
            ask(shell, codec, "complete_request", Json.of("code", "answer.", "cursor_pos", 7));
            ask(shell, codec, "inspect_request", Json.of("code", "Math.abs", "cursor_pos", 8, "detail_level", 0));
            ask(shell, codec, "shutdown_request", Json.of("restart", false));
        }
    }

    private static void ask(ZMQ.Socket shell, Codec codec, String type, JsonObject content) {
        Sockets.send(shell, codec.encode(new WireMessage(List.of(), codec.header(type), new JsonObject(), new JsonObject(), content, List.of())));
        List<byte[]> frames = Sockets.receive(shell);
        if (frames == null) throw new IllegalStateException(type + " was not answered: " + Text.cut(content.toString(), 200));
        codec.decode(frames);
    }

    /**
     * Five ports that are free now, below those that systems give to outgoing connections: a client that knocks at such a port before the
     * kernel has opened it may be given that very port, is then connected with itself, and the kernel finds its port taken.
     */
    static int[] freePorts() throws IOException {
        ServerSocket[] held = new ServerSocket[5];
        int[] ports = new int[held.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = free();
            ports[i] = held[i].getLocalPort();
        }
        for (ServerSocket s : held) s.close();
        return ports;
    }

    private static ServerSocket free() throws IOException {
        for (int tries = 100;; tries--) {
            try {
                return new ServerSocket(ThreadLocalRandom.current().nextInt(15_000, 30_000), 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                if (tries == 0) throw e;
            }
        }
    }
}
