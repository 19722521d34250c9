package org.convbook.cnn.tensor;

import java.util.Arrays;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** 2-D pooling. */
final class Pool {
    private Pool() {}

    static Tensor avgPool2d(Tensor x, Window window, boolean countPadding) {
        PoolShape s = shape("avgPool2d", x, window, countPadding);
        Backend backend = x.backend();
        return new Tensor(backend, backend.avgPool(s, x.buffer()))
            .from(x, dy -> new Tensor(backend, backend.avgPoolGradient(s, dy.buffer())));              // an equal share to each pixel
    }

    /** The average times what it divides by: the pixels of the window, but for those that overhang the padding. */
    static Tensor sumPool2d(Tensor x, Window window) {
        PoolShape s = shape("sumPool2d", x, window, true);
        Tensor average = avgPool2d(x, window, true);
        int[] rows = divisors(s.rows(), s.input().size(2), s.output().size(2));
        int[] columns = divisors(s.columns(), s.input().size(3), s.output().size(3));
        boolean even = rows[rows.length - 1] == rows[0] && columns[columns.length - 1] == columns[0];
        if (even) return average.mul(rows[0] * columns[0]);
        float[] counts = new float[rows.length * columns.length];
        for (int i = 0; i < counts.length; i++) counts[i] = rows[i / columns.length] * columns[i % columns.length];
        Backend backend = x.backend();
        return average.mul(backend.unscoped(() -> Tensor.of(backend, counts, 1, 1, rows.length, columns.length)));
    }

    /** How many pixels, padding included, each window has along an axis; only the last windows may overhang. */
    private static int[] divisors(WindowAxis w, int size, int windows) {
        int[] counts = new int[windows];
        Arrays.setAll(counts, i -> Math.min(w.pixel(i, 0) + w.kernel(), size + w.after()) - w.pixel(i, 0));
        return counts;
    }

    /** The window that is the whole image. */
    static Window whole(String name, Shape in) {
        if (in.rank() == 4 && in.size(2) > 0 && in.size(3) > 0) return Window.of(in.size(2), in.size(3));
        String problem = in.rank() == 4 ? "the image has no pixels" : "input has " + in.rank() + " axes, expected 4: [N, C, H, W]";
        throw new ShapeException(name, problem, ShapeException.line("input", in + (in.rank() == 4 ? "   NCHW" : "")));
    }

    static MaxPooled maxPool2d(Tensor x, Window window) {
        PoolShape s = shape("maxPool2d", x, window, false);
        Backend backend = x.backend();
        Backend.Pooled pooled = backend.maxPool(s, x.buffer());
        Tensor y = new Tensor(backend, pooled.y())
            .from(x, dy -> new Tensor(backend, backend.maxPoolGradient(s, dy.buffer(), pooled.switches())));   // all to the maximum
        return new MaxPooled(y, new MaxPooled.Switches(backend, s, pooled.switches()));
    }

    static Tensor maxUnpool2d(Tensor x, MaxPooled.Switches switches) {
        PoolShape s = switches.shape();
        if (!x.shape().equals(s.output())) {
            throw new ShapeException("maxUnpool2d", "input is " + x.shape() + ", but the switches are those of a pooling to " + s.output(),
                ShapeException.line("pooled", s.input()));
        }
        if (x.backend() != switches.backend()) {
            throw new IllegalArgumentException(
                "maxUnpool2d: the input is on " + x.backend().name() + ", the switches are on " + switches.backend().name());
        }
        Backend backend = x.backend();
        return new Tensor(backend, backend.maxPoolGradient(s, x.buffer(), switches.buffer()))
            .from(x, dy -> new Tensor(backend, backend.maxPoolAt(s, dy.buffer(), switches.buffer())));   // from where the value went to
    }

    private static PoolShape shape(String name, Tensor x, Window geometry, boolean countPadding) {
        Window window = geometry.pooling(name);
        Shape in = x.shape();
        String shapes = ShapeException.line("input", in + (in.rank() == 4 ? "   NCHW" : ""));
        if (in.rank() != 4) throw new ShapeException(name, "input has " + in.rank() + " axes, expected 4: [N, C, H, W]", shapes);
        try {
            Shape out = Shape.of(in.size(0), in.size(1),
                window.outputHeight(in.size(2), in.size(3)), window.outputWidth(in.size(2), in.size(3)));
            return new PoolShape(in, out, window.axes().get(0), window.axes().get(1), countPadding);
        } catch (ShapeException e) {
            throw new ShapeException(name, e.getMessage().replaceFirst("^Window: ", ""), shapes);
        }
    }
}
