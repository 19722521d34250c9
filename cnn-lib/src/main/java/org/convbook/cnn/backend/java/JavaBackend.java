package org.convbook.cnn.backend.java;

import java.util.Arrays;
import java.util.List;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;

/**
 * The reference: obvious loops, sums in double, on any platform. Values are rounded to float32 after every operation, or, for gradient
 * checks by finite differences, kept in double.
 */
public final class JavaBackend extends JavaImages {
    private JavaBackend(boolean doubles) {
        super(doubles);
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
        return new WeightGradient(dw, run("convBiasGradient", Shape.of(s.weight().size(0)),
            d -> ConvLoops.biasGradient(s, JavaBuffer.of(dy), d), dy));
    }

    // ---------------------------------------------------------------- optimisers

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
