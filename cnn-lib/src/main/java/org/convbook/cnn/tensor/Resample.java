package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.Shape;

/** Images of another size. */
final class Resample {
    private Resample() {}

    static Tensor resize(ResizeOp op, Tensor x, int height, int width) {
        Shape in = x.shape();
        String shapes = ShapeException.line("input", in + (in.rank() == 4 ? "   NCHW" : ""));
        if (in.rank() != 4) throw new ShapeException("resize", "input has " + in.rank() + " axes, expected 4: [N, C, H, W]", shapes);
        if (in.size(2) < 1 || in.size(3) < 1) throw new ShapeException("resize", "the image has no pixels", shapes);
        if (height < 1 || width < 1) throw new ShapeException("resize", "a size must be at least 1x1, got " + height + "x" + width, shapes);
        Backend backend = x.backend();
        Shape to = Shape.of(in.size(0), in.size(1), height, width);
        return new Tensor(backend, backend.resize(op, x.buffer(), to))
            .from(x, dy -> new Tensor(backend, backend.resizeGradient(op, dy.buffer(), in)));   // each dy by the shares it was made of
    }
}
