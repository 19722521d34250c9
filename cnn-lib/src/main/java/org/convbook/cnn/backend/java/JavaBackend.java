package org.convbook.cnn.backend.java;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
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
    private final ThreadLocal<Deque<Owner>> owners = ThreadLocal.withInitial(ArrayDeque::new);

    /** Where what a thread makes belongs: a scope, or a recording. */
    private static class Owner {
        final List<JavaBuffer> made = new ArrayList<>();
        final JavaRecording recording;

        Owner(JavaRecording recording) {
            this.recording = recording;
        }

        void free() {
            made.forEach(JavaBuffer::free);
            made.clear();
        }
    }

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
        obstacle("it brought new values from the host");
        double[] v = new double[values.length];
        for (int i = 0; i < v.length; i++) v[i] = values[i];
        return own(new JavaBuffer(shape, v));
    }

    @Override
    public void write(Buffer to, float[] values) {
        obstacle("it brought new values from the host");
        double[] v = JavaBuffer.of(to);
        for (int i = 0; i < v.length; i++) v[i] = values[i];
    }

    /** Writes values with all their digits, which this backend in double keeps; for tests by finite differences. */
    public void writeDoubles(Buffer to, double[] values) {
        System.arraycopy(values, 0, JavaBuffer.of(to), 0, values.length);
        round(JavaBuffer.of(to));
    }

    @Override
    public float[] download(Buffer x) {
        double[] v = downloadDoubles(x);
        float[] result = new float[v.length];
        for (int i = 0; i < v.length; i++) result[i] = (float) v[i];
        return result;
    }

    @Override
    public double[] downloadDoubles(Buffer x) {
        obstacle("it read a value back to the host");
        return JavaBuffer.of(x).clone();
    }

    @Override
    public Buffer fill(Shape shape, double value) {
        return run("fill " + value, shape, y -> Arrays.fill(y, value));
    }

    @Override
    public Scope scope() {
        Deque<Owner> mine = owners.get();
        Owner owner = new Owner(mine.isEmpty() ? null : mine.peek().recording);
        mine.push(owner);
        return new Scope() {
            @Override
            public void keep(Buffer buffer) {
                owner.made.remove((JavaBuffer) buffer);
                mine.stream().dropWhile(o -> o != owner).skip(1).findFirst().ifPresent(o -> o.made.add((JavaBuffer) buffer));
            }

            @Override
            public void close() {
                mine.remove(owner);
                if (owner.recording == null) owner.free();
                else mine.peek().made.addAll(owner.made);   // a replay writes there again
            }
        };
    }

    @Override
    public <T> T unscoped(Supplier<T> make) {
        Deque<Owner> mine = owners.get();
        Owner nobody = new Owner(null);
        mine.push(nobody);
        try {
            return make.get();
        } finally {
            mine.remove(nobody);
        }
    }

    @Override
    public Recording record(Runnable step) {
        Deque<Owner> mine = owners.get();
        JavaRecording recording = new JavaRecording();
        Owner owner = new Owner(recording);
        recording.onClose = owner::free;
        mine.push(owner);
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            owner.free();
            throw e;
        } finally {
            mine.remove(owner);
        }
        return recording;
    }

    /** The bytes that open scopes and recordings of this thread hold; what no scope holds belongs to the garbage collector. */
    @Override
    public long bytesInUse() {
        return owners.get().stream().flatMap(o -> o.made.stream()).mapToLong(b -> 8L * b.shape().count()).sum();
    }

    private JavaBuffer own(JavaBuffer buffer) {
        Owner owner = owners.get().peek();
        if (owner != null) owner.made.add(buffer);
        return buffer;
    }

    private void obstacle(String why) {
        Owner owner = owners.get().peek();
        if (owner != null && owner.recording != null) owner.recording.obstacle = why;
    }

    /** Computes a new buffer, and notes how, if this thread is recording. */
    private JavaBuffer run(String what, Shape shape, Consumer<double[]> loops) {
        JavaBuffer y = own(new JavaBuffer(shape, new double[shape.count()]));
        perform(what + " " + shape, () -> {
            loops.accept(y.values());
            round(y.values());
        });
        return y;
    }

    private void perform(String what, Runnable operation) {
        operation.run();
        Owner owner = owners.get().peek();
        if (owner != null && owner.recording != null) owner.recording.add(what, operation);
    }

    private void round(double[] values) {
        if (doubles) return;
        for (int i = 0; i < values.length; i++) values[i] = (float) values[i];
    }

    // ---------------------------------------------------------------- elementwise

    @Override
    public Buffer unary(UnaryOp op, Buffer x) {
        return run("unary " + op, x.shape(), y -> ElementLoops.unary(op, JavaBuffer.of(x), y));
    }

    @Override
    public Buffer unaryGradient(UnaryOp op, Buffer dy, Buffer x, Buffer y) {
        return run("unaryGradient " + op, x.shape(),
            dx -> ElementLoops.unaryGradient(op, JavaBuffer.of(dy), JavaBuffer.of(x), JavaBuffer.of(y), dx));
    }

    @Override
    public Buffer affine(Buffer x, double scale, double shift) {
        return run("affine " + scale + " " + shift, x.shape(), y -> ElementLoops.affine(JavaBuffer.of(x), scale, shift, y));
    }

    @Override
    public Buffer binary(BinaryOp op, Buffer a, Buffer b) {
        Shape to = a.shape().broadcast(b.shape());
        return run("binary " + op, to, y -> ElementLoops.binary(op, ShapeLoops.expand(a, to), ShapeLoops.expand(b, to), y));
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
        return run("reduce " + op, to, y -> ShapeLoops.reduce(op, x, to, y));
    }

    @Override
    public Buffer expand(Buffer x, Shape to) {
        return copy("expand", to, () -> ShapeLoops.expand(x, to));
    }

    @Override
    public Buffer reshape(Buffer x, Shape to) {
        return copy("reshape", to, () -> JavaBuffer.of(x));
    }

    @Override
    public Buffer transpose(Buffer x, int... axes) {
        int[] sizes = new int[axes.length];
        for (int i = 0; i < axes.length; i++) sizes[i] = x.shape().size(axes[i]);
        Shape to = Shape.of(sizes);
        return run("transpose " + Arrays.toString(axes), to, y -> ShapeLoops.transpose(x, axes, to, y));
    }

    @Override
    public Buffer slice(Buffer x, int axis, int from, int to) {
        return run("slice " + axis + " " + from + " " + to, x.shape().with(axis, to - from), y -> ShapeLoops.slice(x, axis, from, y));
    }

    @Override
    public Buffer concat(int axis, List<Buffer> parts) {
        int size = parts.stream().mapToInt(p -> p.shape().size(axis)).sum();
        return run("concat " + axis, parts.get(0).shape().with(axis, size), y -> ShapeLoops.concat(axis, parts, y));
    }

    private JavaBuffer copy(String what, Shape to, Supplier<double[]> from) {
        return run(what, to, y -> System.arraycopy(from.get(), 0, y, 0, y.length));
    }

    // ---------------------------------------------------------------- products

    @Override
    public Buffer matmul(Buffer a, boolean transposeA, Buffer b, boolean transposeB, Buffer bias) {
        Shape to = Shape.of(a.shape().size(transposeA ? 1 : 0), b.shape().size(transposeB ? 0 : 1));
        return run("matmul " + transposeA + " " + transposeB, to, y -> ConvLoops.matmul(a, transposeA, b, transposeB, bias, y));
    }

    @Override
    public Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias) {
        return run("conv " + s, s.output(),
            y -> ConvLoops.forward(s, JavaBuffer.of(x), JavaBuffer.of(w), bias == null ? null : JavaBuffer.of(bias), y));
    }

    @Override
    public Buffer convInputGradient(ConvShape s, Buffer dy, Buffer w) {
        return run("convInputGradient " + s, s.input(), dx -> ConvLoops.inputGradient(s, JavaBuffer.of(dy), JavaBuffer.of(w), dx));
    }

    @Override
    public WeightGradient convWeightGradient(ConvShape s, Buffer x, Buffer dy, boolean withBias) {
        Buffer dw = run("convWeightGradient " + s, s.weight(),
            d -> ConvLoops.weightGradient(s, JavaBuffer.of(x), JavaBuffer.of(dy), d));
        if (!withBias) return new WeightGradient(dw, null);
        int out = s.weight().size(0);
        Buffer db = reduce(ReduceOp.SUM, dy, Shape.of(1, out, 1, 1));
        return new WeightGradient(dw, reshape(db, Shape.of(out)));
    }

    // ---------------------------------------------------------------- pooling, softmax

    @Override
    public Buffer avgPool(PoolShape s, Buffer x) {
        return run("avgPool " + s, s.output(), y -> PoolLoops.average(s, JavaBuffer.of(x), y));
    }

    @Override
    public Buffer avgPoolGradient(PoolShape s, Buffer dy) {
        return run("avgPoolGradient " + s, s.input(), dx -> PoolLoops.averageGradient(s, JavaBuffer.of(dy), dx));
    }

    @Override
    public Pooled maxPool(PoolShape s, Buffer x) {
        JavaBuffer switches = own(new JavaBuffer(s.output(), new double[s.output().count()]));
        return new Pooled(run("maxPool " + s, s.output(), y -> PoolLoops.maximum(s, JavaBuffer.of(x), y, switches.values())), switches);
    }

    @Override
    public Buffer maxPoolGradient(PoolShape s, Buffer dy, Buffer switches) {
        return run("maxPoolGradient " + s, s.input(), dx -> PoolLoops.maximumGradient(s, JavaBuffer.of(dy), JavaBuffer.of(switches), dx));
    }

    @Override
    public Buffer softmax(Buffer x) {
        return run("softmax", x.shape(), y -> SoftmaxLoops.softmax(x.shape(), JavaBuffer.of(x), y));
    }

    @Override
    public Buffer softmaxGradient(Buffer dy, Buffer y) {
        return run("softmaxGradient", y.shape(), dx -> SoftmaxLoops.softmaxGradient(y.shape(), JavaBuffer.of(dy), JavaBuffer.of(y), dx));
    }

    @Override
    public CrossEntropy crossEntropy(Buffer logits, Buffer labels) {
        Buffer p = softmax(logits);
        Buffer loss = run("crossEntropy", Shape.of(),
            y -> y[0] = SoftmaxLoops.crossEntropy(logits.shape(), JavaBuffer.of(logits), JavaBuffer.of(labels)));
        return new CrossEntropy(loss, p);
    }

    @Override
    public Buffer crossEntropyGradient(Buffer dy, Buffer probabilities, Buffer labels) {
        return run("crossEntropyGradient", probabilities.shape(), d -> SoftmaxLoops.crossEntropyGradient(
            probabilities.shape(), JavaBuffer.of(dy)[0], JavaBuffer.of(probabilities), JavaBuffer.of(labels), d));
    }

    // ---------------------------------------------------------------- optimisers

    @Override
    public void sgd(List<Buffer> w, List<Buffer> g, List<Buffer> v, Buffer settings) {
        perform("sgd " + w.size(), () -> {
            for (int i = 0; i < w.size(); i++) {
                OptimizerLoops.sgd(JavaBuffer.of(w.get(i)), JavaBuffer.of(g.get(i)), JavaBuffer.of(v.get(i)), JavaBuffer.of(settings));
                round(JavaBuffer.of(w.get(i)));
                round(JavaBuffer.of(v.get(i)));
            }
        });
    }

    @Override
    public void adam(List<Buffer> w, List<Buffer> g, List<Buffer> m, List<Buffer> v, Buffer settings) {
        perform("adam " + w.size(), () -> {
            for (int i = 0; i < w.size(); i++) {
                OptimizerLoops.adam(JavaBuffer.of(w.get(i)), JavaBuffer.of(g.get(i)), JavaBuffer.of(m.get(i)), JavaBuffer.of(v.get(i)),
                    JavaBuffer.of(settings));
                round(JavaBuffer.of(w.get(i)));
                round(JavaBuffer.of(m.get(i)));
                round(JavaBuffer.of(v.get(i)));
            }
        });
    }

    @Override
    public void close() {
        owners.remove();
    }
}
