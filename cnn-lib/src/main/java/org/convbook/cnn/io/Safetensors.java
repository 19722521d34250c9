package org.convbook.cnn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convbook.cnn.backend.Shape;

/**
 * The contents of a file in the public safetensors format: tensors by name, and texts about them.
 * <pre>
 * 8 bytes   length of the header, little-endian
 * header    JSON: name → dtype, shape, data_offsets; padded with blanks to a multiple of 8
 * data      the values of all tensors, little-endian, without gaps
 * </pre>
 * F32 is written; F32, F16, BF16, F64 and I64 are read, as float32. A file that cannot be read or written, or that says something which does
 * not fit its length, is a {@link CheckpointException}; nothing is allocated before the header is checked.
 *
 * @param tensors the tensors by name, in the order of their data
 * @param metadata texts by name; may be empty
 */
public record Safetensors(Map<String, Entry> tensors, Map<String, String> metadata) {
    private static final int CHUNK = 1 << 20;
    private static final long LONGEST_HEADER = 100_000_000;   // the format's own limit

    /**
     * One tensor of a file.
     *
     * @param shape its sizes
     * @param values its values in row order
     */
    public record Entry(Shape shape, float[] values) {
        /** Checks that the values fill the shape. */
        public Entry {
            if (shape.count() != values.length) throw new IllegalArgumentException(values.length + " values do not fill " + shape);
        }
    }

    /** Copies both maps. A tensor named {@code __metadata__}, which the format keeps for itself, is an {@link IllegalArgumentException}. */
    public Safetensors {
        if (tensors.containsKey(Header.METADATA)) throw new IllegalArgumentException("no tensor can be named " + Header.METADATA);
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Reads a file. */
    public static Safetensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long length = channel.size();
            if (length < 8) throw new CheckpointException(file + ": holds " + length + " bytes; expected 8 at offset 0 for the header's length");
            long headerLength = fill(channel, file, 8).getLong();
            if (headerLength < 2 || headerLength > Math.min(length - 8, LONGEST_HEADER)) {
                throw new CheckpointException(file + ": the header's length at offset 0 is " + Long.toUnsignedString(headerLength)
                    + "; expected 2 to " + Math.min(length - 8, LONGEST_HEADER));
            }
            Header header = new Header(file, fill(channel, file, (int) headerLength).array(), 8 + headerLength, length);
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, length)).order(ByteOrder.LITTLE_ENDIAN);
            Map<String, Entry> tensors = new LinkedHashMap<>();
            for (Header.Item item : header.items) tensors.put(item.name(), new Entry(item.shape(), values(channel, file, item, chunk)));
            return new Safetensors(tensors, header.metadata);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read: " + AtomicFile.reason(e), e);
        }
    }

    private static ByteBuffer fill(FileChannel channel, Path file, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, file, buffer);
        return buffer;
    }

    private static void fill(FileChannel channel, Path file, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) throw new CheckpointException(file + ": ended at offset " + channel.position() + " while it was read");
        }
        buffer.flip();
    }

    private static float[] values(FileChannel channel, Path file, Header.Item item, ByteBuffer chunk) throws IOException {
        float[] values = new float[item.shape().count()];
        int perChunk = CHUNK / item.dtype().bytes;
        for (int at = 0; at < values.length; at += perChunk) {
            chunk.clear().limit(Math.min(perChunk, values.length - at) * item.dtype().bytes);
            fill(channel, file, chunk);
            item.dtype().read(chunk, values, at);
        }
        return values;
    }

    /** Writes a file, so that a crash at any moment leaves either the old file or the new one, whole. */
    public void write(Path file) {
        byte[] text = Header.write(tensors, metadata).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        AtomicFile.write(file, channel -> {
            ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text);
            while (head.hasRemaining()) head.put((byte) ' ');
            drain(channel, head.flip());
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (Entry entry : tensors.values()) write(channel, entry.values(), chunk);
        });
    }

    private static void write(FileChannel channel, float[] values, ByteBuffer chunk) throws IOException {
        for (int at = 0; at < values.length; at += CHUNK / Float.BYTES) {
            int count = Math.min(CHUNK / Float.BYTES, values.length - at);
            chunk.clear();
            chunk.asFloatBuffer().put(values, at, count);
            drain(channel, chunk.limit(count * Float.BYTES));
        }
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) channel.write(buffer);
    }
}
