package org.convbook.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The connection file with which a front end tells the kernel its five ports and the signing key.
 *
 * @param key the secret of the message signatures; empty: messages are not signed
 */
record Connection(String ip, int shell, int control, int iopub, int stdin, int heartbeat, String key, String scheme) {

    /** Reads the file; a missing, broken or unsupported one is an error that names the file and what is wrong with it. */
    static Connection read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("connection file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("connection file " + file + ": " + e.getMessage(), e);
        }
    }

    static Connection parse(String json) {
        JsonElement parsed = JsonParser.parseString(json);
        if (!parsed.isJsonObject()) throw new IllegalArgumentException("expected a JSON object, got " + Text.cut(json, 40));
        JsonObject o = parsed.getAsJsonObject();
        String transport = text(o, "transport", "tcp");
        if (!transport.equals("tcp")) throw new IllegalArgumentException("transport is " + transport + ", only tcp is supported");
        return new Connection(text(o, "ip", "127.0.0.1"), port(o, "shell_port"), port(o, "control_port"), port(o, "iopub_port"),
            port(o, "stdin_port"), port(o, "hb_port"), text(o, "key", ""), text(o, "signature_scheme", "hmac-sha256"));
    }

    String address(int port) {
        return "tcp://" + ip + ":" + port;
    }

    private static String text(JsonObject o, String name, String otherwise) {
        return o.has(name) ? o.get(name).getAsString() : otherwise;
    }

    private static int port(JsonObject o, String name) {
        if (!o.has(name)) throw new IllegalArgumentException(name + " is missing");
        int port = o.get(name).getAsInt();
        if (port < 1 || port > 65535) throw new IllegalArgumentException(name + " is " + port + ", expected 1 to 65535");
        return port;
    }
}
