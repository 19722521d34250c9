package org.convbook.cnn.backend.java;

import java.util.List;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.ResizeOp;
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
    public Buffer maxPoolAt(PoolShape s, Buffer x, Buffer switches) {
        return run("maxPoolAt " + s, s.output(), y -> PoolLoops.at(JavaBuffer.of(x), JavaBuffer.of(switches), y), x, switches);
    }

    @Override
    public Buffer resize(ResizeOp op, Buffer x, Shape to) {
        return run("resize " + op, to, y -> ResizeLoops.forward(op, x.shape(), JavaBuffer.of(x), to, y), x);
    }

    @Override
    public Buffer resizeGradient(ResizeOp op, Buffer dy, Shape to) {
        return run("resizeGradient " + op, to, dx -> ResizeLoops.gradient(op, to, dx, dy.shape(), JavaBuffer.of(dy)), dy);
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
    public Buffer logSoftmax(Buffer x) {
        return run("logSoftmax", x.shape(), y -> SoftmaxLoops.logSoftmax(x.shape(), JavaBuffer.of(x), y), x);
    }

    @Override
    public Buffer logSoftmaxGradient(Buffer dy, Buffer y) {
        return run("logSoftmaxGradient", y.shape(),
            dx -> SoftmaxLoops.logSoftmaxGradient(y.shape(), JavaBuffer.of(dy), JavaBuffer.of(y), dx), dy, y);
    }

    private static SoftmaxLoops.Weighting weighting(ClassWeighting c) {
        return new SoftmaxLoops.Weighting(c.weights() == null ? null : JavaBuffer.of(c.weights()), c.smoothing(), c.ignored());
    }

    @Override
    public Nll nll(ClassWeighting c, Buffer logProbabilities, Buffer labels) {
        JavaBuffer loss = memory.make(Shape.of());
        JavaBuffer total = memory.make(Shape.of());
        perform("nll " + c.smoothing() + " " + c.ignored(), () -> {
            double[] sums = SoftmaxLoops.nll(logProbabilities.shape(), weighting(c), JavaBuffer.of(logProbabilities), JavaBuffer.of(labels));
            loss.values()[0] = sums[0];
            total.values()[0] = sums[1];
            round(loss.values());
            round(total.values());
        }, List.of(loss, total), logProbabilities, labels, c.weights());
        return new Nll(loss, total);
    }

    @Override
    public Buffer nllGradient(ClassWeighting c, Buffer dy, Shape logProbabilities, Buffer labels, Nll forward) {
        return run("nllGradient " + c.smoothing() + " " + c.ignored(), logProbabilities, d -> SoftmaxLoops.nllGradient(logProbabilities, weighting(c),
            JavaBuffer.of(dy)[0], JavaBuffer.of(labels), JavaBuffer.of(forward.total())[0], d), dy, labels, forward.total(), c.weights());
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

    // ---------------------------------------------------------------- normalisation

    private static NormLoops.Parameters parameters(BatchNorm b, Buffer mean, Buffer variance) {
        return new NormLoops.Parameters(JavaBuffer.of(b.gamma()), JavaBuffer.of(b.beta()), JavaBuffer.of(mean), JavaBuffer.of(variance), b.epsilon());
    }

    @Override
    public Normalized batchNorm(BatchNorm b, Buffer x) {
        Shape s = x.shape();
        JavaBuffer y = memory.make(s);
        JavaBuffer mean = memory.make(Shape.of(s.size(1)));
        JavaBuffer variance = memory.make(Shape.of(s.size(1)));
        double m = (double) s.count() / s.size(1);
        perform("batchNorm " + b.momentum() + " " + b.epsilon(), () -> {
            NormLoops.statistics(s, JavaBuffer.of(x), mean.values(), variance.values());
            NormLoops.forward(s, parameters(b, mean, variance), JavaBuffer.of(x), y.values());
            NormLoops.update(JavaBuffer.of(b.runningMean()), mean.values(), b.momentum(), 1);
            NormLoops.update(JavaBuffer.of(b.runningVar()), variance.values(), b.momentum(), m / (m - 1));
            for (Buffer changed : List.of(y, mean, variance, b.runningMean(), b.runningVar())) round(JavaBuffer.of(changed));
        }, List.of(y, mean, variance, b.runningMean(), b.runningVar()), x, b.gamma(), b.beta());
        return new Normalized(y, mean, variance);
    }

    @Override
    public Normalized batchNormInference(BatchNorm b, Buffer x) {
        Buffer y = run("batchNormInference " + b.epsilon(), x.shape(),
            to -> NormLoops.forward(x.shape(), parameters(b, b.runningMean(), b.runningVar()), JavaBuffer.of(x), to),
            x, b.gamma(), b.beta(), b.runningMean(), b.runningVar());
        return new Normalized(y, b.runningMean(), b.runningVar());
    }

    @Override
    public BatchNormGradient batchNormGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward, boolean inference) {
        Shape s = x.shape();
        JavaBuffer dx = memory.make(s);
        JavaBuffer dgamma = memory.make(Shape.of(s.size(1)));
        JavaBuffer dbeta = memory.make(Shape.of(s.size(1)));
        perform("batchNormGradient " + b.epsilon() + " " + inference, () -> {
            NormLoops.Parameters p = parameters(b, forward.mean(), forward.variance());
            NormLoops.inputGradient(s, p, JavaBuffer.of(dy), JavaBuffer.of(x), inference, dx.values());
            NormLoops.parameterGradients(s, p, JavaBuffer.of(dy), JavaBuffer.of(x), dgamma.values(), dbeta.values());
            for (JavaBuffer result : List.of(dx, dgamma, dbeta)) round(result.values());
        }, List.of(dx, dgamma, dbeta), dy, x, b.gamma(), forward.mean(), forward.variance());
        return new BatchNormGradient(dx, dgamma, dbeta);
    }

    @Override
    public Buffer responseNorm(ResponseNorm r, Buffer x) {
        return run("responseNorm " + r, x.shape(), y -> NormLoops.response(r, x.shape(), JavaBuffer.of(x), y), x);
    }

    @Override
    public Buffer responseNormGradient(ResponseNorm r, Buffer dy, Buffer x, Buffer y) {
        return run("responseNormGradient " + r, x.shape(),
            dx -> NormLoops.responseGradient(r, x.shape(), JavaBuffer.of(dy), JavaBuffer.of(x), JavaBuffer.of(y), dx), dy, x, y);
    }
}
