package org.convbook.cnn.backend.java;

import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Shape;

/**
 * Row-major values in a Java array; null once its scope has closed. Values that came from the host stay floats, which take half the memory, until
 * something computes with them: the parameters of a large network are drawn here, and then moved to another backend.
 */
final class JavaBuffer implements Buffer {
    private final Shape shape;
    private volatile double[] values;
    private float[] fromHost;

    JavaBuffer(Shape shape, double[] values) {
        this.shape = shape;
        this.values = values;
    }

    /** Values from the host, which are copied. */
    JavaBuffer(Shape shape, float[] values) {
        this.shape = shape;
        this.fromHost = values.clone();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    double[] values() {
        double[] v = values;
        return v == null ? computable() : v;
    }

    private synchronized double[] computable() {
        if (values != null) return values;   // another thread was here first
        checkOpen();
        double[] v = new double[fromHost.length];
        for (int i = 0; i < v.length; i++) v[i] = fromHost[i];
        fromHost = null;
        values = v;
        return v;
    }

    private void checkOpen() {
        if (values == null && fromHost == null) throw new DeviceException("a tensor " + shape + " was used after its scope had closed");
    }

    synchronized void write(float[] from) {
        checkOpen();
        double[] to = values;
        if (to == null) System.arraycopy(from, 0, fromHost, 0, fromHost.length);
        else for (int i = 0; i < to.length; i++) to[i] = from[i];
    }

    synchronized float[] floats() {
        checkOpen();
        double[] from = values;
        if (from == null) return fromHost.clone();
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) to[i] = (float) from[i];
        return to;
    }

    /** What it takes to compute with it. */
    long bytes() {
        return (long) Double.BYTES * shape.count();
    }

    synchronized void free() {
        values = null;
        fromHost = null;
    }

    static double[] of(Buffer buffer) {
        return ((JavaBuffer) buffer).values();
    }
}
