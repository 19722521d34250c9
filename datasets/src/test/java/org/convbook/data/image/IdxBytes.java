package org.convbook.data.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.convbook.data.SplitMix;

/** IDX files for tests. */
final class IdxBytes {
    private IdxBytes() { }

    /** n random images of 28x28. */
    static byte[] images(int n) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + n * 784).putInt(0x803).putInt(n).putInt(28).putInt(28);
        SplitMix rng = SplitMix.of(n);
        while (bytes.hasRemaining()) bytes.put((byte) (rng.nextInt(4) == 0 ? rng.nextInt() : 0));
        return bytes.array();
    }

    /** Labels 0 1 ... 9 0 1 ... */
    static byte[] labels(int n) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + n).putInt(0x801).putInt(n);
        for (int i = 0; i < n; i++) bytes.put((byte) (i % 10));
        return bytes.array();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes a small data set of the four files; returns the folder. */
    static Path writeSet(Path folder, int train, int test) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(images(train)));
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(labels(train)));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(test));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(test));
        return folder;
    }
}
