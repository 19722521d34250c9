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
 * The bytes of a file, plain or gzip (told by its first two bytes), read in order. Whatever is wrong is a {@link DataFileException} that
 * names the file, the byte of the unpacked data and what was expected. Memory grows with the bytes that are there, not with those that
 * a header promises.
 */
final class ByteSource implements AutoCloseable {
    private static final int LEAST_BUFFER = 1 << 16;
    private static final int MOST_AT_ONCE = 1 << 28;   // 268 MB: more than CIFAR's 50000 records, less than packed zeros can make
    private static final int BROKEN_OFF = -2;
    private static final int USUAL_RATIO = 8;          // real digits shrink to a fifth: enough room at once for every honest file

    private final Path file;
    private final InputStream in;
    private final long fileSize;
    private long offset;

    private ByteSource(Path file, InputStream in, long fileSize) {
        this.file = file;
        this.in = in;
        this.fileSize = fileSize;
    }

    /** Opens a file; {@code kind} is what it should be, such as "an IDX file". */
    static ByteSource open(Path file, String kind) {
        InputStream raw = null;
        try {
            raw = Files.newInputStream(file);
            byte[] start = raw.readNBytes(2);
            boolean gzip = start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), raw);
            return new ByteSource(file, gzip ? new GZIPInputStream(all, LEAST_BUFFER) : all, Files.size(file));
        } catch (EOFException e) {
            close(raw);
            throw new DataFileException("%s: the gzip header is cut off, expected %s; fetch it again".formatted(file, kind), e);
        } catch (IOException e) {
            close(raw);
            throw new DataFileException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
    }

    private static void close(InputStream in) {
        try {
            if (in != null) in.close();
        } catch (IOException e) {
            throw new IllegalStateException("an open file cannot be closed", e);
        }
    }

    Path file() {
        return file;
    }

    /** The unpacked bytes read so far. */
    long offset() {
        return offset;
    }

    /** Exactly the next n bytes; {@code what} they are. */
    byte[] bytes(int n, String what) {
        long end = offset + n;
        byte[] buffer = new byte[(int) Math.min(n, Math.max(LEAST_BUFFER, USUAL_RATIO * fileSize))];
        int have = 0;
        while (have < n) {
            if (have == buffer.length) buffer = Arrays.copyOf(buffer, (int) Math.min(n, 2L * have));
            int got = next(buffer, have, buffer.length - have);
            if (got < 0) throw cutOff(end, what);
            have += got;
        }
        return buffer;
    }

    /** The next n bytes, or as many as there are. */
    byte[] upTo(int n) {
        byte[] buffer = new byte[n];
        int have = 0;
        while (have < n) {
            int got = next(buffer, have, n - have);
            if (got == BROKEN_OFF) throw checksumCutOff();
            if (got < 0) return Arrays.copyOf(buffer, have);
            have += got;
        }
        return buffer;
    }

    /** All bytes that are left. */
    byte[] upToEnd() {
        byte[] buffer = new byte[(int) Math.min(MOST_AT_ONCE, Math.max(LEAST_BUFFER, fileSize + 1))];
        int have = 0;
        while (true) {
            if (have == MOST_AT_ONCE) throw new DataFileException("%s: unpacks to more than %d bytes, expected less".formatted(file, MOST_AT_ONCE));
            if (have == buffer.length) buffer = Arrays.copyOf(buffer, (int) Math.min(MOST_AT_ONCE, 2L * have));
            int got = next(buffer, have, buffer.length - have);
            if (got == BROKEN_OFF) throw checksumCutOff();
            if (got < 0) return Arrays.copyOf(buffer, have);
            have += got;
        }
    }

    /** Passes over n bytes. */
    void skip(long n, String what) {
        long end = offset + n;
        byte[] buffer = new byte[(int) Math.min(n, LEAST_BUFFER)];
        while (offset < end) {
            if (next(buffer, 0, (int) Math.min(buffer.length, end - offset)) < 0) throw cutOff(end, what);
        }
    }

    void requireEnd(String what) {
        int got = next(new byte[1], 0, 1);
        if (got == BROKEN_OFF) throw checksumCutOff();
        if (got >= 0) {
            throw new DataFileException("%s: goes on at byte %d, expected its end there (%s)".formatted(file, offset - 1, what));
        }
    }

    private int next(byte[] buffer, int from, int length) {
        try {
            int got = in.read(buffer, from, length);
            if (got > 0) offset += got;
            return got;
        } catch (EOFException e) {
            return BROKEN_OFF;                                                 // a gzip stream without its end
        } catch (IOException e) {
            throw new DataFileException("%s: damaged near byte %d of the unpacked data (%s), expected sound gzip; fetch it again"
                .formatted(file, offset, e.getMessage()), e);
        }
    }

    private DataFileException checksumCutOff() {
        return new DataFileException("%s: the checksum after byte %d is cut off, expected 8 more bytes of gzip; fetch it again"
            .formatted(file, offset));
    }

    private DataFileException cutOff(long expected, String what) {
        return new DataFileException("%s: ends at byte %d, expected %d (%s): the file is cut off; fetch it again"
            .formatted(file, offset, expected, what));
    }

    @Override public void close() {
        close(in);
    }
}
