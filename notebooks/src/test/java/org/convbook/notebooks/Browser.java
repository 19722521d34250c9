package org.convbook.notebooks;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * One page of a headless Chromium without network, led over its DevTools protocol.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools protocol</a>
 */
final class Browser implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final int SECONDS = 180;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<JsonObject>> events = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private int last;

    /** The program, or null where there is none on the PATH. */
    static Path program() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")) {
                if (Files.isExecutable(Path.of(folder, name))) return Path.of(folder, name);
            }
        }
        return null;
    }

    Browser(Path program, Path profile) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--disable-gpu", "--no-first-run",
            "--disable-background-networking",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--remote-debugging-port=0",
            "--user-data-dir=" + profile));
        if ("root".equals(System.getProperty("user.name"))) command.add("--no-sandbox");
        command.add("about:blank");
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        HttpClient http = HttpClient.newHttpClient();
        URI fresh = URI.create("http://" + address() + "/json/new?about:blank");
        HttpRequest ask = HttpRequest.newBuilder(fresh).PUT(HttpRequest.BodyPublishers.noBody()).build();
        String page = http.send(ask, HttpResponse.BodyHandlers.ofString()).body();
        String url = JsonParser.parseString(page).getAsJsonObject().get("webSocketDebuggerUrl").getAsString();
        socket = http.newWebSocketBuilder().buildAsync(URI.create(url), new Listener()).get(SECONDS, TimeUnit.SECONDS);
        ask("Page.enable", Map.of());
        ask("Network.enable", Map.of());
    }

    private String address() throws IOException {
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> all = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (!listening.find()) continue;
            Thread drain = new Thread(() -> said.lines().forEach(rest -> { }), "browser output");
            drain.setDaemon(true);
            drain.start();
            return listening.group(1);
        }
        throw new IllegalStateException("the browser did not start: " + all);
    }

    /** Loads a file into a page of this width, with or without scripts, and waits until it is there. */
    void open(Path file, int width, boolean scripts) throws Exception {
        requests.clear();
        ask("Emulation.setEmulatedMedia", Map.of("media", ""));
        ask("Emulation.setScriptExecutionDisabled", Map.of("value", !scripts));
        ask("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        CompletableFuture<JsonObject> loaded = new CompletableFuture<>();
        events.put("Page.loadEventFired", loaded);
        ask("Page.navigate", Map.of("url", file.toAbsolutePath().toUri().toString()));
        loaded.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Lays the page out as on paper of this width, until another is opened. */
    void print(int width) throws Exception {
        ask("Emulation.setEmulatedMedia", Map.of("media", "print"));
        ask("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** The value of an expression; of JSON type. */
    String evaluate(String expression) throws Exception {
        JsonObject answer = ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) throw new IllegalStateException(answer.get("exceptionDetails").toString());
        JsonObject result = answer.getAsJsonObject("result");
        return result.has("value") ? result.get("value").getAsString() : "";
    }

    /** The page from its upper left corner on, seen or not. */
    BufferedImage picture(int width, int height) throws Exception {
        Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        JsonObject answer = ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(answer.get("data").getAsString())));
    }

    /** What the page has asked the network for, files and data URLs left out. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private JsonObject ask(String method, Map<String, ?> parameters) throws Exception {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        int id = ++last;
        waiting.put(id, answer);
        socket.sendText(new Gson().toJson(Map.of("id", id, "method", method, "params", parameters)), true).get(SECONDS, TimeUnit.SECONDS);
        JsonObject message = answer.get(SECONDS, TimeUnit.SECONDS);
        if (message.has("error")) throw new IllegalStateException(method + ": " + message.get("error"));
        return message.getAsJsonObject("result");
    }

    private void heard(JsonObject message) {
        if (message.has("id")) {
            CompletableFuture<JsonObject> answer = waiting.remove(message.get("id").getAsInt());
            if (answer != null) answer.complete(message);
            return;
        }
        String event = message.get("method").getAsString();
        if (event.equals("Network.requestWillBeSent")) {
            String url = message.getAsJsonObject("params").getAsJsonObject("request").get("url").getAsString();
            if (!url.startsWith("file:") && !url.startsWith("data:")) requests.add(url);
        }
        CompletableFuture<JsonObject> wanted = events.remove(event);
        if (wanted != null) wanted.complete(message);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                heard(JsonParser.parseString(text.toString()).getAsJsonObject());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    @Override public void close() throws Exception {
        CompletableFuture<WebSocket> asked = socket.sendText("{\"id\": 0, \"method\": \"Browser.close\"}", true);   // it clears its files away then
        asked.exceptionally(gone -> null).get(SECONDS, TimeUnit.SECONDS);
        if (process.waitFor(10, TimeUnit.SECONDS)) return;
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
