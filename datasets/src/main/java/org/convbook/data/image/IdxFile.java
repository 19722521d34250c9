package org.convbook.data.image;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.convbook.data.DataFileException;

/**
 * One IDX file of unsigned bytes, plain or gzip.
 * <pre>
 * byte 0   0, 0, 8 (unsigned bytes), number of dimensions
 * byte 4   each dimension, 4 bytes, highest first
 * then     the values, the last dimension fastest
 * </pre>
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, whose data set brought the format</a>
 */
final class IdxFile {
    private static final int UNSIGNED_BYTES = 0x08;

    private IdxFile() { }

    /** The number of images or labels, and the bytes after the header. */
    record Content(int count, byte[] values) { }

    /**
     * Reads a whole file whose items have this shape (none for labels, rows and columns for images).
     * Whatever differs is a {@link DataFileException} that names file, byte and expectation.
     */
    static Content read(Path file, int... itemShape) {
        try (ByteSource source = ByteSource.open(file, "an IDX file")) {
            ByteBuffer header = ByteBuffer.wrap(source.bytes(8 + 4 * itemShape.length, "the header"));
            int count = count(file, header, itemShape);
            String what = itemShape.length == 0 ? count + " labels" : "%d images of %dx%d".formatted(count, itemShape[0], itemShape[1]);
            int total = count;
            for (int size : itemShape) total *= size;                          // count checks that it fits
            byte[] values = source.bytes(total, what);
            source.requireEnd(what);
            return new Content(count, values);
        }
    }

    private static int count(Path file, ByteBuffer header, int[] itemShape) {
        int expected = UNSIGNED_BYTES << 8 | (1 + itemShape.length);
        if (header.getInt(0) != expected) {
            throw new DataFileException("%s: byte 0 starts with 0x%08x, expected 0x%08x (IDX, unsigned bytes, %d dimensions)"
                .formatted(file, header.getInt(0), expected, 1 + itemShape.length));
        }
        int count = header.getInt(4);
        if (count < 1) throw new DataFileException("%s: byte 4 promises %d items, expected at least 1".formatted(file, count));
        long total = count;
        for (int d = 0; d < itemShape.length; d++) {
            int found = header.getInt(8 + 4 * d);
            if (found != itemShape[d]) {
                throw new DataFileException("%s: byte %d says %d %s, expected %d"
                    .formatted(file, 8 + 4 * d, found, d == 0 ? "rows" : "columns", itemShape[d]));
            }
            total *= found;
        }
        if (total > Integer.MAX_VALUE - 8) {
            throw new DataFileException("%s: byte 4 promises %d items, %d bytes, more than one array holds".formatted(file, count, total));
        }
        return count;
    }
}
