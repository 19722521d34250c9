package org.convbook.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A kernel in a JVM of its own, on the JVM and the class path of the tests, and a client that is connected to it. */
final class KernelProcess implements AutoCloseable {
    final Connection connection;
    final WireClient client;
    final Process process;
    private final Path folder;

    private KernelProcess(List<String> command) throws IOException {
        folder = Files.createTempDirectory("kernel-test");
        int[] ports = Rehearsal.freePorts();
        connection = new Connection("127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "secret", "hmac-sha256");
        Path file = folder.resolve("connection.json");
        Files.writeString(file, Json.of("transport", "tcp", "ip", connection.ip(), "shell_port", ports[0], "control_port", ports[1], "iopub_port", ports[2],
            "stdin_port", ports[3], "hb_port", ports[4], "key", "secret", "signature_scheme", "hmac-sha256").toString());
        client = new WireClient(connection);   // first: so that it hears the starting message
        List<String> all = new ArrayList<>(command);
        all.add(file.toString());
        process = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log().toFile()).start();
    }

    /** A kernel that answers and is heard. */
    static KernelProcess start() {
        return start(KernelSpec.ofThisProcess().command(null, null));
    }

    static KernelProcess start(List<String> command) {
        try {
            KernelProcess k = new KernelProcess(command);
            k.client.listen();
            return k;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    /** What the process wrote to its own standard output and error. */
    String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean endsWithin(int ms) {
        try {
            return process.waitFor(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override public void close() {
        client.close();
        process.destroyForcibly();
        try (var files = Files.list(folder)) {
            process.waitFor();
            for (Path p : files.toList()) Files.delete(p);
            Files.delete(folder);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
