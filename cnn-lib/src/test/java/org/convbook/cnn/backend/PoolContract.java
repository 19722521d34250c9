package org.convbook.cnn.backend;

import static org.convbook.cnn.backend.ContractPart.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Average and max pooling. */
public interface PoolContract extends ContractPart {
    /** Random geometries, and those that are easily got wrong. */
    static List<PoolShape> pools(Random rng) {
        List<PoolShape> all = new ArrayList<>();
        all.add(pool(new int[] {8, 6, 28, 28}, new int[] {2, 2}, 2, 0, true, 0));    // LeNet's first
        all.add(pool(new int[] {2, 16, 13, 13}, new int[] {3, 3}, 2, 0, true, 0));   // AlexNet's, overlapping
        all.add(pool(new int[] {1, 64, 7, 7}, new int[] {7, 7}, 1, 0, true, 0));     // global
        all.add(pool(new int[] {2, 3, 7, 8}, new int[] {2, 2}, 2, 0, false, 0));     // a remainder that no window sees
        all.add(pool(new int[] {2, 3, 7, 7}, new int[] {3, 3}, 2, 1, true, 0));      // padding that counts
        all.add(pool(new int[] {2, 3, 7, 7}, new int[] {3, 3}, 2, 1, false, 0));     // and does not
        all.add(pool(new int[] {2, 3, 6, 6}, new int[] {3, 3}, 2, 0, true, 1));      // the last window overhangs (ceil)
        all.add(pool(new int[] {2, 3, 8, 8}, new int[] {3, 3}, 2, 1, true, 1));
        all.add(pool(new int[] {2, 3, 8, 8}, new int[] {3, 3}, 2, 1, false, 1));
        all.add(pool(new int[] {1, 1, 1, 1}, new int[] {1, 1}, 1, 0, true, 0));
        all.add(pool(new int[] {1, 2, 9, 9}, new int[] {1, 1}, 3, 0, true, 0));      // gaps between windows
        while (all.size() < 50) {
            int[] kernel = {size(rng, 4), size(rng, 4)};
            int padding = rng.nextInt(Math.min(kernel[0], kernel[1]) / 2 + 1);
            int[] input = {size(rng, 3), size(rng, 5), kernel[0] + rng.nextInt(7), kernel[1] + rng.nextInt(7)};
            all.add(pool(input, kernel, size(rng, 3), padding, rng.nextBoolean(), 0));
        }
        all.add(pool(new int[] {2, 3, 7, 8}, true, new WindowAxis(2, 1, 0, 1, 1, 0), new WindowAxis(4, 1, 1, 2, 1, 0)));    // as large as the input
        all.add(pool(new int[] {2, 3, 7, 8}, false, new WindowAxis(2, 2, 0, 1, 1, 0), new WindowAxis(1, 3, 0)));
        while (all.size() < 80) all.add(uneven(rng));
        return all;
    }

    /** Each direction has numbers of its own. */
    private static PoolShape uneven(Random rng) {
        WindowAxis[] axes = new WindowAxis[2];
        for (int i = 0; i < 2; i++) {
            int kernel = size(rng, 4);
            axes[i] = new WindowAxis(kernel, size(rng, 3), rng.nextInt(kernel / 2 + 1), rng.nextInt(kernel / 2 + 1), 1, 0);
        }
        int[] input = {size(rng, 3), size(rng, 5), axes[0].kernel() + rng.nextInt(7), axes[1].kernel() + rng.nextInt(7)};
        return pool(input, rng.nextBoolean(), axes[0], axes[1]);
    }

    private static PoolShape pool(int[] input, boolean countPadding, WindowAxis rows, WindowAxis columns) {
        Shape in = Shape.of(input);
        return new PoolShape(in, in.with(2, windows(in.size(2), rows)).with(3, windows(in.size(3), columns)), rows, columns, countPadding);
    }

    private static int windows(int size, WindowAxis a) {
        return (size + a.padding() + a.after() - a.extent()) / a.stride() + 1;
    }

    private static PoolShape pool(int[] input, int[] kernel, int stride, int padding, boolean countPadding, int more) {
        int height = (input[2] + 2 * padding - kernel[0]) / stride + 1 + more;
        int width = (input[3] + 2 * padding - kernel[1]) / stride + 1 + more;
        return new PoolShape(Shape.of(input), Shape.of(input[0], input[1], height, width), kernel[0], kernel[1], stride, padding, countPadding);
    }

    /** The pixels that one output sees, in row order. */
    private static List<int[]> pixels(PoolShape s, int[] y) {
        List<int[]> seen = new ArrayList<>();
        for (int u = 0; u < s.rows().kernel(); u++) {
            for (int v = 0; v < s.columns().kernel(); v++) {
                int h = y[2] * s.rows().stride() - s.rows().padding() + u;
                int w = y[3] * s.columns().stride() - s.columns().padding() + v;
                if (h >= 0 && h < s.input().size(2) && w >= 0 && w < s.input().size(3)) seen.add(new int[] {y[0], y[1], h, w});
            }
        }
        return seen;
    }

    /** What an average divides by: pixels, or with padding all places of the window that are not beyond the padding. */
    private static double divisor(PoolShape s, int[] y) {
        if (!s.countPadding()) return pixels(s, y).size();
        int places = 0;
        for (int u = 0; u < s.rows().kernel(); u++) {
            for (int v = 0; v < s.columns().kernel(); v++) {
                boolean inside = y[2] * s.rows().stride() - s.rows().padding() + u < s.input().size(2) + s.rows().after()
                    && y[3] * s.columns().stride() - s.columns().padding() + v < s.input().size(3) + s.columns().after();
                if (inside) places++;
            }
        }
        return places;
    }

    @Test
    default void averagesAndTheirGradientsFollowTheFormula() {
        Random rng = random();
        for (PoolShape s : pools(rng)) {
            Values x = Values.normal(rng, s.input().sizes());
            Values dy = Values.normal(rng, s.output().sizes());
            Values y = Values.of(s.output(), i -> pixels(s, i).stream().mapToDouble(x::at).sum() / divisor(s, i));
            Values dx = Values.zeros(s.input());
            dy.forEach(i -> pixels(s, i).forEach(p -> dx.add(dy.at(i) / divisor(s, i), p)));
            check(y, backend().avgPool(s, put(rng, x)), s);
            check(dx, backend().avgPoolGradient(s, put(rng, dy)), "gradient, " + s);
        }
    }

    @Test
    default void maximaAndTheirGradientsFollowTheFormula() {
        Random rng = random();
        for (PoolShape s : pools(rng)) {
            boolean ties = rng.nextBoolean();
            Values x = Values.of(s.input(), i -> ties ? rng.nextInt(3) : (float) rng.nextGaussian());
            Values dy = Values.normal(rng, s.output().sizes());
            Values y = Values.of(s.output(), i -> x.at(first(s, x, i)));
            Values dx = Values.zeros(s.input());
            dy.forEach(i -> dx.add(dy.at(i), first(s, x, i)));
            Backend.Pooled pooled = backend().maxPool(s, put(rng, x));
            check(y, pooled.y(), s);
            check(dx, backend().maxPoolGradient(s, put(rng, dy), pooled.switches()), "gradient, " + s);
        }
    }

    /** Where the maximum is; of equal ones the first. */
    private static int[] first(PoolShape s, Values x, int[] y) {
        int[] best = null;
        for (int[] p : pixels(s, y)) if (best == null || x.at(p) > x.at(best)) best = p;
        return best;
    }

    /** What an unpooling does is the gradient of the pooling; the values under the switches are the gradient of that. */
    @Test
    default void valuesAtTheSwitchesAreThoseWhereTheMaximaWere() {
        Random rng = random();
        for (PoolShape s : pools(rng)) {
            Values x = Values.normal(rng, s.input().sizes());
            Values other = Values.normal(rng, s.input().sizes());
            Backend.Pooled pooled = backend().maxPool(s, put(rng, x));
            Values expected = Values.of(s.output(), i -> other.at(first(s, x, i)));
            check(expected, backend().maxPoolAt(s, put(rng, other), pooled.switches()), s);
        }
        PoolShape large = pool(new int[] {2, 3, 20, 20}, new int[] {17, 18}, 3, 0, true, 0);   // more taps than a byte counts
        Values x = Values.normal(rng, large.input().sizes());
        Backend.Pooled pooled = backend().maxPool(large, x.on(backend()));
        check(Values.of(large.output(), i -> x.at(first(large, x, i))), backend().maxPoolAt(large, x.on(backend()), pooled.switches()), large);
    }

    @Test
    default void paddingNeverWinsAgainstNegativePixels() {
        PoolShape s = pool(new int[] {1, 1, 4, 4}, new int[] {3, 3}, 2, 1, true, 0);
        Buffer x = backend().fill(s.input(), -5);
        check(Values.of(s.output(), i -> -5), backend().maxPool(s, x).y(), "all -5");
    }

    @Test
    default void notANumberWinsItsWindow() {
        PoolShape s = pool(new int[] {1, 1, 2, 6}, new int[] {2, 2}, 2, 0, true, 0);
        double nan = Double.NaN;
        Values x = Values.of(new double[] {nan, 1, 1, 2, 1, 2, 1, 2, 3, nan, 3, 4}, 1, 1, 2, 6);
        check(Values.of(new double[] {nan, nan, 4}, 1, 1, 1, 3), backend().maxPool(s, x.on(backend())).y(), "maxPool");
        check(Values.of(new double[] {nan, nan, 2.5}, 1, 1, 1, 3), backend().avgPool(s, x.on(backend())), "avgPool");
    }
}
