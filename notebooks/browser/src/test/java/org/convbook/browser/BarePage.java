package org.convbook.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * A page in a Chromium of its own, over a bare DevTools connection. Chromium tells it nothing but the answers to what it asks, while Playwright
 * is told of every frame that a page gets from its kernel: measuring with this takes hardly any time from what is measured.
 */
final class BarePage implements AutoCloseable, WebSocket.Listener {
    private static final int LONGEST_MS = 120_000, ARROW_RIGHT = 39;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final Path profile;
    private final Process chromium;
    private WebSocket socket;
    private int count;

    /** Opens the address. */
    BarePage(Path program, String address) {
        try {
            profile = Files.createTempDirectory("convbook-chromium");
            List<String> command = new ArrayList<>(List.of(program.toString(), "--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--user-data-dir=" + profile,
                "--window-size=1200,1000", "--no-first-run"));
            command.addAll(LabExtension.FLAGS);
            command.add("about:blank");
            chromium = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Runtime.getRuntime().addShutdownHook(new Thread(chromium::destroyForcibly));
            socket = http.newWebSocketBuilder().buildAsync(URI.create(debugger(port())), this).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ask("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        ask("Page.navigate", Map.of("url", address));
    }

    private String port() throws IOException {
        Path file = profile.resolve("DevToolsActivePort");
        for (long end = System.nanoTime() + LONGEST_MS * 1_000_000L; System.nanoTime() < end && chromium.isAlive(); sleep(50)) {
            if (Files.exists(file) && Files.size(file) > 0) return Files.readAllLines(file).get(0);
        }
        throw new AssertionError("Chromium did not open its DevTools");
    }

    private String debugger(String port) throws IOException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json")).build();
            for (JsonElement tab : JsonParser.parseString(http.send(request, HttpResponse.BodyHandlers.ofString()).body()).getAsJsonArray()) {
                JsonObject page = tab.getAsJsonObject();
                if (page.get("type").getAsString().equals("page")) return page.get("webSocketDebuggerUrl").getAsString();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("Chromium has no page");
    }

    private CompletableFuture<JsonObject> send(String method, Map<String, ?> parameters) {
        int id = ++count;
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(new Gson().toJson(Map.of("id", id, "method", method, "params", parameters)), true).join();
        return answer;
    }

    private JsonObject ask(String method, Map<String, ?> parameters) {
        try {
            JsonObject answer = send(method, parameters).get(LONGEST_MS, TimeUnit.MILLISECONDS);
            if (!answer.has("result")) throw new AssertionError(method + ": " + answer);
            return answer.getAsJsonObject("result");
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(method, e);
        }
    }

    @Override public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
            text.setLength(0);
            CompletableFuture<JsonObject> waiting = message.has("id") ? asked.remove(message.get("id").getAsInt()) : null;
            if (waiting != null) waiting.complete(message);
        }
        from.request(1);
        return null;
    }

    /** The value of a JavaScript expression, of its promise if it is one. */
    JsonElement evaluate(String expression) {
        JsonObject answer = ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        JsonElement value = answer.getAsJsonObject("result").get("value");
        return value == null ? JsonNull.INSTANCE : value;
    }

    /** Waits until the expression is true; one that fails is not true yet. */
    void waitFor(String expression) {
        String tried = "(() => { try { return Boolean(" + expression + "); } catch (notYet) { return false; } })()";
        for (long end = System.nanoTime() + LONGEST_MS * 1_000_000L; !evaluate(tried).getAsBoolean(); sleep(100)) {
            if (System.nanoTime() > end) throw new AssertionError("it never came true: " + expression);
        }
    }

    /** Holds the right arrow key down for so long, as a keyboard that repeats it does. */
    void holdRight(int ms, int repeatMs) {
        long begin = System.nanoTime();
        for (int keys = 0; keys * repeatMs < ms; keys++) {
            sleep((begin - System.nanoTime()) / 1_000_000 + (long) keys * repeatMs);
            key("rawKeyDown");
        }
        key("keyUp");
    }

    private void key(String type) {
        send("Input.dispatchKeyEvent", Map.of("type", type, "key", "ArrowRight", "code", "ArrowRight", "windowsVirtualKeyCode", ARROW_RIGHT));
    }

    static void sleep(long ms) {
        try {
            Thread.sleep(Math.max(0, ms));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override public void close() {
        socket.abort();
        chromium.descendants().forEach(ProcessHandle::destroyForcibly);
        chromium.destroyForcibly();
        try (Stream<Path> files = Files.walk(profile)) {
            chromium.waitFor(10, TimeUnit.SECONDS);
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException aFileThatJustWent) {
            // the folder is a temporary one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
