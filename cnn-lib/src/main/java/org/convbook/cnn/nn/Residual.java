package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/**
 * A body with a way around it: y = body(x) + shortcut(x). The shortcut is x itself unless another is given, such as a 1x1 convolution where
 * the body changes sizes. No function follows the sum.
 * <pre>
 * input   that of the body and of the shortcut
 * output  that of both
 * </pre>
 * Two outputs of different shapes are a {@link ShapeException}: nothing is repeated to make them fit.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, Deep residual learning</a>
 */
public final class Residual extends Layer {
    private final Layer body;
    private final Layer shortcut;

    /** Around this body x itself. */
    public Residual(Layer body) {
        this(body, new Identity());
    }

    /** Around this body this shortcut. */
    public Residual(Layer body, Layer shortcut) {
        this.body = child("body", body);
        this.shortcut = child("shortcut", shortcut);
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        Tensor f = body.apply(x, pass);
        Tensor around = shortcut.apply(x, pass);
        if (!f.shape().equals(around.shape())) {
            throw new ShapeException("residual", "body and shortcut return different shapes",
                "  input    " + x.shape() + "\n  body     " + f.shape() + "\n  shortcut " + around.shape());
        }
        return f.add(around);
    }
}
