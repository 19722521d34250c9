package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import java.util.List;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ParametricOp;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/** The operations value by value and those that move values about. */
abstract class OneDnnElements extends OneDnnCore {
    final ElementKernels elements = new ElementKernels(primitives);
    private final Sums sums = new Sums(this);

    // ---------------------------------------------------------------- elementwise

    @Override
    public synchronized Buffer unary(UnaryOp op, Buffer x) {
        if (!ElementKernels.has(op)) return host.run("unary " + op, j -> j.unary(op, host.in(x)));
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        if (op == UnaryOp.TANH) call("tanh", b.shape(), elements.tanh(b.shape(), b.layout), b.pointer(), y.pointer(), b.pointer());
        else call("unary " + op, b.shape(), elements.unary(op, b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer unaryGradient(UnaryOp op, Buffer dy, Buffer x, Buffer y) {
        if (!ElementKernels.has(op)) return fill(x.shape(), 0);
        DnnBuffer from = DnnBuffer.of(ElementKernels.fromResult(op) ? y : x);
        DnnBuffer d = as(dy, from.layout);
        DnnBuffer dx = fresh(x.shape(), from.layout);
        call("unaryGradient " + op, x.shape(), elements.unaryGradient(op, x.shape(), from.layout), d.pointer(), from.pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized Buffer parametric(ParametricOp op, double alpha, Buffer x) {
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        call("parametric " + op + " " + alpha, b.shape(), elements.parametric(op, alpha, b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer parametricGradient(ParametricOp op, double alpha, Buffer dy, Buffer x, Buffer y) {
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer dx = fresh(b.shape(), b.layout);
        call("parametricGradient " + op + " " + alpha, b.shape(), elements.parametricGradient(op, alpha, b.shape(), b.layout),
            as(dy, b.layout).pointer(), b.pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized Buffer affine(Buffer x, double scale, double shift) {
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        call("affine " + scale + " " + shift, b.shape(), elements.affine(scale, shift, b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer binary(BinaryOp op, Buffer a, Buffer b) {
        Shape to = a.shape().broadcast(b.shape());
        DnnBuffer left = padded(a, to.rank());
        DnnBuffer right = padded(b, to.rank());
        Layout layout = left.shape().equals(to) ? left.layout : right.layout;
        left = as(left, layout);
        right = as(right, layout);
        DnnBuffer y = fresh(to, layout);
        call("binary " + op, to, elements.binary(op, left.shape(), right.shape(), layout), left.pointer(), right.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer addRelu(Buffer a, Buffer b) {
        DnnBuffer left = DnnBuffer.of(a);
        DnnBuffer right = as(b, left.layout);
        DnnBuffer y = fresh(left.shape(), left.layout);
        call("addRelu", y.shape(), elements.addRelu(y.shape(), y.layout), left.pointer(), right.pointer(), y.pointer());
        return y;
    }

    /** With leading axes of size 1. */
    private DnnBuffer padded(Buffer x, int rank) {
        DnnBuffer b = DnnBuffer.of(x);
        if (b.shape().rank() == rank) return b;
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        System.arraycopy(b.shape().sizes(), 0, sizes, rank - b.shape().rank(), b.shape().rank());
        return new DnnBuffer(Shape.of(sizes), Layout.PLAIN, as(b, Layout.PLAIN).block);
    }

    @Override
    public Buffer bernoulli(RandomStream random, int draw, double probability, Shape shape) {
        DnnBuffer y = fresh(shape, Layout.PLAIN);
        float[] values = new float[shape.count()];
        perform(() -> "bernoulli " + draw + " " + probability + " " + shape, () -> {
            random.uniform(draw, 0, values);
            for (int i = 0; i < values.length; i++) values[i] = values[i] < probability ? 1 : 0;
            y.block.put(values);
        });
        return y;
    }

    // ---------------------------------------------------------------- shape

    @Override
    public synchronized Buffer reduce(ReduceOp op, Buffer x, Shape to) {
        DnnBuffer b = DnnBuffer.of(x);
        Shape from = b.shape();
        if (from.equals(to)) return affine(x, 1, 0);
        if (op == ReduceOp.MAX || from.count() == 0) return reduceAsItIs(op, b, to);
        int terms = from.count() / to.count();
        if (b.layout == Layout.NHWC && from.rank() == 4 && to.equals(from.with(2, 1).with(3, 1))) {
            Buffer mean = avgPool(new PoolShape(from, to, from.size(2), from.size(3), 1, 0, true), x);
            return op == ReduceOp.MEAN ? mean : affine(mean, terms, 0);
        }
        DnnBuffer y = sums.toward(to, b, op == ReduceOp.MEAN ? 1.0 / terms : 1);
        return y.shape().equals(to) ? y : reduceAsItIs(y == b ? op : ReduceOp.SUM, y, to);
    }

    private DnnBuffer reduceAsItIs(ReduceOp op, DnnBuffer x, Shape to) {
        DnnBuffer y = fresh(to, x.layout);
        call("reduce " + op + " " + x.shape(), to, elements.reduce(op, x.shape(), to, x.layout), x.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer expand(Buffer x, Shape to) {
        return binary(BinaryOp.ADD, fill(to, 0), x);
    }

    @Override
    public synchronized Buffer reshape(Buffer x, Shape to) {
        if (x.shape().equals(to)) return x;
        return new DnnBuffer(to, Layout.PLAIN, as(x, Layout.PLAIN).block);
    }

    private record CopyKey(Shape from, Shape to, Layout layout, String what) {}

    @Override
    public synchronized Buffer transpose(Buffer x, int... axes) {
        DnnBuffer b = DnnBuffer.of(x);
        if (axes.length < 2) return affine(x, 1, 0);
        long[] strides = b.layout.strides(b.shape());
        long[] dims = new long[axes.length];
        long[] moved = new long[axes.length];
        int[] sizes = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            dims[i] = sizes[i] = b.shape().size(axes[i]);
            moved[i] = strides[axes[i]];
        }
        Shape to = Shape.of(sizes);
        DnnBuffer y = fresh(to, Layout.PLAIN);
        String what = "transpose " + Arrays.toString(axes);
        Kernel kernel = primitives.reorder(new CopyKey(b.shape(), to, b.layout, what), Descriptor.of(dims, moved), Layout.PLAIN.describe(to));
        call(what, to, kernel, b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer slice(Buffer x, int axis, int from, int to) {
        DnnBuffer b = DnnBuffer.of(x);
        Shape part = b.shape().with(axis, to - from);
        long[] strides = b.layout.strides(b.shape());
        DnnBuffer y = fresh(part, b.layout);
        if (part.count() == 0) return y;
        Kernel kernel = primitives.reorder(new CopyKey(b.shape(), part, b.layout, "slice " + axis),
            Descriptor.of(Descriptor.dims(part), strides), Descriptor.of(Descriptor.dims(part), b.layout.strides(part)));
        call("slice " + axis + " " + from, part, kernel, b.block.pointer(from * strides[axis]), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer concat(int axis, List<Buffer> parts) {
        Layout layout = DnnBuffer.of(parts.get(0)).layout;
        Shape whole = parts.get(0).shape().with(axis, parts.stream().mapToInt(p -> p.shape().size(axis)).sum());
        DnnBuffer y = fresh(whole, layout);
        if (whole.count() == 0) return y;   // oneDNN 3.11 divides by zero on reordering nothing between some strides
        long[] strides = layout.strides(whole);
        long at = 0;
        for (Buffer p : parts) {
            DnnBuffer part = as(p, layout);
            Kernel kernel = primitives.reorder(new CopyKey(part.shape(), whole, layout, "concat " + axis),
                Descriptor.of(Descriptor.dims(part.shape()), layout.strides(part.shape())),
                Descriptor.of(Descriptor.dims(part.shape()), strides));
            call("concat " + axis + " " + at, part.shape(), kernel, part.pointer(), y.block.pointer(at * strides[axis]));
            at += part.shape().size(axis);
        }
        return y;
    }
}
