package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/**
 * The largest of several affine pieces, which the layer before it computes: channel c of piece p is channel p · C + c of the input.
 * <pre>
 * input   [N, pieces*C, …]
 * output  [N, C, …]             y[n, c] = max over p of x[n, p*C + c]; of equal values the first gets the gradient
 * </pre>
 * Less than one piece is an {@link IllegalArgumentException}; channels that the pieces do not divide are a {@link ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1302.4389">Goodfellow et al. 2013, Maxout networks</a>
 */
public final class Maxout extends Layer {
    private final int pieces;

    /** The largest of this many pieces. */
    public Maxout(int pieces) {
        if (pieces < 1) throw new IllegalArgumentException("Maxout: pieces must be at least 1, got " + pieces);
        this.pieces = pieces;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        if (x.shape().rank() < 2) throw new ShapeException("maxout", "works along axis 1 of [N, C, …], got " + x.shape(), "");
        int channels = x.shape().size(1);
        if (channels % pieces != 0) {
            throw new ShapeException("maxout", pieces + " pieces do not divide " + channels + " channels", "  input   " + x.shape());
        }
        int each = channels / pieces;
        Tensor y = x.slice(1, 0, each);
        for (int p = 1; p < pieces; p++) y = y.max(x.slice(1, p * each, (p + 1) * each));
        return y;
    }

    @Override
    public String toString() {
        return "Maxout(" + pieces + ")";
    }
}
