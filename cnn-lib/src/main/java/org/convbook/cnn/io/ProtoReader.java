package org.convbook.cnn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads the wire format of Protocol Buffers from a file: messages are fields, each a number with a varint, 4 or 8 bytes, or a length and as
 * many bytes. No length is believed before it fits what encloses it.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>
 */
final class ProtoReader {
    static final int VARINT = 0;
    static final int EIGHT_BYTES = 1;
    static final int BYTES = 2;
    static final int FOUR_BYTES = 5;

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_TEXT = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long bufferEnd;

    ProtoReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The bytes [start, end) of the file. */
    record Range(long start, long end) {
        long length() {
            return end - start;
        }
    }

    /** One field: its number and kind; its value if it is a varint; where its bytes are if it has some. */
    record Field(int number, int kind, long value, Range bytes) {}

    /** Is told of each field of a message. */
    interface Fields {
        void saw(Field field) throws IOException;
    }

    long offset() {
        return bufferEnd - buffer.remaining();
    }

    CheckpointException bad(long offset, String expected) {
        return new CheckpointException(file + ": at offset " + offset + " expected " + expected);
    }

    /** Reads a message that fills this part of the file, field by field; the reader may be moved meanwhile. */
    void message(Range range, Fields fields) throws IOException {
        long at = range.start;
        while (at < range.end) {
            seek(at);
            Field field = field(range.end);
            at = field.bytes == null ? offset() : field.bytes.end;
            fields.saw(field);
        }
    }

    private Field field(long end) throws IOException {
        long start = offset();
        long tag = varint(end);
        int kind = (int) tag & 7;
        long number = tag >>> 3;
        if (number < 1 || number > 0x1FFFFFFF) throw bad(start, "the number of a field, got " + number);
        return switch (kind) {
            case VARINT -> new Field((int) number, kind, varint(end), null);
            case EIGHT_BYTES -> new Field((int) number, kind, 0, range(8, end));
            case FOUR_BYTES -> new Field((int) number, kind, 0, range(4, end));
            case BYTES -> new Field((int) number, kind, 0, range(varint(end), end));
            default -> throw bad(start, "a field of a known kind, got kind " + kind);
        };
    }

    private Range range(long length, long end) {
        long start = offset();
        if (length < 0 || length > end - start) {
            throw bad(start, "at most the " + (end - start) + " bytes that are left, got a length of " + Long.toUnsignedString(length));
        }
        return new Range(start, start + length);
    }

    /** A number of up to 64 bits, 7 in each byte, the lowest first. */
    long varint(long end) throws IOException {
        long start = offset();
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (offset() >= end) throw bad(start, "a number that ends before offset " + end);
            byte b = next();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) return value;
        }
        throw bad(start, "a number of at most ten bytes");
    }

    String text(Range range) throws IOException {
        if (range.length() > LONGEST_TEXT) throw bad(range.start, "a name of at most " + LONGEST_TEXT + " bytes, got " + range.length());
        byte[] bytes = new byte[(int) range.length()];
        seek(range.start);
        for (int i = 0; i < bytes.length; i++) bytes[i] = next();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads so many values of a kind, which lie one behind the other. */
    void values(Range range, Dtype dtype, float[] to, int at) throws IOException {
        seek(range.start);
        int count = (int) (range.length() / dtype.bytes);
        for (int done = 0; done < count; ) {
            if (buffer.remaining() < dtype.bytes) refill();
            int now = Math.min(count - done, buffer.remaining() / dtype.bytes);
            ByteBuffer part = buffer.slice(buffer.position(), now * dtype.bytes).order(ByteOrder.LITTLE_ENDIAN);
            dtype.read(part, to, at + done);
            buffer.position(buffer.position() + now * dtype.bytes);
            done += now;
        }
    }

    void seek(long offset) {
        long back = bufferEnd - buffer.limit();
        if (offset >= back && offset <= bufferEnd) {
            buffer.position((int) (offset - back));
            return;
        }
        buffer.limit(0);
        bufferEnd = offset;
    }

    private byte next() throws IOException {
        if (!buffer.hasRemaining()) refill();
        return buffer.get();
    }

    private void refill() throws IOException {
        buffer.compact();
        int read = channel.read(buffer, bufferEnd);
        buffer.flip();
        if (read <= 0) throw new CheckpointException(file + ": ended at offset " + bufferEnd + " while it was read");
        bufferEnd += read;
    }
}
