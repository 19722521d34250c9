package org.convbook.cnn.nn;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/**
 * Euclidean radial basis functions with fixed centres: minus the squared distance of the input to each class's code.
 * <pre>
 * input   [N, features]
 * codes   [classes, features]     a buffer: fixed, not trained
 * output  [N, classes]            y_k = -Σ (x_i - codes_ki)²
 * </pre>
 * Outputs are at most 0; the largest belongs to the nearest code, and as logits of a softmax they say how likely each class is under unit Gaussians.
 * Codes that are none, empty or of different lengths are an {@link IllegalArgumentException}, an input that is not [N, features] a
 * {@link ShapeException}.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio &amp; Haffner 1998, Gradient-based learning applied to document
 *     recognition</a>
 */
public final class RadialBasis extends Layer {
    private final Tensor codes;

    /** One function for each of these codes. */
    public RadialBasis(float[][] codes) {
        int features = codes.length == 0 ? 0 : codes[0].length;
        if (features == 0) throw new IllegalArgumentException("RadialBasis: at least one code of at least one value");
        float[] values = new float[codes.length * features];
        for (int k = 0; k < codes.length; k++) {
            if (codes[k].length != features) {
                throw new IllegalArgumentException("RadialBasis: code " + k + " has " + codes[k].length + " values, code 0 has " + features);
            }
            System.arraycopy(codes[k], 0, values, k * features, features);
        }
        this.codes = buffer("codes", Tensor.of(values, codes.length, features));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        int classes = codes.shape().size(0);
        int features = codes.shape().size(1);
        if (x.shape().rank() != 2 || x.shape().size(1) != features) {
            throw new ShapeException("RadialBasis", "input is " + x.shape() + ", expected [N, " + features + "]", "");
        }
        int n = x.shape().size(0);
        Tensor away = x.reshape(n, 1, features).sub(codes.reshape(1, classes, features));
        return away.square().sum(2).reshape(n, classes).neg();
    }

    @Override
    protected long multiplyAdds(Shape input, Shape output) {
        return codes.shape().count();
    }

    @Override
    public String toString() {
        return "RadialBasis(" + codes.shape().size(1) + " -> " + codes.shape().size(0) + ")";
    }
}
