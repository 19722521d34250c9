package org.convbook.cnn.io;

import java.nio.ByteBuffer;

/** The kinds of numbers that are read, as float32, from a safetensors file; F64 and I64 are rounded. F32 is what is written. */
enum Dtype {
    F32(4), F16(2), BF16(2), F64(8), I64(8);

    final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** The one of this name, or null. */
    static Dtype of(Object name) {
        for (Dtype d : values()) if (d.name().equals(name)) return d;
        return null;
    }

    /** Reads as many numbers as a little-endian buffer holds into a part of an array. */
    void read(ByteBuffer from, float[] to, int at) {
        int count = from.remaining() / bytes;
        switch (this) {
            case F32 -> from.asFloatBuffer().get(to, at, count);
            case F16 -> {
                for (int i = 0; i < count; i++) to[at + i] = half(from.getShort());
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) to[at + i] = Float.intBitsToFloat(from.getShort() << 16);
            }
            case F64 -> {
                for (int i = 0; i < count; i++) to[at + i] = (float) from.getDouble();
            }
            case I64 -> {
                for (int i = 0; i < count; i++) to[at + i] = from.getLong();
            }
        }
    }

    /** IEEE 754 half precision: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float size = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> (0x400 + fraction) * (float) Math.scalb(1.0, exponent - 25);
        };
        return bits < 0 ? -size : size;
    }
}
