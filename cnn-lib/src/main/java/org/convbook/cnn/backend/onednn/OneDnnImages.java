package org.convbook.cnn.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/** Pooling, softmax and other operations that are neither elementwise nor products. */
abstract class OneDnnImages extends OneDnnElements {
    private final PoolKernels pools = new PoolKernels(primitives);
    private final ResizeKernels resizes = new ResizeKernels(primitives);
    private final HostResize hostResize = new HostResize(this);
    private final HostImages images = new HostImages(this);
    private final HostLosses losses = new HostLosses(this);
    private final NormKernels norms = new NormKernels(primitives);

    // ---------------------------------------------------------------- pooling, softmax

    @Override
    public synchronized Buffer avgPool(PoolShape s, Buffer x) {
        if (s.countPadding() && PoolKernels.overhangs(s)) return host.run("avgPool " + s, j -> j.avgPool(s, host.in(x)));
        DnnBuffer y = fresh(s.output(), Layout.NHWC);
        call(() -> "avgPool " + s, s.output(), pools.forward(s, false), as(x, Layout.NHWC).pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer avgPoolGradient(PoolShape s, Buffer dy) {
        if (s.countPadding() && PoolKernels.overhangs(s)) return host.run("avgPoolGradient " + s, j -> j.avgPoolGradient(s, host.in(dy)));
        DnnBuffer dx = fresh(s.input(), Layout.NHWC);
        call(() -> "avgPoolGradient " + s, s.input(), pools.gradient(s, false), as(dy, Layout.NHWC).pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized Pooled maxPool(PoolShape s, Buffer x) {
        Kernel kernel = pools.forward(s, true);
        DnnBuffer y = fresh(s.output(), Layout.NHWC);
        DnnBuffer switches = new DnnBuffer(s.output(), Layout.NHWC, memory.allocate(kernel.room(2)));
        call(() -> "maxPool " + s, s.output(), kernel, as(x, Layout.NHWC).pointer(), y.pointer(), switches.pointer());
        return new Pooled(y, switches);
    }

    @Override
    public synchronized Buffer maxPoolGradient(PoolShape s, Buffer dy, Buffer switches) {
        DnnBuffer dx = fresh(s.input(), Layout.NHWC);
        Pointer d = as(dy, Layout.NHWC).pointer();
        call(() -> "maxPoolGradient " + s, s.input(), pools.gradient(s, true), d, dx.pointer(), DnnBuffer.of(switches).pointer());
        return dx;
    }

    @Override
    public synchronized Buffer maxPoolAt(PoolShape s, Buffer x, Buffer switches) {
        return images.maxPoolAt(s, as(x, Layout.NHWC), DnnBuffer.of(switches), pools.forward(s, true));
    }

    @Override
    public synchronized Buffer resize(ResizeOp op, Buffer x, Shape to) {
        if (!ResizeKernels.has(op, x.shape(), to)) return hostResize.forward(op, as(x, Layout.NHWC), to);
        DnnBuffer y = fresh(to, Layout.NHWC);
        call("resize " + op + " " + x.shape(), to, resizes.forward(op, x.shape(), to), as(x, Layout.NHWC).pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer resizeGradient(ResizeOp op, Buffer dy, Shape to) {
        return hostResize.gradient(op, as(dy, Layout.NHWC), to);
    }

    @Override
    public synchronized Buffer softmax(Buffer x) {
        return softmax("softmax", false, x);
    }

    @Override
    public synchronized Buffer softmaxGradient(Buffer dy, Buffer y) {
        return softmaxGradient("softmaxGradient", false, dy, y);
    }

    @Override
    public synchronized Buffer logSoftmax(Buffer x) {
        return softmax("logSoftmax", true, x);
    }

    @Override
    public synchronized Buffer logSoftmaxGradient(Buffer dy, Buffer y) {
        return softmaxGradient("logSoftmaxGradient", true, dy, y);
    }

    private Buffer softmax(String what, boolean log, Buffer x) {
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        call(what, b.shape(), elements.softmax(log, b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    private Buffer softmaxGradient(String what, boolean log, Buffer dy, Buffer y) {
        if (y.shape().rank() > 2) {
            DnnBuffer p = as(log ? unary(UnaryOp.EXP, y) : y, Layout.NHWC);
            return losses.softmaxGradient(log, as(dy, Layout.NHWC), p);
        }
        DnnBuffer b = DnnBuffer.of(y);
        DnnBuffer d = as(dy, b.layout);
        DnnBuffer dx = fresh(b.shape(), b.layout);
        call(what, b.shape(), elements.softmaxGradient(log, b.shape(), b.layout), d.pointer(), b.pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized Nll nll(ClassWeighting c, Buffer logProbabilities, Buffer labels) {
        return losses.nll(c, DnnBuffer.of(logProbabilities), as(labels, Layout.PLAIN));
    }

    @Override
    public synchronized Buffer nllGradient(ClassWeighting c, Buffer dy, Shape logProbabilities, Buffer labels, Nll forward) {
        return losses.nllGradient(c, DnnBuffer.of(dy), logProbabilities, as(labels, Layout.PLAIN), forward);
    }

    @Override
    public synchronized CrossEntropy crossEntropy(Buffer logits, Buffer labels) {
        return losses.crossEntropy(DnnBuffer.of(logits), DnnBuffer.of(labels));
    }

    @Override
    public synchronized Buffer crossEntropyGradient(Buffer dy, Buffer probabilities, Buffer labels) {
        return losses.crossEntropyGradient(DnnBuffer.of(dy), DnnBuffer.of(probabilities), DnnBuffer.of(labels));
    }

    // ---------------------------------------------------------------- normalisation

    @Override
    public synchronized Normalized batchNorm(BatchNorm b, Buffer x) {
        return train(b, x, NormKernels.Kind.TRAINING);
    }

    @Override
    public synchronized Normalized batchNormRelu(BatchNorm b, Buffer x) {
        return train(b, x, NormKernels.Kind.TRAINING_RELU);
    }

    private Normalized train(BatchNorm b, Buffer x, NormKernels.Kind kind) {
        Shape s = x.shape();
        int channels = s.size(1);
        DnnBuffer mean = fresh(Shape.of(channels), Layout.PLAIN);
        DnnBuffer variance = fresh(Shape.of(channels), Layout.PLAIN);
        Normalized n = normalize(b, x, mean, variance, kind);
        double m = (double) s.count() / channels;
        host.blend(DnnBuffer.of(b.runningMean()), mean, 1 - b.momentum(), b.momentum());
        host.blend(DnnBuffer.of(b.runningVar()), variance, 1 - b.momentum(), b.momentum() * m / (m - 1));
        return n;
    }

    @Override
    public synchronized Normalized batchNormInference(BatchNorm b, Buffer x) {
        return normalize(b, x, DnnBuffer.of(b.runningMean()), DnnBuffer.of(b.runningVar()), NormKernels.Kind.INFERENCE);
    }

    private Normalized normalize(BatchNorm b, Buffer x, DnnBuffer mean, DnnBuffer variance, NormKernels.Kind kind) {
        Kernel kernel = norms.forward(x.shape(), b.epsilon(), kind);
        DnnBuffer y = fresh(x.shape(), Layout.NHWC);
        List<Pointer> data = new ArrayList<>(List.of(as(x, Layout.NHWC).pointer(), y.pointer(), mean.pointer(), variance.pointer(),
            DnnBuffer.of(b.gamma()).pointer(), DnnBuffer.of(b.beta()).pointer()));
        DnnBuffer positive = null;
        if (kind == NormKernels.Kind.TRAINING_RELU) {
            positive = new DnnBuffer(Shape.of(1), Layout.PLAIN, memory.allocate(kernel.room(6)));
            data.add(positive.pointer());
        }
        call(() -> "batchNorm " + kind + " " + b.epsilon(), x.shape(), kernel, data.toArray(new Pointer[0]));
        return new Normalized(y, mean, variance, positive);
    }

    @Override
    public synchronized BatchNormGradient batchNormGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward, boolean inference) {
        return gradient(b, dy, x, forward, inference ? NormKernels.Kind.INFERENCE : NormKernels.Kind.TRAINING);
    }

    @Override
    public synchronized BatchNormGradient batchNormReluGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward) {
        return gradient(b, dy, x, forward, NormKernels.Kind.TRAINING_RELU);
    }

    private BatchNormGradient gradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward, NormKernels.Kind kind) {
        Shape s = x.shape();
        DnnBuffer dx = fresh(s, Layout.NHWC);
        DnnBuffer dgamma = fresh(Shape.of(s.size(1)), Layout.PLAIN);
        DnnBuffer dbeta = fresh(Shape.of(s.size(1)), Layout.PLAIN);
        List<Pointer> data = new ArrayList<>(List.of(as(dy, Layout.NHWC).pointer(), as(x, Layout.NHWC).pointer(),
            DnnBuffer.of(forward.mean()).pointer(), DnnBuffer.of(forward.variance()).pointer(), DnnBuffer.of(b.gamma()).pointer(),
            dx.pointer(), dgamma.pointer(), dbeta.pointer()));
        if (kind == NormKernels.Kind.TRAINING_RELU) data.add(DnnBuffer.of(forward.positive()).pointer());
        call(() -> "batchNormGradient " + kind + " " + b.epsilon(), s, norms.gradient(s, b.epsilon(), kind), data.toArray(new Pointer[0]));
        return new BatchNormGradient(dx, dgamma, dbeta);
    }

    @Override
    public synchronized Buffer responseNorm(ResponseNorm r, Buffer x) {
        DnnBuffer y = fresh(x.shape(), Layout.NHWC);
        call("responseNorm " + r, x.shape(), norms.response(r, x.shape()), as(x, Layout.NHWC).pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer responseNormGradient(ResponseNorm r, Buffer dy, Buffer x, Buffer y) {
        return images.responseNormGradient(r, as(dy, Layout.NHWC), as(x, Layout.NHWC), as(y, Layout.NHWC));
    }
}
