package org.convbook.cnn.backend;

import java.util.List;
import java.util.function.Supplier;

/**
 * The arithmetic of one device. Knows buffers and numbers; knows no gradients, layers, names or files.
 * <p>An operation returns its result in a new buffer, so that each backend keeps the layout it likes; above it everything is NCHW.
 * Arguments are checked by the caller: a backend may trust its input. Sums are at least as exact as float32 in any order.
 * A failure of the device is a {@link DeviceException}.
 */
public interface Backend extends Normalizations, LossScaling, Unpacking, AutoCloseable {
    /** The weights' and the bias' gradient of one convolution; the bias' is null if there is none. */
    record WeightGradient(Buffer weight, Buffer bias) {}

    /** A max pooling's result and, in a form of the backend's own, where each maximum was found. */
    record Pooled(Buffer y, Buffer switches) {}

    /** A mean loss, [], and the probabilities it was computed from, [N, K]. */
    record CrossEntropy(Buffer loss, Buffer probabilities) {}

    /**
     * How much each class counts in a loss.
     *
     * @param weights w, [K], or null: all 1
     * @param smoothing s, the share of each label that is spread over all classes
     * @param ignored the label that does not count; −1 if all do
     */
    record ClassWeighting(Buffer weights, double smoothing, int ignored) {}

    /** A loss, [], and the weight of all labels that count, []. */
    record Nll(Buffer loss, Buffer total) {}

    /** A short name: "java", "onednn", "cuda:0". */
    String name();

    /** One line: the library, its version, the processor or device. */
    String describe();

    // ---------------------------------------------------------------- memory

    /** A new buffer with these values, row-major. */
    Buffer upload(Shape shape, float[] values);

    /** Writes new values, row-major, into a buffer. */
    void write(Buffer to, float[] values);

    /** The values, row-major. Waits for pending work. */
    float[] download(Buffer x);

    /** The values, row-major, with all digits that the backend has. */
    default double[] downloadDoubles(Buffer x) {
        float[] values = download(x);
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) result[i] = values[i];
        return result;
    }

    /** A new buffer filled with one value. */
    Buffer fill(Shape shape, double value);

    /** Opens a scope for what this thread makes from now on. */
    Scope scope();

    /** Makes something that belongs to no scope, such as an optimiser's state, whatever scope is open. */
    <T> T unscoped(Supplier<T> make);

    /**
     * Says that nothing after the operations made so far will read a result of the innermost scope or recording, so that what comes next may
     * be computed in its memory. Without effect on a buffer that it does not own.
     */
    default void release(Buffer x) {}

    /** Runs a step and records its operations. What it makes belongs to the recording. */
    Recording record(Runnable step);

    /** Opens a way to the device and back beside what it computes; null where there is none. */
    default Lane lane() {
        return null;
    }

    /** The bytes of this backend's memory that buffers hold now. */
    long bytesInUse();

    /** What this backend's memory holds now, and held at most. */
    MemoryUse memory();

    // ---------------------------------------------------------------- elementwise

    /** y = f(x). */
    Buffer unary(UnaryOp op, Buffer x);

    /** dx = dy · f'(x), with y = f(x). */
    Buffer unaryGradient(UnaryOp op, Buffer dy, Buffer x, Buffer y);

    /** y = f(x) with the setting α. */
    Buffer parametric(ParametricOp op, double alpha, Buffer x);

    /** dx = dy · f'(x), with y = f(x). */
    Buffer parametricGradient(ParametricOp op, double alpha, Buffer dy, Buffer x, Buffer y);

    /** y = scale · x + shift. */
    Buffer affine(Buffer x, double scale, double shift);

    /** y = f(a, b); sizes of 1 are repeated as {@link Shape#broadcast} says. */
    Buffer binary(BinaryOp op, Buffer a, Buffer b);

    /** 1 with the given probability, else 0: 1 where {@code random.uniform(draw, index) < probability}. */
    Buffer bernoulli(RandomStream random, int draw, double probability, Shape shape);

    // ---------------------------------------------------------------- shape

    /** Reduces x to a shape of the same rank, in which the reduced axes have size 1. */
    Buffer reduce(ReduceOp op, Buffer x, Shape to);

    /** x repeated along its axes of size 1 to a shape of the same rank. */
    Buffer expand(Buffer x, Shape to);

    /** The same values, row-major, in another shape of the same count. The result may share memory with x. */
    Buffer reshape(Buffer x, Shape to);

    /** Axis i of the result is axis {@code axes[i]} of x. */
    Buffer transpose(Buffer x, int... axes);

    /** The part [from, to) of x along one axis. */
    Buffer slice(Buffer x, int axis, int from, int to);

    /** The parts one behind the other along one axis. */
    Buffer concat(int axis, List<Buffer> parts);

    // ---------------------------------------------------------------- products

    /** op(a) · op(b) + bias, where op transposes if asked to; a and b have two axes, bias has [columns] or is null. */
    Buffer matmul(Buffer a, boolean transposeA, Buffer b, boolean transposeB, Buffer bias);

    /** The convolution of x with w in one, two or three directions, plus bias, [out], unless that is null. */
    Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias);

    /**
     * What follows a convolution at once: first batch normalisation by its running statistics, then a sum, then a ReLU.
     *
     * @param norm null if there is none
     * @param addend null, or of the output's shape
     * @param relu whether there is one
     */
    record Following(BatchNorm norm, Buffer addend, boolean relu) {
        /** Nothing follows. */
        public static final Following NOTHING = new Following(null, null, false);

        /** Whether nothing follows. */
        public boolean nothing() {
            return norm == null && addend == null && !relu;
        }
    }

    /** As {@link #conv(ConvShape, Buffer, Buffer, Buffer)} and what follows; sums may be rounded otherwise than one after the other. */
    default Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias, Following then) {
        Buffer y = conv(s, x, w, bias);
        if (then.norm() != null) y = batchNormInference(then.norm(), y).y();
        if (then.addend() != null) return then.relu() ? addRelu(y, then.addend()) : binary(BinaryOp.ADD, y, then.addend());
        return then.relu() ? unary(UnaryOp.RELU, y) : y;
    }

    /** max(0, a + b) for a and b of one shape. */
    default Buffer addRelu(Buffer a, Buffer b) {
        return unary(UnaryOp.RELU, binary(BinaryOp.ADD, a, b));
    }

    /** max(0, y) behind {@link #batchNorm}; the result keeps in a form of the backend's own where y was positive. */
    default Normalized batchNormRelu(BatchNorm b, Buffer x) {
        Normalized n = batchNorm(b, x);
        Buffer y = unary(UnaryOp.RELU, n.y());
        return new Normalized(y, n.mean(), n.variance(), y);
    }

    /** The gradients of {@link #batchNormRelu}. */
    default BatchNormGradient batchNormReluGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward) {
        return batchNormGradient(b, unaryGradient(UnaryOp.RELU, dy, forward.positive(), forward.positive()), x, forward, false);
    }

    /** The gradient for x; also the forward pass of a transposed convolution. */
    Buffer convInputGradient(ConvShape s, Buffer dy, Buffer w);

    /** The gradients for w and, if asked for, the bias. */
    WeightGradient convWeightGradient(ConvShape s, Buffer x, Buffer dy, boolean withBias);

    // ---------------------------------------------------------------- pooling, softmax

    /** The average of each window. */
    Buffer avgPool(PoolShape s, Buffer x);

    /** The gradient of {@link #avgPool}. */
    Buffer avgPoolGradient(PoolShape s, Buffer dy);

    /** The maximum of each window; of equal ones the first in row order. */
    Pooled maxPool(PoolShape s, Buffer x);

    /** The gradient of {@link #maxPool}: each dy goes to where its maximum was found. */
    Buffer maxPoolGradient(PoolShape s, Buffer dy, Buffer switches);

    /** The value at each switch of x, in the shape of the pooling's input: the gradient of {@link #maxPoolGradient}, which an unpooling needs. */
    Buffer maxPoolAt(PoolShape s, Buffer x, Buffer switches);

    /** Images [N, C, H, W] in another height and width. */
    Buffer resize(ResizeOp op, Buffer x, Shape to);

    /** The gradient of {@link #resize}, in the shape of its input: each dy goes where its value came from, by the same shares. */
    Buffer resizeGradient(ResizeOp op, Buffer dy, Shape to);

    /** e<sup>x</sup> / Σ e<sup>x</sup> over axis 1, computed without overflow. */
    Buffer softmax(Buffer x);

    /** dx = y · (dy − Σ dy·y), the sum over axis 1. */
    Buffer softmaxGradient(Buffer dy, Buffer y);

    /** x − ln Σ e<sup>x</sup>, the sum over axis 1, computed without overflow. */
    Buffer logSoftmax(Buffer x);

    /** dx = dy − e<sup>y</sup> · Σ dy, the sum over axis 1. */
    Buffer logSoftmaxGradient(Buffer dy, Buffer y);

    /**
     * The mean of −ln p over labels: over all i that count, Σ (1−s)·w<sub>label</sub>·(−ln p<sub>i,label</sub>) + s/K·Σ<sub>k</sub>
     * w<sub>k</sub>·(−ln p<sub>i,k</sub>), divided by Σ w<sub>label</sub>; 0 if none counts.
     *
     * @param logProbabilities [N, K, …]
     * @param labels class numbers in the order of N, …
     */
    Nll nll(ClassWeighting c, Buffer logProbabilities, Buffer labels);

    /** The gradient of {@link #nll} for the logarithms of the probabilities, whose shape is given; dy is []. */
    Buffer nllGradient(ClassWeighting c, Buffer dy, Shape logProbabilities, Buffer labels, Nll forward);

    /** The mean over n of −ln softmax(logits)[n, labels[n]]; logits [N, K], labels [N] hold class numbers. */
    CrossEntropy crossEntropy(Buffer logits, Buffer labels);

    /** dlogits = (probabilities − onehot(labels)) · dy / N; dy is []. */
    Buffer crossEntropyGradient(Buffer dy, Buffer probabilities, Buffer labels);

    // ---------------------------------------------------------------- optimisers, in place

    /**
     * v = momentum·v + g + weightDecay·w; w −= learningRate·v, or with Nesterov w −= learningRate·(g + weightDecay·w + momentum·v).
     *
     * @param settings [4]: learning rate, momentum, weight decay, 1 for Nesterov else 0
     */
    void sgd(List<Buffer> w, List<Buffer> g, List<Buffer> v, Buffer settings);

    /**
     * g' = g + coupled·w; m = β1·m + (1−β1)·g'; v = β2·v + (1−β2)·g'²;
     * w −= learningRate·((m·c1) / (√(v·c2) + ε) + decoupled·w).
     *
     * @param settings [8]: learning rate, β1, β2, ε, coupled and decoupled weight decay, c1 = 1/(1−β1<sup>t</sup>), c2 = 1/(1−β2<sup>t</sup>)
     */
    void adam(List<Buffer> w, List<Buffer> g, List<Buffer> m, List<Buffer> v, Buffer settings);

    @Override
    void close();
}
