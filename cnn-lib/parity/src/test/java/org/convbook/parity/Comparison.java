package org.convbook.parity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;

/**
 * Output, gradients of input and parameters, and the state left behind, of one configuration: ours beside PyTorch's. The gradients are those
 * of the sum of the output weighted by random numbers, so that errors cannot cancel.
 */
final class Comparison {
    static final double FORWARD = 1e-5;
    static final double GRADIENT = 1e-4;

    /** Below this many values all of them can happen to be small, by cancellation, and say nothing about the size of what was summed. */
    private static final int FEW = 16;

    /**
     * A gradient below this part of the largest one of its configuration is what is left of terms that cancel: a normalisation behind a convolution
     * takes away what scaling and shifting its weights would change. Its error is then measured by this part.
     */
    private static final double CANCELLED = 0.1;

    /** The random numbers of every pass. */
    static final long STREAM = 1;

    private static final String INPUT = "x";
    private static final String OUTPUT = "the output";

    /** How often, and how far, numbers are shaken to see whether a gradient jumps: some roundings of float32. */
    static final int SHAKES = 16;
    private static final double SHAKE = 1e-6;

    private final Configuration configuration;
    private final Map<String, float[]> given = new LinkedHashMap<>();
    private final Shape output;
    private final float[] weights;
    private final Map<String, double[]> expected;

    /** Draws the numbers and asks PyTorch. */
    Comparison(Configuration configuration, Draw draw) {
        this.configuration = configuration;
        given.put(INPUT, draw.values(configuration.input()));
        configuration.layer().parameters().forEach((path, p) -> given.put(path, draw.values(p.shape())));
        configuration.layer().buffers().forEach((path, b) -> given.put(path, positive(draw, b.shape())));
        try (PointerScope scope = new PointerScope()) {
            Peer peer = peer(given);
            org.bytedeco.pytorch.Tensor y = configuration.peer().apply(peer);
            output = Shape.of(Arrays.stream(y.shape()).mapToInt(Math::toIntExact).toArray());
            weights = draw.values(output);
            expected = answers(peer, y);
        }
    }

    private Peer peer(Map<String, float[]> values) {
        Peer peer = new Peer(configuration.training());
        peer.put(INPUT, configuration.input(), values.get(INPUT), true);
        configuration.layer().parameters().forEach((path, p) -> peer.put(path, p.shape(), values.get(path), true));
        configuration.layer().buffers().forEach((path, b) -> peer.put(path, b.shape(), values.get(path), false));
        return peer;
    }

    private Map<String, double[]> answers(Peer peer, org.bytedeco.pytorch.Tensor y) {
        Map<String, double[]> answers = new LinkedHashMap<>();
        torch.sum(y.mul(Peer.tensor(output, weights))).backward();
        answers.put(OUTPUT, Peer.values(y));
        peer.tensors().forEach((path, t) -> {
            if (!t.requires_grad()) answers.put(path + " afterwards", Peer.values(t));
            else answers.put("the gradient of " + path, t.grad().defined() ? Peer.values(t.grad()) : new double[(int) t.numel()]);
        });
        return answers;
    }

    /**
     * Whether PyTorch's own gradients, in float64, jump by more than is allowed when the numbers change by some roundings of float32: a ReLU's
     * input is as good as 0, or two maxima are as good as equal. A difference then says nothing.
     */
    boolean onEdge(Random rng) {
        for (int i = 0; i < SHAKES; i++) {
            Map<String, float[]> shaken = new LinkedHashMap<>();
            given.forEach((path, values) -> shaken.put(path, shake(values, rng)));
            try (PointerScope scope = new PointerScope()) {
                Peer peer = peer(shaken);
                Map<String, double[]> answers = answers(peer, configuration.peer().apply(peer));
                double least = CANCELLED * largestGradient();
                for (String what : answers.keySet()) {
                    if (gradient(what) && error(expected.get(what), answers.get(what), least) > GRADIENT) return true;
                }
            }
        }
        return false;
    }

    static float[] shake(float[] values, Random rng) {
        float[] shaken = new float[values.length];
        for (int i = 0; i < values.length; i++) shaken[i] = (float) (values[i] * (1 + SHAKE * rng.nextGaussian()));
        return shaken;
    }

    /** Running variances, for example, which must be positive. */
    private static float[] positive(Draw draw, Shape shape) {
        float[] values = new float[shape.count()];
        for (int i = 0; i < values.length; i++) values[i] = (float) draw.within(0.5, 1.5);
        return values;
    }

    /** What differs on a backend, or null; the largest errors go into {@code seen}. */
    String difference(Backend backend, double[] seen) {
        Map<String, double[]> ours = ours(backend);
        StringBuilder found = new StringBuilder();
        double least = CANCELLED * largestGradient();
        ours.forEach((what, actual) -> {
            boolean forward = !gradient(what);
            double error = actual == null ? Double.POSITIVE_INFINITY : error(expected.get(what), actual, forward ? 0 : least);
            double allowed = forward ? FORWARD : GRADIENT;
            seen[forward ? 0 : 1] = Math.max(seen[forward ? 0 : 1], error);
            if (!(error <= allowed)) found.append(String.format(java.util.Locale.ROOT, "; %s is off by %.1e", what, error));
        });
        return found.isEmpty() ? null : configuration.layer() + " of " + configuration.input() + (configuration.training() ? "" : " in inference")
            + " on " + backend.name() + found;
    }

    private static boolean gradient(String what) {
        return what.startsWith("the gradient");
    }

    private double largestGradient() {
        return expected.entrySet().stream().filter(e -> gradient(e.getKey())).mapToDouble(e -> largest(e.getValue())).max().orElse(0);
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private Map<String, double[]> ours(Backend backend) {
        Map<String, double[]> ours = new LinkedHashMap<>();
        configuration.layer().to(backend);
        configuration.layer().state().forEach((path, t) -> t.set(given.get(path)));
        try (var step = backend.scope()) {
            Tensor x = Tensor.of(backend, given.get(INPUT), configuration.input().sizes()).requiresGrad();
            Pass pass = configuration.training() ? Pass.training(new RandomStream(STREAM)) : Pass.inference();
            Tensor y = configuration.layer().apply(x, pass);
            if (!y.shape().equals(output)) throw new AssertionError("the output is " + y.shape() + ", expected " + output);
            Gradients gradients = y.mul(Tensor.of(backend, weights, output.sizes())).sum().backward();
            ours.put(OUTPUT, doubles(y));
            ours.put("the gradient of " + INPUT, doubles(gradients.of(x)));
            configuration.layer().parameters().forEach((path, p) -> ours.put("the gradient of " + path, doubles(gradients.of(p))));
            configuration.layer().buffers().forEach((path, b) -> ours.put(path + " afterwards", doubles(b)));
        }
        return ours;
    }

    static double[] doubles(Tensor t) {
        float[] values = t.toArray();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) doubles[i] = values[i];
        return doubles;
    }

    /** The largest difference, relative to the largest expected magnitude; of few values relative to 1 if that is more. */
    static double error(double[] expected, double[] actual) {
        return error(expected, actual, 0);
    }

    /** The same, relative to {@code least} if that is more. */
    static double error(double[] expected, double[] actual, double least) {
        if (expected.length != actual.length) return Double.POSITIVE_INFINITY;
        double scale = Math.max(Math.max(least, largest(expected)), expected.length < FEW ? 1 : Double.MIN_NORMAL);
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = Math.abs(expected[i] - actual[i]);
            if (Double.isNaN(d)) return Double.POSITIVE_INFINITY;
            difference = Math.max(difference, d);
        }
        return difference / scale;
    }
}
