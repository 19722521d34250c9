package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;

/** 2-D pooling. */
final class Pool {
    private Pool() {}

    static Tensor avgPool2d(Tensor x, Window window, boolean countPadding) {
        PoolShape s = shape("avgPool2d", x, window, countPadding);
        Backend backend = x.backend();
        return new Tensor(backend, backend.avgPool(s, x.buffer()))
            .from(x, dy -> new Tensor(backend, backend.avgPoolGradient(s, dy.buffer())));              // an equal share to each pixel
    }

    static Tensor maxPool2d(Tensor x, Window window) {
        PoolShape s = shape("maxPool2d", x, window, false);
        Backend backend = x.backend();
        Backend.Pooled pooled = backend.maxPool(s, x.buffer());
        return new Tensor(backend, pooled.y())
            .from(x, dy -> new Tensor(backend, backend.maxPoolGradient(s, dy.buffer(), pooled.switches())));   // all to the maximum
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
