package org.convbook.cnn.tensor;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;

/**
 * An array of float32 values on a {@link Backend}, with the way back to what it was computed from. Images are NCHW, always.
 * <p>A tensor made without naming a backend lies on the host (plain Java); in an operation beside a tensor of another backend it is copied
 * there. Tensors of two different devices in one operation are an {@link IllegalArgumentException}, shapes that do not fit a
 * {@link ShapeException}.
 */
public final class Tensor extends TensorOperations {
    private Backend backend;
    private Buffer buffer;
    private Fusion.Waiting waiting;
    private Tape.Node node;

    Tensor(Backend backend, Buffer buffer) {
        this.backend = backend;
        this.buffer = buffer;
    }

    /** A tensor whose value is computed when it is asked for. */
    Tensor(Backend backend, Fusion.Waiting waiting) {
        this.backend = backend;
        this.waiting = waiting;
    }

    // ---------------------------------------------------------------- making

    /** A tensor on the host; values in row order. A count that does not fit the shape is a {@link ShapeException}. */
    public static Tensor of(float[] values, int... shape) {
        return of(Backends.java(), values, shape);
    }

    /** A tensor on a backend; values in row order. A count that does not fit the shape is a {@link ShapeException}. */
    public static Tensor of(Backend backend, float[] values, int... shape) {
        Shape s = Shape.of(shape);
        if (s.count() != values.length) {
            throw new ShapeException("Tensor", values.length + " values do not fill " + s + ", which has " + s.count(), "");
        }
        return new Tensor(backend, backend.upload(s, values));
    }

    /** Zeros on the host. */
    public static Tensor zeros(int... shape) {
        return full(Backends.java(), 0, Shape.of(shape));
    }

    /** One value everywhere. */
    public static Tensor full(Backend backend, double value, Shape shape) {
        return new Tensor(backend, backend.fill(shape, value));
    }

    /** 1 with this probability, else 0, in the shape and on the backend of another tensor. */
    public static Tensor bernoulli(Tensor like, RandomStream random, double probability) {
        return bernoulli(like.backend(), random, probability, like.shape());
    }

    /** 1 with this probability, else 0. */
    public static Tensor bernoulli(Backend backend, RandomStream random, double probability, Shape shape) {
        return Elementwise.bernoulli(backend, random, probability, shape);
    }

    // ---------------------------------------------------------------- looking

    /** The sizes along the axes. */
    public Shape shape() {
        return buffer == null ? waiting.shape() : buffer.shape();
    }

    /** Where the values lie. */
    public Backend backend() {
        return backend;
    }

    /** The values as the backend holds them. */
    public Buffer buffer() {
        if (buffer == null) {
            buffer = waiting.compute();
            waiting = null;
        }
        return buffer;
    }

    /** What this tensor waits to become, null if its value is there. */
    Fusion.Waiting waiting() {
        return waiting;
    }

    /** The values in row order, copied to the host. */
    public float[] toArray() {
        return backend.download(buffer());
    }

    /** The only value. More than one is a {@link ShapeException}. */
    public double item() {
        if (shape().count() != 1) throw new ShapeException("item", "one value is expected, got " + shape(), "");
        return backend.downloadDoubles(buffer())[0];
    }

    /** For example {@code Tensor [2, 3] on java: 1.0, 2.0, 3.0, 4.0, 5.0, 6.0}; of many values the first eight. */
    @Override
    public String toString() {
        float[] v = toArray();
        String first = Arrays.toString(Arrays.copyOf(v, Math.min(8, v.length)));
        return "Tensor " + shape() + " on " + backend.name() + ": " + first.substring(1, first.length() - 1) + (v.length > 8 ? ", …" : "");
    }

    // ---------------------------------------------------------------- gradients

    /** Marks this tensor as one to differentiate by, and returns it. */
    public Tensor requiresGrad() { return requiresGrad(true); }

    /** Marks this tensor as one to differentiate by, or no longer, and returns it. */
    public Tensor requiresGrad(boolean wanted) {
        if (!wanted || node == null) node = wanted ? new Tape.Node() : null;
        return this;
    }

    /** Whether gradients can be had for this tensor. */
    public boolean tracked() {
        return node != null;
    }

    /** The same values off the tape: no gradient flows back through the result. */
    public Tensor detach() {
        return new Tensor(backend, buffer());
    }

    /** The gradients of this value, a single one, for everything tracked that led to it. */
    public Gradients backward() {
        return Tape.backward(this, ReluRule.GRADIENT, null);
    }

    /** As {@link #backward()}, with another rule for every ReLU on the way. */
    public Gradients backward(ReluRule rule) {
        return Tape.backward(this, rule, null);
    }

    /** As {@link #backward()}, but only the gradients for these are kept; the memory of others is used again on the way, as a training step wants. */
    public Gradients backward(Collection<Tensor> wanted) {
        return Tape.backward(this, ReluRule.GRADIENT, wanted);
    }

    Tape.Node node() {
        return node;
    }

    /** Links this new result to an argument, with the function from this result's gradient to that argument's. */
    Tensor from(Tensor argument, UnaryOperator<Tensor> gradient) {
        if (argument.node == null || Tape.paused()) return this;
        if (node == null) node = new Tape.Node();
        Tape.link(node, argument.node, gradient);
        return this;
    }

    // ---------------------------------------------------------------- in place and between backends

    /** Overwrites the values, in row order. For parameters and inputs of recorded steps. */
    public void set(float[] values) {
        if (values.length != shape().count()) {
            throw new ShapeException("set", values.length + " values do not fill " + shape() + ", which has " + shape().count(), "");
        }
        backend.write(buffer(), values);
    }

    /** Overwrites images [N, C, H, W] by what bytes stand for, on a backend that unpacks: see {@link org.convbook.cnn.backend.Unpacking}. */
    public void unpack(byte[] bytes, float[] values, int[] moves) {
        boolean images = shape().rank() == 4 && bytes.length == shape().count() && values.length == shape().size(1) << Byte.SIZE
            && (moves == null || moves.length == shape().size(0) * (shape().size(2) + shape().size(3)));
        if (!images) {
            throw new ShapeException("unpack", bytes.length + " bytes, " + values.length + " values and " + (moves == null ? 0 : moves.length)
                + " moves do not make images " + shape(), "");
        }
        backend.unpack(buffer(), bytes, values, moves);
    }

    /** Moves the values of this very tensor to a backend. For parameters. */
    public void moveTo(Backend target) {
        if (target == backend) return;
        float[] values = toArray();
        buffer = target.unscoped(() -> target.upload(shape(), values));
        backend = target;
    }

    /** The values on a backend: this tensor if they are there, else a copy off the tape. */
    public Tensor to(Backend target) {
        return target == backend ? this : new Tensor(target, target.upload(shape(), toArray()));
    }

    /** This tensor on the backend of another, if it only lies on the host. */
    Tensor beside(Tensor other, String operation) {
        if (backend == other.backend || other.backend == Backends.java()) return this;
        if (backend == Backends.java() && node == null) return to(other.backend);
        throw new IllegalArgumentException(operation + ": one tensor is on " + backend.name() + ", the other on " + other.backend.name()
            + "; move the model with net.to(backend), or a tensor with to(backend)");
    }
}
