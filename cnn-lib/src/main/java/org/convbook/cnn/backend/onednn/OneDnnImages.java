package org.convbook.cnn.backend.onednn;

import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;

/** Pooling, softmax and other operations that are neither elementwise nor products. */
abstract class OneDnnImages extends OneDnnElements {
    private final PoolKernels pools = new PoolKernels(primitives);
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
        Shape s = x.shape();
        int channels = s.size(1);
        DnnBuffer mean = fresh(Shape.of(channels), Layout.PLAIN);
        DnnBuffer variance = fresh(Shape.of(channels), Layout.PLAIN);
        DnnBuffer y = normalize("batchNorm", b, x, mean, variance, false);
        double m = (double) s.count() / channels;
        host.blend(DnnBuffer.of(b.runningMean()), mean, 1 - b.momentum(), b.momentum());
        host.blend(DnnBuffer.of(b.runningVar()), variance, 1 - b.momentum(), b.momentum() * m / (m - 1));
        return new Normalized(y, mean, variance);
    }

    @Override
    public synchronized Normalized batchNormInference(BatchNorm b, Buffer x) {
        Buffer y = normalize("batchNormInference", b, x, DnnBuffer.of(b.runningMean()), DnnBuffer.of(b.runningVar()), true);
        return new Normalized(y, b.runningMean(), b.runningVar());
    }

    private DnnBuffer normalize(String what, BatchNorm b, Buffer x, DnnBuffer mean, DnnBuffer variance, boolean inference) {
        DnnBuffer y = fresh(x.shape(), Layout.NHWC);
        call(what + " " + b.epsilon(), x.shape(), norms.forward(x.shape(), b.epsilon(), inference), as(x, Layout.NHWC).pointer(), y.pointer(),
            mean.pointer(), variance.pointer(), DnnBuffer.of(b.gamma()).pointer(), DnnBuffer.of(b.beta()).pointer());
        return y;
    }

    @Override
    public synchronized BatchNormGradient batchNormGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward, boolean inference) {
        Shape s = x.shape();
        DnnBuffer dx = fresh(s, Layout.NHWC);
        DnnBuffer dgamma = fresh(Shape.of(s.size(1)), Layout.PLAIN);
        DnnBuffer dbeta = fresh(Shape.of(s.size(1)), Layout.PLAIN);
        call("batchNormGradient " + b.epsilon() + " " + inference, s, norms.gradient(s, b.epsilon(), inference),
            as(dy, Layout.NHWC).pointer(), as(x, Layout.NHWC).pointer(), DnnBuffer.of(forward.mean()).pointer(),
            DnnBuffer.of(forward.variance()).pointer(), DnnBuffer.of(b.gamma()).pointer(), dx.pointer(), dgamma.pointer(), dbeta.pointer());
        return new BatchNormGradient(dx, dgamma, dbeta);
    }
}
