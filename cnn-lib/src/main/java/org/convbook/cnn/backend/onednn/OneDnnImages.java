package org.convbook.cnn.backend.onednn;

import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.PoolShape;

/** Pooling, softmax and other operations that are neither elementwise nor products. */
abstract class OneDnnImages extends OneDnnElements {
    private final PoolKernels pools = new PoolKernels(primitives);

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
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        call("softmax", b.shape(), elements.softmax(b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer softmaxGradient(Buffer dy, Buffer y) {
        DnnBuffer b = DnnBuffer.of(y);
        DnnBuffer d = as(dy, b.layout);
        DnnBuffer dx = fresh(b.shape(), b.layout);
        call("softmaxGradient", b.shape(), elements.softmaxGradient(b.shape(), b.layout), d.pointer(), b.pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized CrossEntropy crossEntropy(Buffer logits, Buffer labels) {
        return host.crossEntropy(DnnBuffer.of(logits), DnnBuffer.of(labels));
    }

    @Override
    public synchronized Buffer crossEntropyGradient(Buffer dy, Buffer probabilities, Buffer labels) {
        return host.crossEntropyGradient(DnnBuffer.of(dy), DnnBuffer.of(probabilities), DnnBuffer.of(labels));
    }
}
