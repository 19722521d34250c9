package org.convbook.cnn.nn;

import java.util.Locale;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * Enlarges images by a whole factor.
 * <pre>
 * input   [N, C, H, W]
 * output  [N, C, scale*H, scale*W]     along each axis, output i lies in the input at
 *                                      NEAREST            floor(i / scale)
 *                                      BILINEAR           max((i + 0.5) / scale - 0.5, 0), between the pixels beside it
 *                                      BILINEAR_ALIGNED   i * (in - 1) / (out - 1), between the pixels beside it
 * </pre>
 * Pixels are squares in the first two modes (PyTorch's {@code align_corners=False}); in the last the centres of the corner pixels stay where
 * they are ({@code align_corners=True}). A scale below 1 is an {@link IllegalArgumentException}, a wrong input a {@link ShapeException}.
 *
 * @see <a href="https://doi.org/10.23915/distill.00003">Odena et al. 2016, Deconvolution and checkerboard artifacts</a>
 */
public final class Upsample extends Layer {
    private static final int LARGEST = 1 << 15;

    /** Where an output pixel looks, and what it takes from there. */
    public enum Mode {
        /** The one pixel it lies in. */
        NEAREST(ResizeOp.NEAREST),
        /** Between the pixels beside it; outer edges meet. */
        BILINEAR(ResizeOp.BILINEAR),
        /** Between the pixels beside it; centres of corner pixels meet. */
        BILINEAR_ALIGNED(ResizeOp.BILINEAR_ALIGNED);

        private final ResizeOp op;

        Mode(ResizeOp op) {
            this.op = op;
        }
    }

    private final int scale;
    private final Mode mode;

    /** By this factor, each pixel repeated. */
    public Upsample(int scale) {
        this(scale, Mode.NEAREST);
    }

    /** By this factor in this mode. */
    public Upsample(int scale, Mode mode) {
        if (scale < 1 || scale > LARGEST) throw new IllegalArgumentException("Upsample: scale must be in [1, " + LARGEST + "], got " + scale);
        this.scale = scale;
        this.mode = mode;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        if (x.shape().rank() != 4) {
            throw new ShapeException("upsample", "input has " + x.shape().rank() + " axes, expected 4: [N, C, H, W]", "  input   " + x.shape());
        }
        return x.resize(mode.op, Math.multiplyExact(scale, x.shape().size(2)), Math.multiplyExact(scale, x.shape().size(3)));
    }

    /** That of the transposed convolution which does the same. */
    @Override
    protected Window window() {
        int kernel = mode == Mode.NEAREST ? scale : 2 * scale - scale % 2;
        return Window.of(kernel).stride(scale).padding((kernel - scale) / 2);
    }

    @Override
    public String toString() {
        return "Upsample(" + scale + ", " + mode.name().toLowerCase(Locale.ROOT) + ")";
    }
}
