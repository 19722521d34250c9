package org.convbook.parity;

import java.util.LinkedHashMap;
import java.util.Map;
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

    /** The random numbers of every pass. */
    static final long STREAM = 1;

    private static final String INPUT = "x";
    private static final String OUTPUT = "the output";

    private final Configuration configuration;
    private final Map<String, float[]> given = new LinkedHashMap<>();
    private final float[] weights;
    private final Map<String, double[]> expected = new LinkedHashMap<>();
    private final Shape output;

    /** Draws the numbers and asks PyTorch. */
    Comparison(Configuration configuration, Draw draw) {
        this.configuration = configuration;
        given.put(INPUT, draw.values(configuration.input()));
        configuration.layer().parameters().forEach((path, p) -> given.put(path, draw.values(p.shape())));
        configuration.layer().buffers().forEach((path, b) -> given.put(path, positive(draw, b.shape())));
        try (PointerScope scope = new PointerScope()) {
            Peer peer = new Peer(configuration.training());
            peer.put(INPUT, configuration.input(), given.get(INPUT), true);
            configuration.layer().parameters().forEach((path, p) -> peer.put(path, p.shape(), given.get(path), true));
            configuration.layer().buffers().forEach((path, b) -> peer.put(path, b.shape(), given.get(path), false));
            org.bytedeco.pytorch.Tensor y = configuration.peer().apply(peer);
            output = Shape.of(java.util.Arrays.stream(y.shape()).mapToInt(Math::toIntExact).toArray());
            weights = draw.values(output);
            torch.sum(y.mul(Peer.tensor(output, weights))).backward();
            expected.put(OUTPUT, Peer.values(y));
            peer.tensors().forEach((path, t) -> {
                if (!t.requires_grad()) expected.put(path + " afterwards", Peer.values(t));
                else expected.put("the gradient of " + path, t.grad().defined() ? Peer.values(t.grad()) : new double[(int) t.numel()]);
            });
        }
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
        ours.forEach((what, actual) -> {
            boolean forward = !what.startsWith("the gradient");
            double error = actual == null ? Double.POSITIVE_INFINITY : error(expected.get(what), actual);
            double allowed = forward ? FORWARD : GRADIENT;
            seen[forward ? 0 : 1] = Math.max(seen[forward ? 0 : 1], error);
            if (!(error <= allowed)) found.append(String.format(java.util.Locale.ROOT, "; %s is off by %.1e", what, error));
        });
        return found.isEmpty() ? null : configuration.layer() + " of " + configuration.input() + (configuration.training() ? "" : " in inference")
            + " on " + backend.name() + found;
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
        if (expected.length != actual.length) return Double.POSITIVE_INFINITY;
        double largest = expected.length < FEW ? 1 : Double.MIN_NORMAL;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double d = Math.abs(expected[i] - actual[i]);
            if (Double.isNaN(d)) return Double.POSITIVE_INFINITY;
            difference = Math.max(difference, d);
        }
        return difference / largest;
    }
}
