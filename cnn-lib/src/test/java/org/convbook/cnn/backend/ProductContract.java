package org.convbook.cnn.backend;

import static org.convbook.cnn.backend.ContractPart.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Matrix products and convolutions. */
public interface ProductContract extends ContractPart {
    @Test
    default void matmulTransposesAndAddsTheBias() {
        Random rng = random();
        int[][] sizes = {{1, 1, 1}, {1, 7, 3}, {5, 1, 4}, {3, 4, 1}, {17, 33, 9}, {64, 100, 30}, {2, 120, 10}};
        for (int[] s : sizes) {
            for (int kind = 0; kind < 8; kind++) {
                boolean ta = (kind & 1) != 0;
                boolean tb = (kind & 2) != 0;
                Values a = ta ? Values.normal(rng, s[1], s[0]) : Values.normal(rng, s[0], s[1]);
                Values b = tb ? Values.normal(rng, s[2], s[1]) : Values.normal(rng, s[1], s[2]);
                Values bias = (kind & 4) == 0 ? null : Values.normal(rng, s[2]);
                Values expected = Values.of(Shape.of(s[0], s[2]), i -> {
                    double sum = bias == null ? 0 : bias.at(i[1]);
                    for (int k = 0; k < s[1]; k++) sum += (ta ? a.at(k, i[0]) : a.at(i[0], k)) * (tb ? b.at(i[1], k) : b.at(k, i[1]));
                    return sum;
                });
                check(expected, backend().matmul(put(rng, a), ta, put(rng, b), tb, bias == null ? null : put(rng, bias)),
                    a.shape() + (ta ? "ᵀ" : "") + " · " + b.shape() + (tb ? "ᵀ" : ""));
            }
        }
    }

    /** Random geometries, and those that are easily got wrong. */
    static List<ConvShape> convolutions(Random rng) {
        List<ConvShape> all = new ArrayList<>();
        all.add(conv(new int[] {1, 1, 1, 1}, 1, new int[] {1, 1}, 1, 0, 1, 1));
        all.add(conv(new int[] {16, 1, 28, 28}, 6, new int[] {5, 5}, 1, 2, 1, 1));      // LeNet's first
        all.add(conv(new int[] {8, 6, 14, 14}, 16, new int[] {5, 5}, 1, 0, 1, 1));      // and second
        all.add(conv(new int[] {2, 16, 5, 5}, 32, new int[] {1, 1}, 1, 0, 1, 1));       // 1x1
        all.add(conv(new int[] {2, 8, 7, 7}, 8, new int[] {1, 1}, 2, 0, 1, 1));         // 1x1, a projection of ResNet
        all.add(conv(new int[] {1, 3, 23, 23}, 16, new int[] {11, 11}, 4, 0, 1, 1));    // AlexNet's first, small
        all.add(conv(new int[] {2, 8, 9, 9}, 8, new int[] {3, 3}, 1, 1, 1, 8));         // depthwise
        all.add(conv(new int[] {2, 32, 6, 6}, 32, new int[] {3, 3}, 1, 1, 1, 4));       // groups of 8
        all.add(conv(new int[] {2, 2, 8, 8}, 4, new int[] {3, 3}, 3, 0, 1, 1));         // a remainder that no window sees
        all.add(conv(new int[] {1, 2, 4, 4}, 3, new int[] {4, 4}, 1, 3, 1, 1));         // windows that see one pixel
        all.add(conv(new int[] {3, 1, 1, 9}, 5, new int[] {1, 3}, 1, 0, 1, 1));         // one row
        while (all.size() < 60) {
            int groups = rng.nextInt(4) == 0 ? size(rng, 3) : 1;
            int stride = size(rng, 3);
            int dilation = rng.nextInt(3) == 0 ? 2 : 1;
            int[] kernel = {size(rng, 4), size(rng, 4)};
            int padding = rng.nextInt(3);
            int[] input = {size(rng, 3), groups * size(rng, 4), size(rng, 6) + dilation * (kernel[0] - 1), size(rng, 6) + dilation * (kernel[1] - 1)};
            all.add(conv(input, groups * size(rng, 4), kernel, stride, padding, dilation, groups));
        }
        return all;
    }

    private static ConvShape conv(int[] input, int out, int[] kernel, int stride, int padding, int dilation, int groups) {
        int height = (input[2] + 2 * padding - dilation * (kernel[0] - 1) - 1) / stride + 1;
        int width = (input[3] + 2 * padding - dilation * (kernel[1] - 1) - 1) / stride + 1;
        return new ConvShape(Shape.of(input), Shape.of(out, input[1] / groups, kernel[0], kernel[1]), Shape.of(input[0], out, height, width),
            stride, padding, dilation, groups);
    }

    /** Called for each product in a convolution: indices of x, w and y. */
    interface Term {
        void visit(int[] x, int[] w, int[] y);
    }

    /** y[n,o,i,j] = b[o] + Σ w[o,c,u,v] · x[n, g(o)·C/g + c, i·s − p + u·d, j·s − p + v·d]; outside is 0. */
    static void terms(ConvShape s, Term term) {
        Values.zeros(s.output()).forEach(y -> Values.zeros(s.weight().with(0, 1)).forEach(tap -> {
            int group = y[1] / (s.weight().size(0) / s.groups());
            int h = y[2] * s.stride() - s.padding() + tap[2] * s.dilation();
            int w = y[3] * s.stride() - s.padding() + tap[3] * s.dilation();
            if (h < 0 || h >= s.input().size(2) || w < 0 || w >= s.input().size(3)) return;
            term.visit(new int[] {y[0], group * s.weight().size(1) + tap[1], h, w}, new int[] {y[1], tap[1], tap[2], tap[3]}, y);
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
        ConvShape s = conv(new int[] {2, 3, 6, 6}, 4, new int[] {3, 3}, 1, 1, 1, 1);
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

    @Test
    default void anEmptyBatchGivesEmptyResultsAndZeroWeightGradients() {
        ConvShape s = conv(new int[] {0, 2, 5, 5}, 3, new int[] {3, 3}, 1, 0, 1, 1);
        Buffer x = Values.zeros(s.input()).on(backend());
        Buffer w = Values.of(s.weight(), i -> 1).on(backend());
        Buffer y = backend().conv(s, x, w, null);
        check(Values.zeros(s.output()), y, "conv");
        check(Values.zeros(s.output()), backend().unary(UnaryOp.TANH, y), "tanh");
        check(Values.zeros(s.input()), backend().convInputGradient(s, y, w), "input gradient");
        check(Values.zeros(s.weight()), backend().convWeightGradient(s, x, y, true).weight(), "weight gradient");
        check(Values.zeros(Shape.of(3)), backend().convWeightGradient(s, x, y, true).bias(), "bias gradient");
        PoolShape p = new PoolShape(s.output(), Shape.of(0, 3, 1, 1), 2, 2, 2, 0, true);
        check(Values.zeros(p.output()), backend().avgPool(p, y), "avgPool");
        check(Values.zeros(p.output()), backend().maxPool(p, y).y(), "maxPool");
        Buffer flat = backend().reshape(backend().avgPool(p, y), Shape.of(0, 3));
        Buffer matrix = Values.of(Shape.of(4, 3), i -> 1).on(backend());
        Buffer logits = backend().matmul(flat, false, matrix, true, null);
        check(Values.zeros(Shape.of(0, 4)), logits, "matmul");
        check(Values.zeros(Shape.of(4, 3)), backend().matmul(logits, true, flat, false, null), "matmul over nothing");
        check(Values.zeros(Shape.of(1, 4)), backend().reduce(ReduceOp.SUM, logits, Shape.of(1, 4)), "sum of nothing");
    }
}
