package org.convbook.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.convbook.kernel.KernelSpec;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A classic Notebook 6 with our kernel, on a free port, with folders of its own. Closing it ends all that it started. */
final class ClassicServer implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final String WIDGETS = "jupyter-js-widgets/extension";

    private final Path folder;
    private final String address;
    private final String token = UUID.randomUUID().toString();
    private final Process process;

    /** Starts it; the widgets are a folder of data with the extension that shows them, or null for none. */
    ClassicServer(Path jupyter, Path widgets) {
        try {
            folder = Files.createTempDirectory("convbook-classic").toRealPath();
            int port = LabServer.freePort();
            address = "http://127.0.0.1:" + port;
            for (String made : List.of("config/nbconfig", "data", "runtime", "ipython", "notebooks", "extensions/nbextensions")) Files.createDirectories(folder.resolve(made));
            kernel(Files.createDirectories(folder.resolve("kernel/kernels/convbook")));
            Files.writeString(folder.resolve("config/nbconfig/notebook.json"), "{\"load_extensions\": {\"" + WIDGETS + "\": " + (widgets != null) + "}}");
            if (widgets != null) Files.createSymbolicLink(folder.resolve("extensions/nbextensions/jupyter-js-widgets"), widgets.resolve("nbextensions/jupyter-js-widgets"));
            LabServer.settingsOfOurs(folder.resolve("config"));
            process = start(jupyter, port);
            Runtime.getRuntime().addShutdownHook(new Thread(this::end));           // also where the tests are broken off
            waitUntilItAnswers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a notebook of these code cells and gives its address. */
    String notebook(String name, String... cells) {
        try {
            Files.writeString(folder.resolve("notebooks").resolve(name + ".ipynb"), Lab.notebook(cells).toString());
            return address + "/notebooks/" + name + ".ipynb?token=" + token;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();                                                        // it ends its kernels
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
        started.forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException aFileThatJustWent) {
            // the folder is a temporary one
        }
    }

    /** The kernel without its archive, which takes longer to make than these tests would gain by it. */
    private static void kernel(Path spec) throws IOException {
        JsonArray command = new JsonArray();
        new KernelSpec(Path.of(System.getProperty("java.home")), LabServer.kernelClassPath()).command(null, null).forEach(command::add);
        command.add("{connection_file}");
        JsonObject json = new JsonObject();
        json.add("argv", command);
        json.addProperty("display_name", "ConvBook (Java)");
        json.addProperty("language", "java");
        json.addProperty("interrupt_mode", "message");
        Files.writeString(spec.resolve("kernel.json"), json.toString());
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Process start(Path jupyter, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(jupyter.toString(), "notebook", "--no-browser", "--ip=127.0.0.1", "--port=" + port, "--port-retries=0",
            "--NotebookApp.token=" + token, "--notebook-dir=" + folder.resolve("notebooks")));
        if ("root".equals(System.getProperty("user.name"))) command.add("--allow-root");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("log.txt").toFile());
        builder.environment().putAll(Map.of("JUPYTER_CONFIG_DIR", folder.resolve("config").toString(), "JUPYTER_DATA_DIR", folder.resolve("data").toString(),
            "JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString(), "IPYTHONDIR", folder.resolve("ipython").toString(),
            "JUPYTER_PATH", folder.resolve("kernel") + ":" + folder.resolve("extensions")));
        return builder.start();
    }

    private void waitUntilItAnswers() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                var connection = (HttpURLConnection) URI.create(address + "/api/status?token=" + token).toURL().openConnection();
                if (process.isAlive() && connection.getResponseCode() == HttpURLConnection.HTTP_OK) return;
            } catch (IOException notYet) {
                // it opens its port late
            }
            if (!process.isAlive() || System.nanoTime() > end) throw new AssertionError("the classic Notebook did not start:\n" + Files.readString(folder.resolve("log.txt")));
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
