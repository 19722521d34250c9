package org.convbook.data.image;

import java.nio.file.Path;
import org.convbook.data.DataFileException;

/**
 * The records of one CIFAR file, which has no header.
 * <pre>
 * labelBytes  1 (CIFAR-10: the class) or 2 (CIFAR-100: the superclass, then the class)
 * 3072 bytes  1024 red, 1024 green, 1024 blue, each row by row
 * </pre>
 * Any number of records from 1 on is right; the official files have 10000 or 50000. A file that ends within a record is a
 * {@link DataFileException}.
 */
record CifarRecords(String file, byte[] bytes, int labelBytes) {
    static final int IMAGE = 3072;

    CifarRecords {
        int record = IMAGE + labelBytes;
        if (bytes.length == 0) throw new DataFileException("%s: is empty, expected at least one CIFAR record of %d bytes".formatted(file, record));
        if (bytes.length % record != 0) {
            throw new DataFileException("%s: ends at byte %d within record %d, expected a multiple of %d bytes; fetch it again"
                .formatted(file, bytes.length, bytes.length / record, record));
        }
    }

    /** Reads a plain or gzip file. */
    static CifarRecords read(Path file, int labelBytes) {
        try (ByteSource source = ByteSource.open(file, "a file of CIFAR records")) {
            return new CifarRecords(file.toString(), source.upToEnd(), labelBytes);
        }
    }

    int count() {
        return bytes.length / (IMAGE + labelBytes);
    }

    /** Copies the pixels into place, image {@code at} and on. */
    void pixels(byte[] into, int at) {
        for (int r = labelBytes, i = at; r < bytes.length; r += IMAGE + labelBytes, i++) System.arraycopy(bytes, r, into, i * IMAGE, IMAGE);
    }

    /** Copies one of the label bytes into place; a label without a class is a {@link DataFileException}. */
    void labels(int which, int classes, byte[] into, int at) {
        for (int r = which, i = at; r < bytes.length; r += IMAGE + labelBytes, i++) {
            if ((bytes[r] & 0xff) >= classes) {
                throw new DataFileException("%s: byte %d holds label %d, expected 0 to %d".formatted(file, r, bytes[r] & 0xff, classes - 1));
            }
            into[i] = bytes[r];
        }
    }
}
