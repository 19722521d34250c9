package org.convbook.cnn.backend.java;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/**
 * The reference: obvious loops, sums in double, on any platform. Values are rounded to float32 after every operation, or, for gradient
 * checks by finite differences, kept in double.
 */
public final class JavaBackend implements Backend {
    private final boolean doubles;
    private final JavaMemory memory = new JavaMemory();

    private JavaBackend(boolean doubles) {
        this.doubles = doubles;
    }

    /** Values are float32, as on every other backend. */
    public static JavaBackend floats() {
        return new JavaBackend(false);
    }

    /** Values are float64, for finite differences. */
    public static JavaBackend doubles() {
        return new JavaBackend(true);
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String describe() {
        return "plain Java" + (doubles ? " in double" : "") + ", on Java " + System.getProperty("java.version");
    }

    // ---------------------------------------------------------------- memory

    @Override
    public Buffer upload(Shape shape, float[] values) {
        memory.obstacle("it brought new values from the host");
        JavaBuffer buffer = memory.make(shape);
        buffer.write(values);
        return buffer;
    }

    @Override
    public void write(Buffer to, float[] values) {
        memory.obstacle("it brought new values from the host");
        ((JavaBuffer) to).write(values);
    }

    /** Writes values with all their digits, which this backend in double keeps; for tests by finite differences. */
    public void writeDoubles(Buffer to, double[] values) {
        System.arraycopy(values, 0, JavaBuffer.of(to), 0, values.length);
        round(JavaBuffer.of(to));
    }

    @Override
    public float[] download(Buffer x) {
        memory.obstacle("it read a value back to the host");
        return ((JavaBuffer) x).floats();
    }

    @Override
    public double[] downloadDoubles(Buffer x) {
        memory.obstacle("it read a value back to the host");
        return JavaBuffer.of(x).clone();
    }

    @Override
    public Buffer fill(Shape shape, double value) {
        return run("fill " + value, shape, y -> Arrays.fill(y, value));
    }

    @Override
    public Scope scope() {
        return memory.scope();
    }

    @Override
    public <T> T unscoped(Supplier<T> make) {
        return memory.unscoped(make);
    }

    @Override
    public Recording record(Runnable step) {
        return memory.record(step);
    }

    /** The bytes that open scopes and recordings hold; what no scope holds belongs to the garbage collector. */
    @Override
    public long bytesInUse() {
        return memory.bytes();
    }

    /** Computes a new buffer from others. */
    private JavaBuffer run(String what, Shape shape, Consumer<double[]> loops, Buffer... from) {
        JavaBuffer y = memory.make(shape);
        perform(what, () -> {
            loops.accept(y.values());
            round(y.values());
        }, List.of(y), from);
        return y;
    }

    /** Runs an operation, and notes it, if this thread is recording. */
    private void perform(String what, Runnable operation, List<? extends Buffer> results, Buffer... from) {
        operation.run();
        JavaRecording recording = memory.recording();
        if (recording != null) recording.add(what, operation, results, from);
    }

    private void round(double[] values) {
        if (doubles) return;
        for (int i = 0; i < values.length; i++) values[i] = (float) values[i];
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

    // ---------------------------------------------------------------- products

    @Override
    public Buffer matmul(Buffer a, boolean transposeA, Buffer b, boolean transposeB, Buffer bias) {
        Shape to = Shape.of(a.shape().size(transposeA ? 1 : 0), b.shape().size(transposeB ? 0 : 1));
        return run("matmul " + transposeA + " " + transposeB, to, y -> ConvLoops.matmul(a, transposeA, b, transposeB, bias, y), a, b, bias);
    }

    @Override
    public Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias) {
        return run("conv " + s, s.output(),
            y -> ConvLoops.forward(s, JavaBuffer.of(x), JavaBuffer.of(w), bias == null ? null : JavaBuffer.of(bias), y), x, w, bias);
    }

    @Override
    public Buffer convInputGradient(ConvShape s, Buffer dy, Buffer w) {
        return run("convInputGradient " + s, s.input(), dx -> ConvLoops.inputGradient(s, JavaBuffer.of(dy), JavaBuffer.of(w), dx), dy, w);
    }

    @Override
    public WeightGradient convWeightGradient(ConvShape s, Buffer x, Buffer dy, boolean withBias) {
        Buffer dw = run("convWeightGradient " + s, s.weight(),
            d -> ConvLoops.weightGradient(s, JavaBuffer.of(x), JavaBuffer.of(dy), d), x, dy);
        if (!withBias) return new WeightGradient(dw, null);
        return new WeightGradient(dw, run("convBiasGradient", Shape.of(s.weight().size(0)), d -> ConvLoops.biasGradient(s, JavaBuffer.of(dy), d), dy));
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

    @Override
    public void sgd(List<Buffer> w, List<Buffer> g, List<Buffer> v, Buffer settings) {
        for (int i = 0; i < w.size(); i++) update("sgd", OptimizerLoops::sgd, settings, g.get(i), w.get(i), v.get(i));
    }

    @Override
    public void adam(List<Buffer> w, List<Buffer> g, List<Buffer> m, List<Buffer> v, Buffer settings) {
        for (int i = 0; i < w.size(); i++) update("adam", OptimizerLoops::adam, settings, g.get(i), w.get(i), m.get(i), v.get(i));
    }

    private void update(String what, OptimizerLoops.Update loops, Buffer settings, Buffer g, Buffer... changed) {
        perform(what, () -> {
            double[][] values = Arrays.stream(changed).map(JavaBuffer::of).toArray(double[][]::new);
            loops.apply(JavaBuffer.of(settings), JavaBuffer.of(g), values);
            for (double[] v : values) round(v);
        }, List.of(changed), g, settings);
    }

    @Override
    public void close() {
        memory.close();
    }
}
