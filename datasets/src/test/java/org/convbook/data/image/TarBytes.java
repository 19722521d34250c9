package org.convbook.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tar archives for tests. */
final class TarBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An archive of these files, in order. */
    static byte[] of(Map<String, byte[]> files) {
        TarBytes tar = new TarBytes();
        files.forEach(tar::file);
        return tar.end();
    }

    TarBytes file(String name, byte[] content) {
        return entry(name, '0', content);
    }

    TarBytes entry(String name, char type, byte[] content) {
        byte[] header = header(name, type, content.length);
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    static byte[] header(String name, char type, long size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, "%011o".formatted(size));
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        return summed(header);
    }

    /** With the right checksum. */
    static byte[] summed(byte[] header) {
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) sum += b & 0xff;
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** Without the end mark. */
    byte[] cutOff() {
        return out.toByteArray();
    }

    byte[] end() {
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }
}
