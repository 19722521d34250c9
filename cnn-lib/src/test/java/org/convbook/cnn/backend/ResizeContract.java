package org.convbook.cnn.backend;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Images of another size. */
public interface ResizeContract extends ContractPart {
    /** Input, then height and width of the output. */
    int[][] SIZES = {{2, 3, 4, 5, 8, 10}, {1, 16, 3, 3, 9, 9}, {2, 8, 1, 1, 4, 4}, {2, 5, 7, 6, 7, 6}, {1, 2, 5, 7, 8, 11},
        {1, 3, 8, 9, 4, 3}, {2, 1, 6, 2, 1, 4}};

    /** How much of input pixel i output o holds along one axis: a tent around the place that o looks at, or all or nothing. */
    private static double share(ResizeOp op, int in, int out, int o, int i) {
        double place = switch (op) {
            case NEAREST -> Math.floor((double) o * in / out + 1e-9);
            case BILINEAR -> Math.max((o + 0.5) * in / out - 0.5, 0);
            case BILINEAR_ALIGNED -> out == 1 ? 0 : o * (in - 1.0) / (out - 1.0);
        };
        return Math.max(0, 1 - Math.abs(Math.min(place, in - 1) - i));   // beyond the last pixel is the last pixel
    }

    private static double share(ResizeOp op, Shape in, Shape out, int[] o, int row, int column) {
        return share(op, in.size(2), out.size(2), o[2], row) * share(op, in.size(3), out.size(3), o[3], column);
    }

    @Test
    default void resizingAndItsGradientFollowTheFormula() {
        Random rng = random();
        for (ResizeOp op : ResizeOp.values()) {
            for (int[] size : SIZES) {
                Shape in = Shape.of(size[0], size[1], size[2], size[3]);
                Shape out = Shape.of(size[0], size[1], size[4], size[5]);
                Values x = Values.normal(rng, in.sizes());
                Values dy = Values.normal(rng, out.sizes());
                Values y = Values.zeros(out);
                Values dx = Values.zeros(in);
                y.forEach(o -> {
                    for (int r = 0; r < size[2]; r++) {
                        for (int c = 0; c < size[3]; c++) {
                            double share = share(op, in, out, o, r, c);
                            y.add(share * x.at(o[0], o[1], r, c), o);
                            dx.add(share * dy.at(o), o[0], o[1], r, c);
                        }
                    }
                });
                check(y, backend().resize(op, put(rng, x), out), op + " " + in + " to " + out);
                check(dx, backend().resizeGradient(op, put(rng, dy), in), op + " gradient " + in + " to " + out);
            }
        }
    }

    /** [0, 1, 2] to six values, once with outer edges that meet, once with the centres of the corners. */
    @Test
    default void theWorkedRow() {
        Buffer x = Values.of(new double[] {0, 1, 2}, 1, 1, 1, 3).on(backend());
        Shape to = Shape.of(1, 1, 1, 6);
        check(Values.of(new double[] {0, 0.25, 0.75, 1.25, 1.75, 2}, 1, 1, 1, 6), backend().resize(ResizeOp.BILINEAR, x, to), "half-pixel");
        check(Values.of(new double[] {0, 0.4, 0.8, 1.2, 1.6, 2}, 1, 1, 1, 6), backend().resize(ResizeOp.BILINEAR_ALIGNED, x, to), "aligned");
        check(Values.of(new double[] {0, 0, 1, 1, 2, 2}, 1, 1, 1, 6), backend().resize(ResizeOp.NEAREST, x, to), "nearest");
        check(Values.of(new double[] {0}, 1, 1, 1, 1), backend().resize(ResizeOp.BILINEAR_ALIGNED, x, Shape.of(1, 1, 1, 1)), "to one pixel");
    }

    @Test
    default void aReplayResizesNewValues() {
        for (ResizeOp op : ResizeOp.values()) {
            Buffer x = Values.of(new double[] {1, 2}, 1, 1, 1, 2).on(backend());
            Buffer[] y = new Buffer[1];
            try (Recording recording = backend().record(() -> y[0] = backend().resize(op, x, Shape.of(1, 1, 1, 4)))) {
                backend().write(x, new float[] {5, 5});
                recording.replay();
                check(Values.of(new double[] {5, 5, 5, 5}, 1, 1, 1, 4), y[0], op);
            }
        }
    }
}
