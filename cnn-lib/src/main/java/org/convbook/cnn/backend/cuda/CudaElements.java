package org.convbook.cnn.backend.cuda;

import java.util.Arrays;
import java.util.List;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ParametricOp;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/** The operations value by value and those that move values about. */
abstract class CudaElements extends CudaCore {
    /** Up to so many terms, one thread adds them up. */
    private static final int FEW_TERMS = 32;
    /** From so many results on there is a thread for each. */
    private static final int MANY_RESULTS = 1 << 16;
    /** As many blocks as keep a device busy. */
    private static final int ENOUGH_BLOCKS = 512;
    /** Terms that a block takes at least, so that a second pass pays. */
    private static final int TERMS_OF_A_SLICE = 2048;

    CudaElements(Device device, Format activations) {
        super(device, activations);
    }

    // ---------------------------------------------------------------- elementwise

    @Override
    public synchronized Buffer unary(UnaryOp op, Buffer x) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer y = like(b);
        each("unary " + op, b.format.kernel("unary"), y, op.ordinal(), b, y, y.shape().count());
        return y;
    }

    @Override
    public synchronized Buffer unaryGradient(UnaryOp op, Buffer dy, Buffer x, Buffer y) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer dx = like(b);
        each("unaryGradient " + op, b.format.kernel("unaryGradient"), dx, op.ordinal(), as(dy, b), b, as(y, b), dx, dx.shape().count());
        return dx;
    }

    @Override
    public synchronized Buffer parametric(ParametricOp op, double alpha, Buffer x) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer y = like(b);
        each("parametric " + op + " " + alpha, b.format.kernel("parametric"), y, op.ordinal(), (float) alpha, b, y, y.shape().count());
        return y;
    }

    @Override
    public synchronized Buffer parametricGradient(ParametricOp op, double alpha, Buffer dy, Buffer x, Buffer y) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer dx = like(b);
        each("parametricGradient " + op + " " + alpha, b.format.kernel("parametricGradient"), dx,
            op.ordinal(), (float) alpha, as(dy, b), b, as(y, b), dx, dx.shape().count());
        return dx;
    }

    @Override
    public synchronized Buffer affine(Buffer x, double scale, double shift) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer y = like(b);
        each("affine " + scale + " " + shift, b.format.kernel("affine"), y, b, (float) scale, (float) shift, y, y.shape().count());
        return y;
    }

    @Override
    public synchronized Buffer binary(BinaryOp op, Buffer a, Buffer b) {
        CudaBuffer left = CudaBuffer.of(a);
        CudaBuffer right = CudaBuffer.of(b);
        Shape to = left.shape().broadcast(right.shape());
        Layout layout = left.shape().equals(to) ? left.layout : right.shape().equals(to) ? right.layout : Layout.PLAIN;
        CudaBuffer y = fresh(to, layout, narrowest(to, left, right));
        if (left.shape().equals(right.shape()) && left.layout == right.layout && left.format == right.format) {
            each("binary " + op, y.format.kernel("binary"), y, op.ordinal(), left, right, y, to.count());
        } else if (to.count() > 0) {
            int[] walk = Walk.over(to, Walk.repeating(left, to), Walk.repeating(right, to), y.strides()).structure(3);
            each("binary " + op + " " + left.shape() + " " + right.shape(), activations.kernel("binaryWalk"), y, op.ordinal(), walk,
                floats(left, right, y), left, right, y, to.count());
        }
        return y;
    }

    /** A result has 16 bits if every argument of its size has; those that are repeated, such as a bias, do not count. */
    private static Format narrowest(Shape to, CudaBuffer... arguments) {
        Format format = null;
        for (CudaBuffer a : arguments) if (a.shape().equals(to) && format != Format.FLOAT) format = a.format;
        return format == null ? Format.FLOAT : format;
    }

    @Override
    public synchronized Buffer addRelu(Buffer a, Buffer b) {
        CudaBuffer left = CudaBuffer.of(a);
        CudaBuffer right = CudaBuffer.of(b);
        Format format = narrowest(left.shape(), left, right);
        CudaBuffer y = fresh(left.shape(), left.layout, format);
        each("addRelu", format.kernel("addRelu"), y, as(left, left.layout, format), as(right, left.layout, format), y, y.shape().count());
        return y;
    }

    @Override
    public synchronized Buffer bernoulli(RandomStream random, int draw, double probability, Shape shape) {
        CudaBuffer y = fresh(shape, Layout.PLAIN);
        if (shape.count() == 0) return y;
        int threshold = (int) Math.ceil(probability * (1 << 24));   // a number k · 2^-24 is below p if k is below this
        int n = shape.count();
        Launch now = kernels.each("bernoulli", (n + 3L) / 4, random.key(), random.step(), null, draw, threshold, y, n);
        Block step = recordedStep(random);
        Launch replayed = step == null ? now : kernels.each("bernoulli", (n + 3L) / 4, random.key(), 0L, step, draw, threshold, y, n);
        perform(() -> "bernoulli " + draw + " " + probability + " " + shape, now, replayed);
        return y;
    }

    // ---------------------------------------------------------------- shape

    @Override
    public synchronized Buffer reduce(ReduceOp op, Buffer x, Shape to) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer y = fresh(to, b.layout);
        int results = to.count();
        if (results == 0) return y;
        int terms = b.shape().count() / results;
        float scale = op == ReduceOp.MEAN ? 1f / terms : 1;
        String what = "reduce " + op + " " + b.shape();
        int[] all = Walk.reduction(b.shape(), b.strides(), to, y.strides());
        if (terms <= FEW_TERMS || results >= MANY_RESULTS) {
            each(what, b.format.kernel("reduceEach"), y, op.ordinal(), all, b, y, results, terms, scale);
            return y;
        }
        int slices = Math.max(1, Math.min(ENOUGH_BLOCKS / results, terms / TERMS_OF_A_SLICE));
        if (slices == 1) {
            Launch launch = kernels.blocks(b.format.kernel("reduceBlocks"), results, 1, op.ordinal(), all, b, y, terms, 1, scale);
            perform(() -> what + " " + to, launch);
        } else {
            inSlices(op, b, y, new Slices(what, terms, slices, scale));
        }
        return y;
    }

    /** How a long reduction is cut. */
    private record Slices(String what, int terms, int count, float scale) {}

    /** First each slice of the terms, then the slices. */
    private void inSlices(ReduceOp op, CudaBuffer x, CudaBuffer y, Slices s) {
        int results = y.shape().count();
        CudaBuffer partial = temporary(results * s.count);
        int[] dense = Layout.PLAIN.strides(y.shape());
        Launch first = kernels.blocks(x.format.kernel("reduceBlocks"), results, s.count, op.ordinal(),
            Walk.reduction(x.shape(), x.strides(), y.shape(), dense), x, partial, s.terms, s.count, 1f);
        perform(() -> s.what + " in " + s.count + " " + y.shape(), first);
        int rank = y.shape().rank();
        int[] sizes = Arrays.copyOf(y.shape().sizes(), rank + 1);
        sizes[rank] = s.count;
        Shape cut = Shape.of(sizes);
        int[] to = Arrays.copyOf(y.strides(), rank + 1);
        int[] second = Walk.reduction(cut, cut.strides(), cut.with(rank, 1), to);
        each(s.what + " of slices", "reduceEach", y, op.ordinal(), second, partial, y, results, s.count, s.scale);
        release(partial);
    }

    @Override
    public synchronized Buffer expand(Buffer x, Shape to) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer y = fresh(to, b.layout, b.format);
        each("expand " + b.shape(), copying(b, y), y, Walk.copy(to, Walk.repeating(b, to), y.strides()), floats(b, y), b, y, to.count());
        return y;
    }

    @Override
    public synchronized Buffer reshape(Buffer x, Shape to) {
        if (x.shape().equals(to)) return x;
        CudaBuffer rows = as(x, Layout.PLAIN);
        return new CudaBuffer(to, Layout.PLAIN, rows.format, rows.live());
    }

    @Override
    public synchronized Buffer transpose(Buffer x, int... axes) {
        CudaBuffer b = CudaBuffer.of(x);
        int[] strides = b.strides();
        int[] sizes = new int[axes.length];
        int[] moved = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            sizes[i] = b.shape().size(axes[i]);
            moved[i] = strides[axes[i]];
        }
        CudaBuffer y = fresh(Shape.of(sizes), Layout.PLAIN, b.format);
        each("transpose " + Arrays.toString(axes), copying(b, y), y, Walk.copy(y.shape(), moved, y.strides()), floats(b, y), b, y,
            y.shape().count());
        return y;
    }

    @Override
    public synchronized Buffer slice(Buffer x, int axis, int from, int to) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer y = fresh(b.shape().with(axis, to - from), b.layout, b.format);
        each("slice " + axis + " " + from + " " + b.shape(), copying(b, y), y, Walk.copy(y.shape(), b.strides(), y.strides()), floats(b, y),
            new Launch.Place(b, (long) from * b.strides()[axis]), y, y.shape().count());
        return y;
    }

    @Override
    public synchronized Buffer concat(int axis, List<Buffer> parts) {
        Layout layout = CudaBuffer.of(parts.get(0)).layout;
        Format format = parts.stream().allMatch(p -> CudaBuffer.of(p).format == activations) ? activations : Format.FLOAT;
        CudaBuffer y = fresh(parts.get(0).shape().with(axis, parts.stream().mapToInt(p -> p.shape().size(axis)).sum()), layout, format);
        int[] strides = y.strides();
        long at = 0;
        for (Buffer p : parts) {
            CudaBuffer part = CudaBuffer.of(p);
            each("concat " + axis + " " + at, copying(part, y), part, Walk.copy(part.shape(), part.strides(), strides), floats(part, y), part,
                new Launch.Place(y, at * strides[axis]), part.shape().count());
            at += part.shape().size(axis);
        }
        return y;
    }
}
