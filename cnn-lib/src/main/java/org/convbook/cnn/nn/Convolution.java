package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/** What the layers of filters have in common: {@link Conv1d}, {@link Conv2d}, {@link Conv3d} and {@link ConvTranspose2d}. */
abstract class Convolution extends Layer {
    private final Channels channels;
    private final Window window;
    private final Tensor weight;
    private final Tensor bias;

    /** The channels on both sides of a layer, and the groups that they are split into. */
    record Channels(int in, int out, int groups) {
        private Channels checked(String where) {
            if (in < 1 || out < 1 || groups < 1) {
                throw new IllegalArgumentException(where + ": channels and groups must be at least 1, got " + in + " -> " + out + " in " + groups);
            }
            if (in % groups != 0 || out % groups != 0) {
                throw new IllegalArgumentException(where + ": " + groups + " groups must divide both " + in + " and " + out + " channels");
            }
            return this;
        }
    }

    /** The weights [out, in/groups, window], transposed [in, out/groups, window], and the biases are uniform in ±1/√fanIn. */
    Convolution(Channels channels, Window window, boolean bias, RandomGenerator rng) {
        this.channels = channels.checked(getClass().getSimpleName());
        this.window = window;
        int[] ends = transposed() ? new int[] {channels.in, channels.out / channels.groups} : new int[] {channels.out, channels.in / channels.groups};
        int[] shape = IntStream.concat(IntStream.of(ends), window.axes().stream().mapToInt(WindowAxis::kernel)).toArray();
        int fanIn = (int) Math.min(Integer.MAX_VALUE, channels.in / channels.groups * window.taps());
        weight = parameter("weight", Init.uniform(fanIn, rng, shape));
        this.bias = bias ? parameter("bias", Init.uniform(fanIn, rng, channels.out)) : null;
    }

    /** Whether the weight is [in, out/groups, …] instead of [out, in/groups, …]. */
    protected boolean transposed() {
        return false;
    }

    /** The number of groups that the channels are split into. */
    public int groups() {
        return channels.groups;
    }

    /** The filters, [out, in/groups, window], transposed [in, out/groups, window]. */
    public final Tensor weight() {
        return weight;
    }

    /** The biases, [out], or null. */
    public final Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return transposed() ? x.convTranspose(weight, bias, window, groups()) : x.conv(weight, bias, window, groups());
    }

    /** Every output meets the taps of each input channel of its group; transposed, every input those of each output channel. */
    @Override
    protected long multiplyAdds(Shape input, Shape output) {
        Shape met = transposed() ? input : output;
        int others = (transposed() ? channels.out : channels.in) / groups();
        return (long) met.count() / met.size(0) * others * window.taps();
    }

    /** Kernel, stride, padding and dilation. */
    @Override
    public Window window() {
        return window;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + channels.in + " -> " + channels.out + ", " + window
            + (groups() == 1 ? "" : ", groups " + groups()) + (bias == null ? ", no bias" : "") + ")";
    }
}
