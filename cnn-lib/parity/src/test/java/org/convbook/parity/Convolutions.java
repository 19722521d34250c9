package org.convbook.parity;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.nn.Conv1d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Conv3d;
import org.convbook.cnn.nn.ConvTranspose2d;
import org.convbook.cnn.tensor.Window;

/** Convolutions in one, two and three directions, and transposed. */
final class Convolutions {
    private static final long MOST_MULTIPLY_ADDS = 1_500_000;   // for the plain loops of the reference

    private Convolutions() {}

    static List<Family> all() {
        return List.of(new Family("Conv2d", 500, d -> small(d, Convolutions::conv2d)), Family.of("Conv1d", d -> small(d, Convolutions::conv1d)),
            Family.of("Conv3d", d -> small(d, Convolutions::conv3d)), Family.of("ConvTranspose2d", d -> small(d, Convolutions::transposed)));
    }

    /** The channels on both sides, in groups: few, or such as fill vectors of 8 or 16 evenly or not. */
    private record Channels(int in, int out, int groups) {
        static Channels of(Draw d) {
            if (d.chance(0.2)) {
                int groups = d.pick(2, 3, 8, 16, 19);
                return new Channels(groups, groups * d.between(1, 2), groups);   // depthwise
            }
            int groups = d.chance(0.75) ? 1 : d.between(2, 5);
            return new Channels(groups * some(d), groups * some(d), groups);
        }

        private static int some(Draw d) {
            return d.chance(0.7) ? d.between(1, 9) : d.pick(8, 12, 16, 17, 24, 32, 33);
        }
    }

    private record Sized(Configuration configuration, long multiplyAdds) {
        static Sized of(Configuration c, Channels channels, Window w, Shape met, int others) {
            return new Sized(c, (long) met.count() * others / channels.groups * w.taps());
        }
    }

    private static Configuration small(Draw d, Function<Draw, Sized> draw) {
        while (true) {
            Sized drawn = draw.apply(d);
            if (drawn.multiplyAdds <= MOST_MULTIPLY_ADDS) return drawn.configuration;
        }
    }

    private static Shape output(Shape x, int channels, Window w) {
        int[] sizes = w.outputSizes(java.util.Arrays.copyOfRange(x.sizes(), 2, x.rank()));
        return Shape.of(java.util.stream.IntStream.concat(java.util.stream.IntStream.of(x.size(0), channels), java.util.Arrays.stream(sizes))
            .toArray());
    }

    private static Sized conv2d(Draw d) {
        Window w = Windows.convolving(d, 2, d.chance(0.9) ? 5 : 11);
        Channels c = Channels.of(d);
        Shape x = Windows.images(d, d.between(1, 4), c.in, w, 12);
        Configuration configuration = Configuration.of(new Conv2d(c.in, c.out, w, c.groups, d.chance(0.7), d.rng), x, p -> torch.conv2d(
            Windows.padded(p.at("x"), w), p.at("weight"), p.maybe("bias"),
            Windows.each(w, WindowAxis::stride), Windows.padding(w), Windows.each(w, WindowAxis::dilation), c.groups));
        return Sized.of(configuration, c, w, output(x, c.out, w), c.in);
    }

    private static Sized conv1d(Draw d) {
        Window w = Windows.convolving(d, 1, 9);
        Channels c = Channels.of(d);
        Shape x = Windows.images(d, d.between(1, 4), c.in, w, 40);
        Configuration configuration = Configuration.of(new Conv1d(c.in, c.out, w, c.groups, d.chance(0.7), d.rng), x, p -> torch.conv1d(
            Windows.padded(p.at("x"), w), p.at("weight"), p.maybe("bias"),
            Windows.each(w, WindowAxis::stride), Windows.padding(w), Windows.each(w, WindowAxis::dilation), c.groups));
        return Sized.of(configuration, c, w, output(x, c.out, w), c.in);
    }

    private static Sized conv3d(Draw d) {
        Window w = Windows.convolving(d, 3, 3);
        Channels c = Channels.of(d);
        Shape x = Windows.images(d, d.between(1, 2), c.in, w, 5);
        Configuration configuration = Configuration.of(new Conv3d(c.in, c.out, w, c.groups, d.chance(0.7), d.rng), x, p -> torch.conv3d(
            Windows.padded(p.at("x"), w), p.at("weight"), p.maybe("bias"),
            Windows.each(w, WindowAxis::stride), Windows.padding(w), Windows.each(w, WindowAxis::dilation), c.groups));
        return Sized.of(configuration, c, w, output(x, c.out, w), c.in);
    }

    private static Sized transposed(Draw d) {
        Channels c = Channels.of(d);
        Window w = Windows.transposing(d, 5);
        Shape x = Shape.of(d.between(1, 3), c.in, d.between(1, 9), d.between(1, 9));
        while (!leavesSomething(w, x)) w = Windows.transposing(d, 5);
        Window drawn = w;
        Configuration configuration = Configuration.of(new ConvTranspose2d(c.in, c.out, w, c.groups, d.chance(0.7), d.rng), x,
            p -> torch.conv_transpose2d(p.at("x"), p.at("weight"), p.maybe("bias"), Windows.each(drawn, WindowAxis::stride), Windows.padding(drawn),
                Windows.each(drawn, WindowAxis::outputPadding), c.groups, Windows.each(drawn, WindowAxis::dilation)));
        return Sized.of(configuration, c, w, x, c.out);
    }

    private static boolean leavesSomething(Window w, Shape x) {
        IntFunction<WindowAxis> axis = w.axes()::get;
        for (int i = 0; i < 2; i++) {
            WindowAxis a = axis.apply(i);
            if ((x.size(2 + i) - 1) * a.stride() - 2 * a.padding() + a.extent() + a.outputPadding() < 1) return false;
        }
        return true;
    }
}
