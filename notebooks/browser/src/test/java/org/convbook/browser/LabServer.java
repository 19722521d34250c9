package org.convbook.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.convbook.kernel.KernelSpec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

/** A JupyterLab with our kernel, on a free port, with folders of its own: nothing of the user's is read or written. Closing it ends all that it started. */
final class LabServer implements AutoCloseable {
    private static final int START_SECONDS = 120;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String address;
    private final String token = UUID.randomUUID().toString();
    private final Process process;

    LabServer(Path jupyter) {
        try {
            folder = Files.createTempDirectory("convbook-lab").toRealPath();
            int port = freePort();
            address = "http://127.0.0.1:" + port;
            for (String made : List.of("config", "data", "runtime", "settings", "workspaces", "notebooks")) Files.createDirectories(folder.resolve(made));
            new KernelSpec(Path.of(System.getProperty("java.home")), kernelClassPath()).install(folder.resolve("kernel/kernels"));
            settings();
            process = start(jupyter, port);
            Runtime.getRuntime().addShutdownHook(new Thread(this::end));           // also where the tests are broken off
            waitUntilItAnswers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where notebooks lie that are to be opened. */
    Path notebooks() {
        return folder.resolve("notebooks");
    }

    /** The address of a notebook, in a workspace of its own. */
    String page(String notebook) {
        String name = URLEncoder.encode(notebook, StandardCharsets.UTF_8);
        return address + "/lab/workspaces/" + name.replaceAll("\\W", "") + "/tree/" + name + "?token=" + token;
    }

    /** Ends the kernels of all open notebooks. */
    void endKernels() {
        JsonArray sessions = JsonParser.parseString(ask("GET", "/api/sessions")).getAsJsonArray();
        for (JsonElement session : sessions) ask("DELETE", "/api/sessions/" + session.getAsJsonObject().get("id").getAsString());
    }

    /** What the server and the kernels wrote to their own output. */
    String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        try {
            ask("POST", "/api/shutdown");
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (UncheckedIOException ended) {
            // it is gone already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
            started.forEach(ProcessHandle::destroyForcibly);
            delete();
        }
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Process start(Path jupyter, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(jupyter.toString(), "lab", "--ServerApp.open_browser=False", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=" + port,
            "--ServerApp.port_retries=0", "--IdentityProvider.token=" + token, "--ServerApp.root_dir=" + notebooks(), "--LabApp.expose_app_in_browser=True",
            "--LabApp.extension_manager=readonly", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"));
        if ("root".equals(System.getProperty("user.name"))) command.add("--allow-root");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(logFile().toFile());
        builder.environment().putAll(Map.of("JUPYTER_CONFIG_DIR", folder.resolve("config").toString(), "JUPYTER_DATA_DIR", folder.resolve("data").toString(),
            "JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString(), "JUPYTER_PATH", folder.resolve("kernel").toString(),
            "JUPYTERLAB_SETTINGS_DIR", folder.resolve("settings").toString(), "JUPYTERLAB_WORKSPACES_DIR", folder.resolve("workspaces").toString()));
        return builder.start();
    }

    /** No news from the network; every cell is in the page, not only those that are in sight; our settings of the server. */
    private void settings() throws IOException {
        setting("apputils-extension/notification", "{\"fetchNews\": \"false\", \"checkForUpdates\": false}");
        setting("notebook-extension/tracker", "{\"windowingMode\": \"none\"}");
        settingsOfOurs(folder.resolve("config"));
    }

    /** Our settings of the servers, as convbook lab gives them. */
    static void settingsOfOurs(Path config) throws IOException {
        for (String file : List.of("jupyter_server_config.py", "jupyter_notebook_config.py")) {
            try (InputStream in = LabServer.class.getResourceAsStream("/org/convbook/cli/server/" + file)) {
                Files.copy(in, config.resolve(file));
            }
        }
    }

    private void setting(String plugin, String json) throws IOException {
        Path file = folder.resolve("settings/@jupyterlab/" + plugin + ".jupyterlab-settings");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
    }

    private void waitUntilItAnswers() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                if (process.isAlive() && status("/api/status") == HttpURLConnection.HTTP_OK) return;
            } catch (UncheckedIOException notYet) {
                // it opens its port late
            }
            if (!process.isAlive() || System.nanoTime() > end) throw new AssertionError("JupyterLab did not start:\n" + log());
            pause(100);
        }
    }

    private int status(String path) {
        return send("GET", path).statusCode();
    }

    private String ask(String method, String path) {
        return send(method, path).body();
    }

    private HttpResponse<String> send(String method, String path) {
        var request = HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "token " + token).method(method, HttpRequest.BodyPublishers.noBody()).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path logFile() {
        return folder.resolve("lab.log");
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException aFileThatJustWent) {
            // the folder is a temporary one
        }
    }

    /** The tests' class path without the tests themselves and what drives the browser. */
    static List<Path> kernelClassPath() {
        Path own = Path.of(URI.create(LabServer.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(entry -> !entry.isEmpty()).map(Path::of)
            .filter(Files::exists).filter(entry -> !entry.equals(own) && !entry.toString().contains("playwright")).toList();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
