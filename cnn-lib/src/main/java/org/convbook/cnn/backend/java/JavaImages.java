package org.convbook.cnn.backend.java;

import java.util.List;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;

/** Pooling, softmax and other operations that are neither elementwise nor products. */
abstract class JavaImages extends JavaElements {
    JavaImages(boolean doubles) {
        super(doubles);
    }

    // ---------------------------------------------------------------- pooling, softmax

    @Override
    public Buffer avgPool(PoolShape s, Buffer x) {
        return run("avgPool " + s, s.output(), y -> PoolLoops.average(s, JavaBuffer.of(x), y), x);
    }

    @Override
    public Buffer avgPoolGradient(PoolShape s, Buffer dy) {
        return run("avgPoolGradient " + s, s.input(), dx -> PoolLoops.averageGradient(s, JavaBuffer.of(dy), dx), dy);
    }

    @Override
    public Pooled maxPool(PoolShape s, Buffer x) {
        JavaBuffer y = memory.make(s.output());
        JavaBuffer switches = memory.make(s.output());
        perform("maxPool " + s, () -> PoolLoops.maximum(s, JavaBuffer.of(x), y.values(), switches.values()), List.of(y, switches), x);
        return new Pooled(y, switches);
    }

    @Override
    public Buffer maxPoolGradient(PoolShape s, Buffer dy, Buffer switches) {
        return run("maxPoolGradient " + s, s.input(), dx -> PoolLoops.maximumGradient(s, JavaBuffer.of(dy), JavaBuffer.of(switches), dx),
            dy, switches);
    }

    @Override
    public Buffer softmax(Buffer x) {
        return run("softmax", x.shape(), y -> SoftmaxLoops.softmax(x.shape(), JavaBuffer.of(x), y), x);
    }

    @Override
    public Buffer softmaxGradient(Buffer dy, Buffer y) {
        return run("softmaxGradient", y.shape(), dx -> SoftmaxLoops.softmaxGradient(y.shape(), JavaBuffer.of(dy), JavaBuffer.of(y), dx), dy, y);
    }

    @Override
    public CrossEntropy crossEntropy(Buffer logits, Buffer labels) {
        Buffer p = softmax(logits);
        Buffer loss = run("crossEntropy", Shape.of(),
            y -> y[0] = SoftmaxLoops.crossEntropy(logits.shape(), JavaBuffer.of(logits), JavaBuffer.of(labels)), logits, labels);
        return new CrossEntropy(loss, p);
    }

    @Override
    public Buffer crossEntropyGradient(Buffer dy, Buffer probabilities, Buffer labels) {
        return run("crossEntropyGradient", probabilities.shape(), d -> SoftmaxLoops.crossEntropyGradient(
            probabilities.shape(), JavaBuffer.of(dy)[0], JavaBuffer.of(probabilities), JavaBuffer.of(labels), d), dy, probabilities, labels);
    }
}
