package org.convbook.data.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this computer with one file for each way to serve it, badly or well. */
public final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final byte[] content;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public TestServer(byte[] content) throws IOException {
        this.content = content.clone();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/good", e -> serve(e, true, Integer.MAX_VALUE));
        server.createContext("/dropping", e -> serve(e, true, this.content.length / 3));
        server.createContext("/dropping-without-range", e -> serve(e, false, this.content.length / 3));
        server.createContext("/without-range", e -> serve(e, false, Integer.MAX_VALUE));
        server.createContext("/missing", e -> answer(e, 404, "not here".getBytes(), true));
        server.createContext("/failing", e -> answer(e, 503, "later".getBytes(), true));
        server.createContext("/other", e -> answer(e, 200, new byte[this.content.length], true));
        byte[] page = "<html>please log in</html>".getBytes();
        server.createContext("/login", e -> answer(e, 200, page, true));
        server.createContext("/login-of-unknown-length", e -> answer(e, 200, page, false));
        server.createContext("/page", e -> {
            e.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            answer(e, 200, page, true);
        });
        server.createContext("/moved", e -> move(e, 302, "/good"));
        server.createContext("/moved-for-good", e -> move(e, 308, address("good").toString()));
        server.createContext("/moved-to-nothing", e -> move(e, 301, "/missing"));
        server.createContext("/moved-to-a-page", e -> move(e, 301, "/page"));
        server.createContext("/moved-in-a-circle", e -> move(e, 307, "/moved-in-a-circle"));
        server.createContext("/moved-to-a-disk", e -> move(e, 301, "file:/etc/passwd"));
        server.createContext("/moved-to-nonsense", e -> move(e, 301, "http://[nowhere"));
        byte[] longer = Arrays.copyOf(content, content.length + 1000);
        server.createContext("/longer", e -> answer(e, 200, longer, true));
        server.createContext("/longer-of-unknown-length", e -> answer(e, 200, longer, false));
        server.createContext("/lying", this::lie);
        server.createContext("/dripping", e -> drip(e, 1, 20));
        server.createContext("/slow", e -> drip(e, 10_000, 100));
        server.start();
    }

    /** The address of the file, served in this manner. */
    public URI address(String manner) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + manner);
    }

    /** "manner" or "manner from N" for every request, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
        requests.add(exchange.getRequestURI().getPath().substring(1) + (range == null ? "" : " from " + from));
        return from;
    }

    /** Sends at most so many bytes, then drops the connection. */
    private void serve(HttpExchange exchange, boolean ranges, int most) throws IOException {
        int from = ranges ? from(exchange) : from(exchange) * 0;
        int length = content.length - from;
        if (from > 0) exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
        OutputStream out = exchange.getResponseBody();
        out.write(content, from, Math.min(length, most));
        out.flush();
        exchange.close();
    }

    private void answer(HttpExchange exchange, int status, byte[] body, boolean saysLength) throws IOException {
        from(exchange);
        exchange.sendResponseHeaders(status, !saysLength ? 0 : body.length > 0 ? body.length : -1);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void move(HttpExchange exchange, int status, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        answer(exchange, status, new byte[0], true);
    }

    /** Claims to go on, but from another byte. */
    private void lie(HttpExchange exchange) throws IOException {
        int from = from(exchange);
        exchange.getResponseHeaders().set("Content-Range", "bytes 0-%d/%d".formatted(content.length - 1, content.length));
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    /** Sends so many bytes, and after a pause in milliseconds as many again. */
    private void drip(HttpExchange exchange, int bytes, int pause) throws IOException {
        int from = from(exchange);
        if (from > 0) exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        OutputStream out = exchange.getResponseBody();
        try {
            for (int at = from; at < content.length; at += bytes) {
                out.write(content, at, Math.min(bytes, content.length - at));
                out.flush();
                Thread.sleep(pause);
            }
            exchange.close();
        } catch (InterruptedException | IOException e) {
            exchange.close();
        }
    }

    @Override public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
