package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** Pooling, resizing, softmax and the losses on it. */
abstract class CudaImages extends CudaElements {
    /** From here on the threads of a block share a vector, if there are not so many vectors that each thread has one. */
    private static final int LONG_VECTOR = 64;
    private static final int FEW_VECTORS = 1 << 14;

    CudaImages(Device device, Format activations) {
        super(device, activations);
    }

    // ---------------------------------------------------------------- pooling

    /** The kernels' PoolSizes. */
    private static int[] sizes(PoolShape s) {
        WindowAxis r = s.rows();
        WindowAxis c = s.columns();
        return new int[] {s.input().size(1), s.input().size(2), s.input().size(3), s.output().size(2), s.output().size(3), r.kernel(), c.kernel(),
            r.stride(), c.stride(), r.padding(), c.padding(), r.after(), c.after(), s.countPadding() ? 1 : 0};
    }

    @Override
    public synchronized Buffer avgPool(PoolShape s, Buffer x) {
        CudaBuffer in = channelsLast(x);
        CudaBuffer y = fresh(s.output(), Layout.NHWC, in.format);
        each("avgPool " + s, in.format.kernel("avgPool"), y, sizes(s), in, y, y.shape().count());
        return y;
    }

    @Override
    public synchronized Buffer avgPoolGradient(PoolShape s, Buffer dy) {
        CudaBuffer in = channelsLast(dy);
        CudaBuffer dx = fresh(s.input(), Layout.NHWC, in.format);
        each("avgPoolGradient " + s, in.format.kernel("avgPoolGradient"), dx, sizes(s), in, dx, dx.shape().count());
        return dx;
    }

    @Override
    public synchronized Pooled maxPool(PoolShape s, Buffer x) {
        CudaBuffer in = channelsLast(x);
        CudaBuffer y = fresh(s.output(), Layout.NHWC, in.format);
        CudaBuffer switches = fresh(s.output(), Layout.NHWC);   // of ints
        each("maxPool " + s, in.format.kernel("maxPool"), y, sizes(s), in, y, switches, y.shape().count());
        return new Pooled(y, switches);
    }

    @Override
    public synchronized Buffer maxPoolGradient(PoolShape s, Buffer dy, Buffer switches) {
        CudaBuffer d = channelsLast(dy);
        CudaBuffer dx = fresh(s.input(), Layout.NHWC, d.format);
        each("maxPoolGradient " + s, d.format.kernel("maxPoolGradient"), dx, sizes(s), d, CudaBuffer.of(switches), dx, dx.shape().count());
        return dx;
    }

    @Override
    public synchronized Buffer maxPoolAt(PoolShape s, Buffer x, Buffer switches) {
        CudaBuffer in = channelsLast(x);
        CudaBuffer y = fresh(s.output(), Layout.NHWC, in.format);
        each("maxPoolAt " + s, in.format.kernel("maxPoolAt"), y, sizes(s), in, CudaBuffer.of(switches), y, y.shape().count());
        return y;
    }

    /** The kernels' ResizeSizes. */
    private static int[] sizes(ResizeOp op, Shape in, Shape out) {
        return new int[] {op.ordinal(), in.size(1), in.size(2), in.size(3), out.size(2), out.size(3)};
    }

    @Override
    public synchronized Buffer resize(ResizeOp op, Buffer x, Shape to) {
        CudaBuffer in = channelsLast(x);
        CudaBuffer y = fresh(to, Layout.NHWC, in.format);
        each("resize " + op + " " + x.shape(), in.format.kernel("resize"), y, sizes(op, x.shape(), to), in, y, to.count());
        return y;
    }

    @Override
    public synchronized Buffer resizeGradient(ResizeOp op, Buffer dy, Shape to) {
        CudaBuffer d = channelsLast(dy);
        CudaBuffer dx = fresh(to, Layout.NHWC, d.format);
        each("resizeGradient " + op + " " + dy.shape(), d.format.kernel("resizeGradient"), dx, sizes(op, to, dy.shape()), d, dx, to.count());
        return dx;
    }

    // ---------------------------------------------------------------- softmax

    /** The kernels' Vectors: those along axis 1. */
    private static int[] vectors(Shape s, Layout layout) {
        int length = s.size(1);
        int inner = Math.max(1, s.strides()[1]);
        int count = s.size(0) * s.strides()[1];
        boolean last = layout == Layout.NHWC;
        return new int[] {count, length, last ? 1 : inner, inner, length * inner, last ? length : 1};
    }

    private static int count(Shape s) {
        return s.size(0) * s.strides()[1];
    }

    /** Queues a kernel that goes through vectors to compute y: a thread for each, or a block for each where they are few and long. */
    private void along(Shape s, String what, Format format, String kernel, CudaBuffer y, Object... arguments) {
        int count = count(s);
        if (count == 0 || s.size(1) < LONG_VECTOR || count > FEW_VECTORS) {
            through(count, what, format.kernel(kernel), y, arguments);
        } else {
            Launch launch = kernels.blocks(format.kernel(kernel + "Block"), count, 1, arguments);
            perform(() -> what + " " + y.shape(), launch);
        }
    }

    /** The kernels' Weighting: a float and an int. */
    private static int[] weighting(ClassWeighting c) {
        return new int[] {Float.floatToRawIntBits((float) c.smoothing()), c.ignored()};
    }

    @Override
    public synchronized Buffer softmax(Buffer x) {
        return softmax("softmax", 0, x);
    }

    @Override
    public synchronized Buffer logSoftmax(Buffer x) {
        return softmax("logSoftmax", 1, x);
    }

    private Buffer softmax(String what, int log, Buffer x) {
        CudaBuffer b = CudaBuffer.of(x);
        CudaBuffer y = fresh(b.shape(), b.layout);
        along(b.shape(), what, b.format, "softmax", y, log, vectors(b.shape(), b.layout), b, y);
        return y;
    }

    @Override
    public synchronized Buffer softmaxGradient(Buffer dy, Buffer y) {
        return softmaxGradient("softmaxGradient", 0, dy, y);
    }

    @Override
    public synchronized Buffer logSoftmaxGradient(Buffer dy, Buffer y) {
        return softmaxGradient("logSoftmaxGradient", 1, dy, y);
    }

    private Buffer softmaxGradient(String what, int log, Buffer dy, Buffer y) {
        CudaBuffer b = inFloat(y, CudaBuffer.of(y).layout);
        CudaBuffer dx = like(b);
        along(b.shape(), what, b.format, "softmaxGradient", dx, log, vectors(b.shape(), b.layout), as(dy, b), b, dx);
        return dx;
    }

    @Override
    public synchronized Nll nll(ClassWeighting c, Buffer logProbabilities, Buffer labels) {
        CudaBuffer p = inFloat(logProbabilities, CudaBuffer.of(logProbabilities).layout);
        int count = count(p.shape());
        CudaBuffer terms = temporary(count);
        CudaBuffer counts = temporary(count);
        along(p.shape(), "nll " + c.smoothing() + " " + c.ignored() + " " + (c.weights() == null) + " " + p.shape(), p.format, "nllTerms", terms,
            vectors(p.shape(), p.layout), weighting(c), weights(c), p, inFloat(labels, Layout.PLAIN), terms, counts);
        CudaBuffer loss = total(terms);
        CudaBuffer all = total(counts);
        each("divideByTotal", "divideByTotal", loss, loss, all);
        release(terms);
        release(counts);
        return new Nll(loss, all);
    }

    private CudaBuffer weights(ClassWeighting c) {
        return c.weights() == null ? null : inFloat(c.weights(), Layout.PLAIN);
    }

    /** The sum of all values as a scalar. */
    private CudaBuffer total(CudaBuffer x) {
        return (CudaBuffer) reshape(reduce(ReduceOp.SUM, x, Shape.of(1)), Shape.of());
    }

    @Override
    public synchronized Buffer nllGradient(ClassWeighting c, Buffer dy, Shape logProbabilities, Buffer labels, Nll forward) {
        Layout layout = logProbabilities.rank() > 2 ? Layout.NHWC : Layout.PLAIN;
        CudaBuffer d = fresh(logProbabilities, layout);
        along(logProbabilities, "nllGradient " + c.smoothing() + " " + c.ignored() + " " + (c.weights() == null), d.format, "nllGradient", d,
            vectors(logProbabilities, layout), weighting(c), weights(c), inFloat(dy, Layout.PLAIN), inFloat(labels, Layout.PLAIN),
            CudaBuffer.of(forward.total()), d);
        return d;
    }

    @Override
    public synchronized CrossEntropy crossEntropy(Buffer logits, Buffer labels) {
        CudaBuffer x = CudaBuffer.of(logits);
        int count = count(x.shape());
        CudaBuffer p = fresh(x.shape(), x.layout);
        CudaBuffer terms = temporary(count);
        along(x.shape(), "crossEntropy", x.format, "crossEntropyTerms", p, vectors(x.shape(), x.layout), x, inFloat(labels, Layout.PLAIN), p, terms);
        Buffer loss = reshape(reduce(ReduceOp.MEAN, terms, Shape.of(1)), Shape.of());
        release(terms);
        return new CrossEntropy(loss, p);
    }

    @Override
    public synchronized Buffer crossEntropyGradient(Buffer dy, Buffer probabilities, Buffer labels) {
        CudaBuffer p = CudaBuffer.of(probabilities);
        CudaBuffer d = fresh(p.shape(), p.layout);
        along(p.shape(), "crossEntropyGradient", p.format, "crossEntropyGradient", d, vectors(p.shape(), p.layout), inFloat(dy, Layout.PLAIN), p,
            inFloat(labels, Layout.PLAIN), d);
        return d;
    }
}
