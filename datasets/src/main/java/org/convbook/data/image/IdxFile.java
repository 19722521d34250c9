package org.convbook.data.image;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.convbook.data.DataFileException;

/**
 * One IDX file of unsigned bytes, plain or gzip (told by its first two bytes).
 * <pre>
 * byte 0   0, 0, 8 (unsigned bytes), number of dimensions
 * byte 4   each dimension, 4 bytes, highest first
 * then     the values, the last dimension fastest
 * </pre>
 * Memory grows with the bytes that are there, not with those that the header promises.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, whose data set brought the format</a>
 */
final class IdxFile {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final int LEAST_BUFFER = 1 << 16;
    private static final int BROKEN_OFF = -2;
    private static final int USUAL_RATIO = 8;          // real digits shrink to a fifth: enough room at once for every honest file

    private final Path file;
    private final InputStream in;
    private final long fileSize;

    private IdxFile(Path file, InputStream in, long fileSize) {
        this.file = file;
        this.in = in;
        this.fileSize = fileSize;
    }

    /** The number of images or labels, and the bytes after the header. */
    record Content(int count, byte[] values) { }

    /**
     * Reads a whole file whose items have this shape (none for labels, rows and columns for images).
     * Whatever differs is a {@link DataFileException} that names file, byte and expectation.
     */
    static Content read(Path file, int... itemShape) {
        try (InputStream raw = Files.newInputStream(file)) {
            byte[] start = raw.readNBytes(2);
            boolean gzip = start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), raw);
            long size = Files.size(file);
            try (InputStream in = gzip ? new GZIPInputStream(all, LEAST_BUFFER) : all) {
                return new IdxFile(file, in, size).content(itemShape);
            }
        } catch (EOFException e) {
            throw new DataFileException(file + ": the gzip header is cut off, expected an IDX file; fetch it again", e);
        } catch (IOException e) {
            throw new DataFileException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
    }

    private Content content(int[] itemShape) throws IOException {
        byte[] header = bytes(0, 8 + 4 * itemShape.length, "the header");
        int magic = integer(header, 0);
        int expected = UNSIGNED_BYTES << 8 | (1 + itemShape.length);
        if (magic != expected) {
            throw new DataFileException("%s: byte 0 starts with 0x%08x, expected 0x%08x (IDX, unsigned bytes, %d dimensions)"
                .formatted(file, magic, expected, 1 + itemShape.length));
        }
        int count = integer(header, 4);
        if (count < 1) throw new DataFileException("%s: byte 4 promises %d items, expected at least 1".formatted(file, count));
        long total = count;
        for (int d = 0; d < itemShape.length; d++) {
            int found = integer(header, 8 + 4 * d);
            if (found != itemShape[d]) {
                throw new DataFileException("%s: byte %d says %d %s, expected %d"
                    .formatted(file, 8 + 4 * d, found, d == 0 ? "rows" : "columns", itemShape[d]));
            }
            total *= found;
        }
        if (total > Integer.MAX_VALUE - 8) {
            throw new DataFileException("%s: byte 4 promises %d items, %d bytes, more than one array holds".formatted(file, count, total));
        }
        String what = itemShape.length == 0 ? count + " labels" : "%d images of %dx%d".formatted(count, itemShape[0], itemShape[1]);
        byte[] values = bytes(header.length, (int) total, what);
        requireEnd(header.length + total, what);
        return new Content(count, values);
    }

    /** Exactly n bytes. */
    private byte[] bytes(long offset, int n, String what) {
        byte[] buffer = new byte[(int) Math.min(n, Math.max(LEAST_BUFFER, USUAL_RATIO * fileSize))];
        int have = 0;
        while (have < n) {
            if (have == buffer.length) buffer = Arrays.copyOf(buffer, (int) Math.min(n, 2L * have));
            int got = next(buffer, have, offset);
            if (got < 0) throw cutOff(offset + have, offset + n, what);
            have += got;
        }
        return buffer;
    }

    private void requireEnd(long end, String what) {
        int got = next(new byte[1], 0, end);
        if (got == BROKEN_OFF) {
            throw new DataFileException("%s: the checksum after byte %d is cut off, expected 8 more bytes of gzip; fetch it again"
                .formatted(file, end));
        }
        if (got >= 0) {
            throw new DataFileException("%s: goes on at byte %d, expected its end there (%s)".formatted(file, end, what));
        }
    }

    private int next(byte[] buffer, int have, long offset) {
        try {
            return in.read(buffer, have, buffer.length - have);
        } catch (EOFException e) {
            return BROKEN_OFF;                                                 // a gzip stream without its end
        } catch (IOException e) {
            throw new DataFileException("%s: damaged near byte %d of the unpacked data (%s), expected sound gzip; fetch it again"
                .formatted(file, offset + have, e.getMessage()), e);
        }
    }

    private DataFileException cutOff(long end, long expected, String what) {
        return new DataFileException("%s: ends at byte %d, expected %d (%s): the file is cut off; fetch it again"
            .formatted(file, end, expected, what));
    }

    private static int integer(byte[] b, int at) {
        return (b[at] & 0xff) << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }
}
