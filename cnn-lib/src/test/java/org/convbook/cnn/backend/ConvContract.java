package org.convbook.cnn.backend;

import static org.convbook.cnn.backend.ContractPart.size;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Convolutions in one, two and three directions. */
public interface ConvContract extends ContractPart {
    /** Geometries that are easily got wrong, and random ones. */
    static List<ConvShape> convolutions(Random rng) {
        List<ConvShape> all = new ArrayList<>();
        all.add(conv(new int[] {1, 1, 1, 1}, 1, new int[] {1, 1}, 1, 0, 1, 1));
        all.add(conv(new int[] {16, 1, 28, 28}, 6, new int[] {5, 5}, 1, 2, 1, 1));      // LeNet's first
        all.add(conv(new int[] {8, 6, 14, 14}, 16, new int[] {5, 5}, 1, 0, 1, 1));      // and second
        all.add(conv(new int[] {2, 16, 5, 5}, 32, new int[] {1, 1}, 1, 0, 1, 1));       // 1x1
        all.add(conv(new int[] {2, 8, 7, 7}, 8, new int[] {1, 1}, 2, 0, 1, 1));         // 1x1, a projection of ResNet
        all.add(conv(new int[] {1, 3, 23, 23}, 16, new int[] {11, 11}, 4, 0, 1, 1));    // AlexNet's first, small
        all.add(conv(new int[] {2, 8, 9, 9}, 8, new int[] {3, 3}, 1, 1, 1, 8));         // depthwise
        all.add(conv(new int[] {2, 20, 9, 9}, 44, new int[] {3, 3}, 2, 1, 1, 1));       // channels that fill no whole vector
        all.add(conv(new int[] {1, 512, 3, 3}, 32, new int[] {3, 3}, 1, 1, 1, 1));      // many channels
        all.add(conv(new int[] {2, 32, 6, 6}, 32, new int[] {3, 3}, 1, 1, 1, 4));       // groups of 8
        all.add(conv(new int[] {2, 2, 8, 8}, 4, new int[] {3, 3}, 3, 0, 1, 1));         // a remainder that no window sees
        all.add(conv(new int[] {1, 2, 4, 4}, 3, new int[] {4, 4}, 1, 3, 1, 1));         // windows that see one pixel
        all.add(conv(new int[] {3, 1, 1, 9}, 5, new int[] {1, 3}, 1, 0, 1, 1));         // one row
        all.add(conv(new int[] {2, 3, 10}, 4, new int[] {3}, 1, 0, 1, 1));              // a series
        all.add(conv(new int[] {2, 8, 9}, 8, new int[] {1}, 2, 0, 1, 1));
        all.add(conv(new int[] {2, 16, 12}, 16, new int[] {5}, 1, 4, 2, 16));           // depthwise, dilated
        all.add(conv(new int[] {2, 3, 4, 6, 5}, 4, new int[] {3, 3, 3}, 1, 1, 1, 1));   // a volume
        all.add(conv(new int[] {1, 8, 5, 5, 5}, 8, new int[] {1, 1, 1}, 2, 0, 1, 1));
        all.add(conv(new int[] {2, 8, 3, 6, 6}, 8, new int[] {2, 3, 3}, 1, 1, 1, 8));
        all.add(conv(new int[] {2, 16, 17, 17}, 8, 1, axis(1, 1, 0, 0, 1), axis(7, 1, 3, 3, 1)));      // Inception's 1x7
        all.add(conv(new int[] {2, 3, 12, 40}, 8, 1, axis(3, 1, 1, 1, 1), axis(5, 2, 2, 2, 1)));       // stride 1x2
        all.add(conv(new int[] {2, 3, 8, 8}, 8, 1, axis(2, 1, 0, 1, 1), axis(4, 1, 1, 2, 1)));         // even kernels, as large as the input
        all.add(conv(new int[] {2, 3, 9, 9}, 8, 1, axis(3, 1, 2, 2, 2), axis(3, 1, 0, 0, 1)));         // dilated along rows only
        while (all.size() < 60) all.add(random(rng, 2, false));
        while (all.size() < 120) all.add(random(rng, 1 + rng.nextInt(3), true));
        return all;
    }

    /** A small convolution; uneven: each direction has numbers of its own. */
    private static ConvShape random(Random rng, int directions, boolean uneven) {
        int groups = rng.nextInt(4) == 0 ? size(rng, 3) : 1;
        int most = directions == 3 ? 3 : 4;
        WindowAxis[] axes = new WindowAxis[directions];
        WindowAxis equal = axis(1, size(rng, 3), rng.nextInt(3), 0, rng.nextInt(3) == 0 ? 2 : 1);
        for (int i = 0; i < directions; i++) {
            int padding = rng.nextInt(3);
            axes[i] = uneven ? axis(size(rng, most), size(rng, 3), padding, padding + rng.nextInt(2), rng.nextInt(3) == 0 ? 2 : 1)
                : axis(size(rng, most), equal.stride(), equal.padding(), equal.padding(), equal.dilation());
        }
        int[] input = new int[directions + 2];
        input[0] = size(rng, 3);
        input[1] = groups * size(rng, 4);
        for (int i = 0; i < directions; i++) input[i + 2] = size(rng, most + 2) + axes[i].extent() - 1;
        return conv(input, groups * size(rng, 4), groups, axes);
    }

    private static WindowAxis axis(int kernel, int stride, int padding, int after, int dilation) {
        return new WindowAxis(kernel, stride, padding, after, dilation, 0);
    }

    /** A convolution with the same stride, padding and dilation in all directions. */
    static ConvShape conv(int[] input, int out, int[] kernel, int stride, int padding, int dilation, int groups) {
        return conv(input, out, groups, Arrays.stream(kernel).mapToObj(k -> axis(k, stride, padding, padding, dilation)).toArray(WindowAxis[]::new));
    }

    /** A convolution with one window for each direction. */
    static ConvShape conv(int[] input, int out, int groups, WindowAxis... axes) {
        int[] weight = new int[axes.length + 2];
        int[] output = new int[axes.length + 2];
        weight[0] = output[1] = out;
        weight[1] = input[1] / groups;
        output[0] = input[0];
        for (int i = 0; i < axes.length; i++) {
            weight[i + 2] = axes[i].kernel();
            output[i + 2] = (input[i + 2] + axes[i].padding() + axes[i].after() - axes[i].extent()) / axes[i].stride() + 1;
        }
        return new ConvShape(Shape.of(input), Shape.of(weight), Shape.of(output), List.of(axes), groups);
    }

    /** Called for each product in a convolution: indices of x, w and y. */
    interface Term {
        void visit(int[] x, int[] w, int[] y);
    }

    /** y[n,o,i,j] = b[o] + Σ w[o,c,u,v] · x[n, g(o)·C/g + c, i·s − p + u·d, j·s − p + v·d]; outside is 0. */
    static void terms(ConvShape s, Term term) {
        Values.zeros(s.output()).forEach(y -> Values.zeros(s.weight().with(0, 1)).forEach(tap -> {
            int group = y[1] / (s.weight().size(0) / s.groups());
            int[] x = new int[y.length];
            x[0] = y[0];
            x[1] = group * s.weight().size(1) + tap[1];
            for (int i = 2; i < x.length; i++) {
                WindowAxis a = s.axes().get(i - 2);
                x[i] = y[i] * a.stride() - a.padding() + tap[i] * a.dilation();
                if (x[i] < 0 || x[i] >= s.input().size(i)) return;
            }
            int[] w = tap.clone();
            w[0] = y[1];
            term.visit(x, w, y);
        }));
    }

    @Test
    default void convolutionAndItsGradientsFollowTheFormula() {
        Random rng = random();
        for (ConvShape s : convolutions(rng)) {
            Values x = Values.normal(rng, s.input().sizes());
            Values w = Values.normal(rng, s.weight().sizes());
            Values bias = Values.normal(rng, s.weight().size(0));
            Values dy = Values.normal(rng, s.output().sizes());
            Values y = Values.of(s.output(), i -> bias.at(i[1]));
            Values plain = Values.zeros(s.output());
            Values dx = Values.zeros(s.input());
            Values dw = Values.zeros(s.weight());
            Values db = Values.zeros(bias.shape());
            terms(s, (xi, wi, yi) -> {
                y.add(w.at(wi) * x.at(xi), yi);
                plain.add(w.at(wi) * x.at(xi), yi);
                dx.add(w.at(wi) * dy.at(yi), xi);
                dw.add(x.at(xi) * dy.at(yi), wi);
            });
            dy.forEach(i -> db.add(dy.at(i), i[1]));

            Buffer xb = put(rng, x);
            Buffer wb = put(rng, w);
            check(y, backend().conv(s, xb, wb, put(rng, bias)), s);
            check(plain, backend().conv(s, xb, wb, null), "no bias, " + s);
            check(dx, backend().convInputGradient(s, put(rng, dy), wb), "input gradient, " + s);
            Backend.WeightGradient both = backend().convWeightGradient(s, xb, put(rng, dy), true);
            check(dw, both.weight(), "weight gradient, " + s);
            check(db, both.bias(), "bias gradient, " + s);
            Backend.WeightGradient one = backend().convWeightGradient(s, xb, put(rng, dy), false);
            check(dw, one.weight(), "weight gradient without bias, " + s);
            if (one.bias() != null) throw new AssertionError("a bias gradient that was not asked for");
        }
    }

    @Test
    default void convolutionReadsWeightsThatWereWrittenOver() {
        Random rng = random();
        for (int[] kernel : new int[][] {{3}, {3, 3}, {3, 3, 3}}) {
            int[] input = IntStream.concat(IntStream.of(2, 3), Arrays.stream(kernel).map(k -> 6)).toArray();
            ConvShape s = conv(input, 4, kernel, 1, 1, 1, 1);
            Values x = Values.normal(rng, s.input().sizes());
            Buffer weight = Values.normal(rng, s.weight().sizes()).on(backend());
            backend().conv(s, x.on(backend()), weight, null);
            Values w = Values.normal(rng, s.weight().sizes());
            backend().write(weight, w.floats());
            Values y = Values.zeros(s.output());
            terms(s, (xi, wi, yi) -> y.add(w.at(wi) * x.at(xi), yi));
            check(y, backend().conv(s, x.on(backend()), weight, null), "conv after write");
            check(w, weight, "the weights themselves");
        }
    }

    /** The last window overhangs, as in ceil mode; its missing pixels are zeros. */
    @Test
    default void aConvolutionMayReachPastItsPadding() {
        Random rng = random();
        ConvShape floor = conv(new int[] {2, 3, 8, 6}, 4, new int[] {3, 3}, 2, 0, 1, 1);
        ConvShape s = new ConvShape(floor.input(), floor.weight(), Shape.of(2, 4, 4, 3), floor.axes(), 1);
        Values x = Values.normal(rng, s.input().sizes());
        Values w = Values.normal(rng, s.weight().sizes());
        Values y = Values.zeros(s.output());
        Values dx = Values.zeros(s.input());
        Values dy = Values.normal(rng, s.output().sizes());
        terms(s, (xi, wi, yi) -> {
            y.add(w.at(wi) * x.at(xi), yi);
            dx.add(w.at(wi) * dy.at(yi), xi);
        });
        check(y, backend().conv(s, x.on(backend()), w.on(backend()), null), "ceil");
        check(dx, backend().convInputGradient(s, dy.on(backend()), w.on(backend())), "ceil, input gradient");
    }

    @Test
    default void anEmptyBatchGivesEmptyResultsAndZeroWeightGradients() {
        for (int[] kernel : new int[][] {{3}, {3, 3}, {3, 3, 3}}) {
            int[] input = IntStream.concat(IntStream.of(0, 2), Arrays.stream(kernel).map(k -> 5)).toArray();
            ConvShape s = conv(input, 3, kernel, 1, 0, 1, 1);
            Buffer x = Values.zeros(s.input()).on(backend());
            Buffer w = Values.of(s.weight(), i -> 1).on(backend());
            Buffer y = backend().conv(s, x, w, null);
            check(Values.zeros(s.output()), y, "conv");
            check(Values.zeros(s.output()), backend().unary(UnaryOp.TANH, y), "tanh");
            check(Values.zeros(s.input()), backend().convInputGradient(s, y, w), "input gradient");
            check(Values.zeros(s.weight()), backend().convWeightGradient(s, x, y, true).weight(), "weight gradient");
            check(Values.zeros(Shape.of(3)), backend().convWeightGradient(s, x, y, true).bias(), "bias gradient");
        }
    }

    /** What a convolution in one or three directions leaves is met by the other operations. */
    @Test
    default void seriesAndVolumesMeetOtherOperations() {
        Random rng = random();
        for (int[] sizes : new int[][] {{3, 4, 7}, {2, 3, 2, 4, 3}}) {
            int rank = sizes.length;
            Values v = Values.normal(rng, sizes);
            Values other = Values.normal(rng, sizes);
            int[] perChannel = new int[rank];
            Arrays.fill(perChannel, 1);
            perChannel[1] = sizes[1];
            Values channel = Values.normal(rng, perChannel);
            int[] back = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
            int[] turned = IntStream.of(back).map(i -> sizes[i]).toArray();
            Buffer x = throughConvolution(v.on(backend()));
            checkChain(Values.of(v.shape(), i -> v.at(i) - other.at(i)), backend().binary(BinaryOp.SUB, x, other.on(backend())), "minus an upload");
            checkChain(Values.of(v.shape(), i -> v.repeated(i) * channel.repeated(i)),
                backend().binary(BinaryOp.MUL, x, channel.on(backend())), "times");
            checkChain(Values.of(v.shape(), i -> Math.tanh(v.at(i))), backend().unary(UnaryOp.TANH, x), "tanh");
            checkChain(new Values(Shape.of(sizes[0], v.shape().count() / sizes[0]), v.array()),
                backend().reshape(x, Shape.of(sizes[0], v.shape().count() / sizes[0])), "flatten");
            checkChain(Values.of(Shape.of(turned), i -> v.at(IntStream.range(0, rank).map(k -> i[rank - 1 - k]).toArray())),
                backend().transpose(x, back), "transpose");
            checkChain(Values.of(v.shape().with(rank - 1, 2), i -> {
                int[] at = i.clone();
                at[rank - 1]++;
                return v.at(at);
            }), backend().slice(x, rank - 1, 1, 3), "slice");
            Values sum = Values.zeros(channel.shape());
            v.forEach(i -> {
                int[] at = new int[rank];
                at[1] = i[1];
                sum.add(v.at(i), at);
            });
            checkChain(sum, backend().reduce(ReduceOp.SUM, x, channel.shape()), "sum by channel");
            checkChain(Values.of(v.shape().with(1, 2 * sizes[1]), i -> {
                int[] at = i.clone();
                at[1] %= sizes[1];
                return v.at(at);
            }), backend().concat(1, List.of(x, x)), "twice");
            checkChain(other, written(x, other), "written over");
        }
    }

    private Buffer written(Buffer x, Values values) {
        backend().write(x, values.floats());
        return x;
    }
}
