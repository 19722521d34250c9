package org.convbook.cnn.optim;

import java.util.Map;
import org.convbook.cnn.tensor.Tensor;

/**
 * {@link Adam} with weight decay beside the gradient: w −= learningRate · (m/(1−β1<sup>t</sup>)) / (√(v/(1−β2<sup>t</sup>)) + ε)
 * + learningRate · weightDecay · w.
 * <p>The decay does not pass through the moments, so it acts on all weights alike. A setting out of range is an
 * {@link IllegalArgumentException}.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov &amp; Hutter 2019, Decoupled weight decay regularization</a>
 */
public final class AdamW extends Moments {
    /** With β1 = 0.9, β2 = 0.999, ε = 1e−8. */
    public AdamW(Map<String, Tensor> parameters, double learningRate, double weightDecay) {
        this(parameters, learningRate, 0.9, 0.999, 1e-8, weightDecay);
    }

    /** With all settings. */
    public AdamW(Map<String, Tensor> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        super(parameters, learningRate, new double[] {beta1, beta2, epsilon, weightDecay}, true);
    }
}
