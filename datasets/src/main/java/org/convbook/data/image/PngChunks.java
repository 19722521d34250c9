package org.convbook.data.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.convbook.data.DataFileException;

/**
 * The checksums of a PNG file, which the JDK's reader passes over: a damaged mask must not become another mask.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#5DataRep">PNG specification, section 5</a>
 */
final class PngChunks {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;

    private PngChunks() { }

    /** Checks the chunks that matter for the pixels, up to the end mark; a file of another kind is right, damage a {@link DataFileException}. */
    static void check(byte[] file, String where) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length < 8 || bytes.getLong(0) != SIGNATURE) return;
        String type = "";
        for (int at = 8; !type.equals("IEND");) {
            long length = file.length - at >= 12 ? bytes.getInt(at) & 0xffffffffL : Long.MAX_VALUE - 12;
            if (length + 12 > file.length - at) {
                throw new DataFileException("%s: ends at byte %d within a PNG chunk, expected its end mark; fetch it again"
                    .formatted(where, file.length));
            }
            type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            CRC32 crc = new CRC32();
            crc.update(file, at + 4, (int) length + 4);
            boolean critical = type.charAt(0) < 'a';                           // upper case: needed for the pixels
            if (critical && (int) crc.getValue() != bytes.getInt(at + 8 + (int) length)) {
                throw new DataFileException("%s: the PNG chunk at byte %d has a wrong checksum, expected a sound file; fetch it again"
                    .formatted(where, at));
            }
            at += (int) length + 12;
        }
    }
}
