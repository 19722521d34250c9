package org.convbook.cnn.backend.java;

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
abstract class JavaElements extends JavaCore {
    JavaElements(boolean doubles) {
        super(doubles);
    }

    // ---------------------------------------------------------------- elementwise

    @Override
    public Buffer unary(UnaryOp op, Buffer x) {
        return run("unary " + op, x.shape(), y -> ElementLoops.unary(op, JavaBuffer.of(x), y), x);
    }

    @Override
    public Buffer unaryGradient(UnaryOp op, Buffer dy, Buffer x, Buffer y) {
        return run("unaryGradient " + op, x.shape(),
            dx -> ElementLoops.unaryGradient(op, JavaBuffer.of(dy), JavaBuffer.of(x), JavaBuffer.of(y), dx), dy, x, y);
    }

    @Override
    public Buffer parametric(ParametricOp op, double alpha, Buffer x) {
        return run("parametric " + op + " " + alpha, x.shape(), y -> ElementLoops.parametric(op, alpha, JavaBuffer.of(x), y), x);
    }

    @Override
    public Buffer parametricGradient(ParametricOp op, double alpha, Buffer dy, Buffer x, Buffer y) {
        return run("parametricGradient " + op + " " + alpha, x.shape(),
            dx -> ElementLoops.parametricGradient(op, alpha, JavaBuffer.of(dy), JavaBuffer.of(x), JavaBuffer.of(y), dx), dy, x, y);
    }

    @Override
    public Buffer affine(Buffer x, double scale, double shift) {
        return run("affine " + scale + " " + shift, x.shape(), y -> ElementLoops.affine(JavaBuffer.of(x), scale, shift, y), x);
    }

    @Override
    public Buffer binary(BinaryOp op, Buffer a, Buffer b) {
        Shape to = a.shape().broadcast(b.shape());
        return run("binary " + op, to, y -> ElementLoops.binary(op, ShapeLoops.expand(a, to), ShapeLoops.expand(b, to), y), a, b);
    }

    @Override
    public Buffer bernoulli(RandomStream random, int draw, double probability, Shape shape) {
        return run("bernoulli " + draw + " " + probability, shape, y -> {
            for (int i = 0; i < y.length; i++) y[i] = random.uniform(draw, i) < probability ? 1 : 0;
        });
    }

    // ---------------------------------------------------------------- shape

    @Override
    public Buffer reduce(ReduceOp op, Buffer x, Shape to) {
        return run("reduce " + op, to, y -> ShapeLoops.reduce(op, x, to, y), x);
    }

    @Override
    public Buffer expand(Buffer x, Shape to) {
        return run("expand", to, y -> System.arraycopy(ShapeLoops.expand(x, to), 0, y, 0, y.length), x);
    }

    @Override
    public Buffer reshape(Buffer x, Shape to) {
        return run("reshape", to, y -> System.arraycopy(JavaBuffer.of(x), 0, y, 0, y.length), x);
    }

    @Override
    public Buffer transpose(Buffer x, int... axes) {
        int[] sizes = new int[axes.length];
        for (int i = 0; i < axes.length; i++) sizes[i] = x.shape().size(axes[i]);
        Shape to = Shape.of(sizes);
        return run("transpose " + Arrays.toString(axes), to, y -> ShapeLoops.transpose(x, axes, to, y), x);
    }

    @Override
    public Buffer slice(Buffer x, int axis, int from, int to) {
        return run("slice " + axis + " " + from + " " + to, x.shape().with(axis, to - from), y -> ShapeLoops.slice(x, axis, from, y), x);
    }

    @Override
    public Buffer concat(int axis, List<Buffer> parts) {
        Shape to = parts.get(0).shape().with(axis, parts.stream().mapToInt(p -> p.shape().size(axis)).sum());
        return run("concat " + axis, to, y -> ShapeLoops.concat(axis, parts, y), parts.toArray(new Buffer[0]));
    }
}
