package org.convbook.cnn.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;

/**
 * First values of weights and biases, drawn anew in an existing network.
 * <pre>{@code
 * Init.he().apply(net, rng);                                   // all weights; biases 0
 * Init.normal(0.01).bias(1).apply(net, rng, "3", "8", "10");   // the parts at these paths
 * }</pre>
 * Weights are parameters named {@code weight} with two axes or more, and the {@code bias} beside one is its bias; gamma and beta of a
 * normalisation are neither and stay. For a weight [out, in/groups, kH, kW] fanIn = in/groups · kH · kW and fanOut = out/groups · kH · kW;
 * for that of a transposed convolution, [in, out/groups, kH, kW], likewise. Values are drawn on the host: one seed gives every backend the
 * same numbers. A setting out of range, or a path that leads nowhere, is an {@link IllegalArgumentException}, and nothing changes.
 *
 * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot &amp; Bengio 2010, Understanding the difficulty of training (Xavier)</a>
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al. 2015, Delving deep into rectifiers</a>
 */
public final class Init {
    /** How wide the inputs and outputs of one weight are. */
    private record Fan(double in, double out) {}

    private final String name;
    private final boolean normal;
    private final ToDoubleFunction<Fan> spread;      // the standard deviation, or the bound of a uniform distribution
    private final double bias;                       // NaN: drawn as the weights are

    private Init(String name, boolean normal, double bias, ToDoubleFunction<Fan> spread) {
        this.name = name;
        this.normal = normal;
        this.bias = bias;
        this.spread = spread;
    }

    /** Normal with variance 2/(fanIn + fanOut) (Glorot &amp; Bengio 2010): for tanh. */
    public static Init xavier() {
        return new Init("xavier", true, 0, f -> Math.sqrt(2 / (f.in + f.out)));
    }

    /** Uniform in ±√(6/(fanIn + fanOut)) (Glorot &amp; Bengio 2010): for tanh. */
    public static Init xavierUniform() {
        return new Init("xavierUniform", false, 0, f -> Math.sqrt(6 / (f.in + f.out)));
    }

    /** Normal with variance 2/fanIn (He et al. 2015): for ReLU. */
    public static Init he() {
        return he(0);
    }

    /** Normal with variance 2/((1 + slope²)·fanIn) (He et al. 2015): for a leaky ReLU with this slope. */
    public static Init he(double slope) {
        check("slope", slope);
        return new Init(slope == 0 ? "he" : "he(" + slope + ")", true, 0, f -> Math.sqrt(2 / ((1 + slope * slope) * f.in)));
    }

    /** Uniform in ±2.4/fanIn, biases too (LeCun et al. 1998, LeNet-5). */
    public static Init leNet() {
        return new Init("leNet", false, Double.NaN, f -> 2.4 / f.in);
    }

    /** Normal with this standard deviation: AlexNet's is 0.01, with biases of 1 in some layers (Krizhevsky et al. 2012). */
    public static Init normal(double deviation) {
        check("deviation", deviation);
        return new Init("normal(" + deviation + ")", true, 0, f -> deviation);
    }

    private static void check(String what, double value) {
        if (value >= 0 && value < Double.POSITIVE_INFINITY) return;                  // not NaN
        throw new IllegalArgumentException("Init: " + what + " must be at least 0, got " + value);
    }

    /** The same with this value for biases, which are else 0. */
    public Init bias(double bias) {
        if (!Double.isFinite(bias)) throw new IllegalArgumentException("Init: bias must be a number, got " + bias);
        return new Init(name, normal, bias, spread);
    }

    /** Draws the weights of the parts at these paths, or all if none is given, and returns the network. A path without any weights is refused. */
    public <L extends Layer> L apply(L net, RandomGenerator rng, String... paths) {
        List<Layer> parts = paths.length == 0 ? List.of(net) : Stream.of(paths).map(net::at).toList();
        for (int i = 0; i < paths.length; i++) {
            if (!weights(parts.get(i)).isEmpty()) continue;
            throw new IllegalArgumentException("Init: " + paths[i] + ": " + parts.get(i) + " has no weights to draw");
        }
        for (Layer part : parts) weights(part).forEach(layer -> draw(layer, rng));
        return net;
    }

    private static List<Layer> weights(Layer net) {
        Stream<Layer> inside = net.children().values().stream().flatMap(part -> weights(part).stream());
        Tensor weight = net.own().get("weight");
        return (weight == null || weight.shape().rank() < 2 ? inside : Stream.concat(Stream.of(net), inside)).distinct().toList();
    }

    private void draw(Layer layer, RandomGenerator rng) {
        Map<String, Tensor> own = layer.own();
        Tensor weight = own.get("weight");
        double s = spread.applyAsDouble(fan(layer, weight.shape()));
        weight.set(values(weight.shape().count(), s, rng));
        Tensor b = own.get("bias");
        if (b == null) return;
        float[] same = new float[b.shape().count()];
        Arrays.fill(same, (float) bias);
        b.set(Double.isNaN(bias) ? values(same.length, s, rng) : same);
    }

    private static Fan fan(Layer layer, Shape w) {
        int perPair = w.count() / (w.size(0) * w.size(1));
        int groups = layer instanceof Convolution c ? c.groups() : 1;
        double first = (double) w.size(0) / groups * perPair;
        double second = (double) w.size(1) * perPair;
        return layer instanceof Convolution c && c.transposed() ? new Fan(first, second) : new Fan(second, first);
    }

    private float[] values(int count, double spread, RandomGenerator rng) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) (spread * (normal ? rng.nextGaussian() : 2 * rng.nextDouble() - 1));
        return values;
    }

    /** Uniform in ±1/√fanIn: what layers start with. */
    static Tensor uniform(int fanIn, RandomGenerator rng, int... shape) {
        int count = Shape.of(shape).count();
        float[] values = new float[count];
        double bound = 1 / Math.sqrt(fanIn);
        for (int i = 0; i < count; i++) values[i] = (float) ((2 * rng.nextDouble() - 1) * bound);
        return Tensor.of(values, shape);
    }

    /** For example {@code Init he, bias 0.0}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Init %s%s", name, Double.isNaN(bias) ? "" : ", bias " + bias);
    }
}
