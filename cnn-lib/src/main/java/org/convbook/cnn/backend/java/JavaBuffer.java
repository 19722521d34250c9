package org.convbook.cnn.backend.java;

import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Shape;

/** Row-major values in a Java array; null once its scope has closed. */
final class JavaBuffer implements Buffer {
    private final Shape shape;
    private double[] values;

    JavaBuffer(Shape shape, double[] values) {
        this.shape = shape;
        this.values = values;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    double[] values() {
        if (values == null) throw new DeviceException("a tensor " + shape + " was used after its scope had closed");
        return values;
    }

    void write(float[] from) {
        double[] to = values();
        for (int i = 0; i < to.length; i++) to[i] = from[i];
    }

    float[] floats() {
        double[] from = values();
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) to[i] = (float) from[i];
        return to;
    }

    long bytes() {
        return (long) Double.BYTES * shape.count();
    }

    void free() {
        values = null;
    }

    static double[] of(Buffer buffer) {
        return ((JavaBuffer) buffer).values();
    }
}
