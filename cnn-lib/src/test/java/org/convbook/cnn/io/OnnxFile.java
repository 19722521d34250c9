package org.convbook.cnn.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes ONNX models field by field, right ones and wrong ones. Numbers of fields are those of onnx.proto. */
final class OnnxFile {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int FLOAT16 = 10;
    static final int DOUBLE = 11;
    static final int BFLOAT16 = 16;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static byte[] message(Consumer<OnnxFile> fields) {
        OnnxFile m = new OnnxFile();
        fields.accept(m);
        return m.bytes.toByteArray();
    }

    /** A model of ONNX version 8 by "test", whose graph holds these initialisers and what else is written. */
    static byte[] model(Consumer<OnnxFile> graph) {
        return message(m -> m.number(1, 8).bytes(2, "test".getBytes(StandardCharsets.UTF_8)).bytes(7, message(graph))
            .bytes(8, message(o -> o.number(2, 17))));
    }

    /** An initialiser with these fields behind dims, type and name. */
    OnnxFile initializer(String name, int type, int[] dims, Consumer<OnnxFile> data) {
        return bytes(5, message(t -> {
            for (int d : dims) t.number(1, d);
            t.number(2, type).bytes(8, name.getBytes(StandardCharsets.UTF_8));
            data.accept(t);
        }));
    }

    OnnxFile number(int field, long value) {
        return varint((long) field << 3).varint(value);
    }

    OnnxFile bytes(int field, byte[] value) {
        varint((long) field << 3 | 2).varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** A field of a length that is not that of its bytes. */
    OnnxFile lying(int field, long length, byte[] value) {
        varint((long) field << 3 | 2).varint(length);
        bytes.writeBytes(value);
        return this;
    }

    OnnxFile four(int field, float value) {
        varint((long) field << 3 | 5);
        bytes.writeBytes(floats(value));
        return this;
    }

    OnnxFile varint(long value) {
        long v = value;
        while ((v & ~0x7FL) != 0) {
            bytes.write((int) (v & 0x7F | 0x80));
            v >>>= 7;
        }
        bytes.write((int) v);
        return this;
    }

    static byte[] floats(float... values) {
        ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : values) b.putFloat(v);
        return b.array();
    }

    static byte[] doubles(double... values) {
        ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double v : values) b.putDouble(v);
        return b.array();
    }

    static byte[] varints(long... values) {
        return message(m -> {
            for (long v : values) m.varint(v);
        });
    }
}
