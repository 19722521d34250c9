package org.convbook.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Turns messages into the frames of a ZeroMQ multipart message and back, signed with the connection's key.
 * <pre>
 * identities…  &lt;IDS|MSG&gt;  signature  header  parent_header  metadata  content  buffers…
 * </pre>
 * The signature is the HMAC of the four dictionaries, in hexadecimal. Frames that are no message, or whose signature is
 * wrong, are a {@link RefusedException} that says why. Safe for use by several threads.
 */
final class Codec {
    static final String PROTOCOL = "5.3";
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);

    private final String session = UUID.randomUUID().toString();
    private final ThreadLocal<Mac> mac;

    Codec(String key, String scheme) {
        if (key.isEmpty()) {
            mac = null;
            return;
        }
        String algorithm = "Hmac" + scheme.replaceFirst("^hmac-", "").toUpperCase(Locale.ROOT);
        var secret = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm);
        newMac(algorithm, secret, scheme);
        mac = ThreadLocal.withInitial(() -> newMac(algorithm, secret, scheme));
    }

    private static Mac newMac(String algorithm, SecretKeySpec secret, String scheme) {
        try {
            Mac m = Mac.getInstance(algorithm);
            m.init(secret);
            return m;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("signature scheme " + scheme + " is not available, expected for example hmac-sha256", e);
        }
    }

    /** A header for a new message of this kernel. */
    JsonObject header(String type) {
        return Json.of("msg_id", UUID.randomUUID().toString(), "session", session, "username", "kernel",
            "date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString(), "msg_type", type, "version", PROTOCOL);
    }

    List<byte[]> encode(WireMessage m) {
        List<byte[]> dictionaries = List.of(bytes(m.header()), bytes(m.parent()), bytes(m.metadata()), bytes(m.content()));
        List<byte[]> frames = new ArrayList<>(m.identities());
        frames.add(DELIMITER);
        frames.add(sign(dictionaries));
        frames.addAll(dictionaries);
        frames.addAll(m.buffers());
        return frames;
    }

    WireMessage decode(List<byte[]> frames) {
        int at = 0;
        while (at < frames.size() && !Arrays.equals(frames.get(at), DELIMITER)) at++;
        if (frames.size() < at + 6) throw new RefusedException("a message needs a delimiter, a signature and four dictionaries; got " + frames.size() + " frames");
        List<byte[]> dictionaries = frames.subList(at + 2, at + 6);
        if (!MessageDigest.isEqual(frames.get(at + 1), sign(dictionaries))) throw new RefusedException("the signature does not fit the message");
        return new WireMessage(List.copyOf(frames.subList(0, at)), object(dictionaries.get(0), "header"), object(dictionaries.get(1), "parent_header"),
            object(dictionaries.get(2), "metadata"), object(dictionaries.get(3), "content"), List.copyOf(frames.subList(at + 6, frames.size())));
    }

    private byte[] sign(List<byte[]> dictionaries) {
        if (mac == null) return new byte[0];
        Mac m = mac.get();
        dictionaries.forEach(m::update);
        return HexFormat.of().formatHex(m.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(JsonObject o) {
        return o.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject object(byte[] json, String what) {
        try {
            JsonElement e = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
            if (e.isJsonObject()) return e.getAsJsonObject();
        } catch (JsonParseException | StackOverflowError e) {
            throw new RefusedException("its " + what + " is not JSON");
        }
        throw new RefusedException("its " + what + " is not a JSON object");
    }

    /** Frames that are not a message of the one who holds the key. */
    static final class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }
}
