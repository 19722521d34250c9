package org.convbook.cnn.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** Convolution and transposed convolution in one, two or three directions. */
final class Convolve {
    private static final String[] SIZES = {"", "L", "H, W", "D, H, W"};
    private static final String[] KERNELS = {"", "kL", "kH, kW", "kD, kH, kW"};

    private Convolve() {}

    static Tensor conv(Tensor image, Tensor weight, Tensor bias, Window geometry, int groups) {
        String name = "conv" + geometry.axes().size() + "d";
        Window window = geometry.convolving(geometry.axes().size(), name);
        Shape out = shape(name, image, weight, bias, window, groups);
        boolean zeros = window.mode() == PaddingMode.ZEROS;
        Tensor x = zeros ? image : padded(name, image, weight, window);
        ConvShape s = new ConvShape(x.shape(), weight.shape(), out, zeros ? window.axes() : window.padding(0).axes(), groups);
        Tensor in = x.beside(weight, name);
        Tensor w = weight.beside(x, name);
        Backend backend = in.backend();
        Buffer b = bias == null ? null : bias.beside(in, name).buffer();
        Tensor y = Fusion.tensor(backend,
            new Fusion.Convolution(backend, s, new Fusion.Convolution.Operands(in.buffer(), w.buffer(), b), Backend.Following.NOTHING))
            .from(x, dy -> new Tensor(backend, backend.convInputGradient(s, dy.buffer(), w.buffer())));
        WeightGradients gradients = new WeightGradients(backend, s, in, bias != null);
        y.from(weight, gradients::weight);
        return bias == null ? y : y.from(bias, gradients::bias);
    }

    /** Weight and bias gradients of one convolution, which the backend computes together. */
    private static final class WeightGradients {
        private final Backend backend;
        private final ConvShape shape;
        private final Tensor x;
        private final boolean withBias;
        private Tensor of;
        private Backend.WeightGradient both;

        WeightGradients(Backend backend, ConvShape shape, Tensor x, boolean withBias) {
            this.backend = backend;
            this.shape = shape;
            this.x = x;
            this.withBias = withBias;
        }

        Tensor weight(Tensor dy) {
            return new Tensor(backend, both(dy).weight());
        }

        Tensor bias(Tensor dy) {
            return new Tensor(backend, both(dy).bias());
        }

        private Backend.WeightGradient both(Tensor dy) {
            if (of != dy) {
                of = dy;
                both = backend.convWeightGradient(shape, x.buffer(), dy.buffer(), withBias);
            }
            return both;
        }
    }

    private static Tensor padded(String name, Tensor image, Tensor weight, Window window) {
        try {
            return Pad.forWindow(image, window);
        } catch (ShapeException e) {
            throw new ShapeException(name, e.getMessage().replaceFirst("^pad: ", ""), shapes(image.shape(), weight.shape(), window));
        }
    }

    private static String shapes(Shape in, Shape w, Window window) {
        int directions = window.axes().size();
        String order = in.rank() == directions + 2 ? "   NC" + SIZES[directions].replace(", ", "") : "";
        return ShapeException.line("input", in + order) + ShapeException.line("weight", w);
    }

    private static int[] spatial(Shape shape) {
        return Arrays.copyOfRange(shape.sizes(), 2, shape.rank());
    }

    private static Shape image(int batch, int channels, int... sizes) {
        return Shape.of(IntStream.concat(IntStream.of(batch, channels), IntStream.of(sizes)).toArray());
    }

    /** The output's shape. */
    private static Shape shape(String name, Tensor x, Tensor weight, Tensor bias, Window window, int groups) {
        Shape in = x.shape();
        Shape w = weight.shape();
        String problem = problem(in, w, window, "[out, in/groups, ");
        if (problem == null) problem = channelProblem(in, w, bias, groups);
        if (problem != null) throw new ShapeException(name, problem, shapes(in, w, window));
        try {
            return image(in.size(0), w.size(0), window.outputSizes(spatial(in)));
        } catch (ShapeException e) {
            throw new ShapeException(name, e.getMessage().replaceFirst("^Window: ", ""), shapes(in, w, window));
        }
    }

    private static String problem(Shape in, Shape w, Window window, String weightOrder) {
        int directions = window.axes().size();
        int rank = directions + 2;
        if (in.rank() != rank) return "input has " + in.rank() + " axes, expected " + rank + ": [N, C, " + SIZES[directions] + "]";
        if (w.rank() != rank) return "weight has " + w.rank() + " axes, expected " + rank + ": " + weightOrder + KERNELS[directions] + "]";
        int[] kernel = window.axes().stream().mapToInt(WindowAxis::kernel).toArray();
        if (!Arrays.equals(spatial(w), kernel)) return "weight has a " + by(spatial(w)) + " kernel, expected " + by(kernel);
        return null;
    }

    private static String by(int... sizes) {
        return String.join("x", Arrays.stream(sizes).mapToObj(Integer::toString).toList());
    }

    private static String channelProblem(Shape in, Shape w, Tensor bias, int groups) {
        if (groups < 1 || w.size(0) % groups != 0) return groups + " groups do not divide " + w.size(0) + " filters";
        if (in.size(1) != w.size(1) * groups) return "input has " + in.size(1) + " channels, expected " + w.size(1) * groups;
        if (bias != null && !bias.shape().equals(Shape.of(w.size(0)))) return "bias is " + bias.shape() + ", expected [" + w.size(0) + "]";
        return null;
    }

    // ---------------------------------------------------------------- transposed

    static Tensor transposed(Tensor x, Tensor weight, Tensor bias, Window geometry, int groups) {
        String name = "convTranspose" + geometry.axes().size() + "d";
        Window window = geometry.transposing(geometry.axes().size(), name);
        Shape whole = transposedShape(name, x, weight, bias, window, groups);
        int[] beyond = window.axes().stream().mapToInt(Convolve::beyond).toArray();
        int[] reached = spatial(whole);
        for (int i = 0; i < beyond.length; i++) reached[i] -= beyond[i];
        Shape out = image(whole.size(0), whole.size(1), reached);
        ConvShape s = new ConvShape(out, weight.shape(), x.shape(), window.axes(), groups);
        Tensor in = x.beside(weight, name);
        Tensor w = weight.beside(x, name);
        Backend backend = in.backend();
        Tensor y = new Tensor(backend, backend.convInputGradient(s, in.buffer(), w.buffer()))                        // y = Wᵀ x
            .from(x, dy -> new Tensor(backend, backend.conv(s, dy.buffer(), w.buffer(), null)))                      // dx = W dy
            .from(weight, dy -> new Tensor(backend, backend.convWeightGradient(s, dy.buffer(), in.buffer(), false).weight()));
        for (int i = 0; i < beyond.length; i++) y = Pad.pad(y, i + 2, 0, beyond[i], PaddingMode.ZEROS);
        if (bias == null) return y;
        int[] perChannel = new int[whole.rank()];
        Arrays.fill(perChannel, 1);
        perChannel[1] = whole.size(1);
        return y.add(bias.reshape(perChannel));
    }

    /** The pixels of the output padding that lie so far out that the convolution from there would have a window more; they hold the bias alone. */
    private static int beyond(WindowAxis a) {
        return Math.max(0, a.outputPadding() - a.after() - a.stride() + 1);
    }

    private static Shape transposedShape(String name, Tensor x, Tensor weight, Tensor bias, Window window, int groups) {
        Shape in = x.shape();
        Shape w = weight.shape();
        String problem = problem(in, w, window, "[in, out/groups, ");
        if (problem == null && in.size(1) != w.size(0)) problem = "input has " + in.size(1) + " channels, expected " + w.size(0);
        if (problem == null && (groups < 1 || w.size(0) % groups != 0)) problem = groups + " groups do not divide " + w.size(0) + " channels";
        if (problem == null && bias != null && !bias.shape().equals(Shape.of(w.size(1) * groups))) {
            problem = "bias is " + bias.shape() + ", expected [" + w.size(1) * groups + "]";
        }
        if (problem != null) throw new ShapeException(name, problem, shapes(in, w, window));
        try {
            return image(in.size(0), w.size(1) * groups, window.transposedSizes(spatial(in)));
        } catch (ShapeException e) {
            throw new ShapeException(name, e.getMessage().replaceFirst("^Window: ", ""), shapes(in, w, window));
        }
    }
}
