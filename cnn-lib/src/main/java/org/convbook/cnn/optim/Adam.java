package org.convbook.cnn.optim;

import java.util.Map;
import org.convbook.cnn.tensor.Tensor;

/**
 * m = β1·m + (1−β1)·g; v = β2·v + (1−β2)·g²; w −= learningRate · (m/(1−β1<sup>t</sup>)) / (√(v/(1−β2<sup>t</sup>)) + ε), t from 1.
 * <p>Weight decay is coupled: g + weightDecay·w stands for g; {@link AdamW} decouples it. A setting out of range is an
 * {@link IllegalArgumentException}.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma &amp; Ba 2015, Adam</a>
 */
public final class Adam extends Moments {
    /** With the paper's β1 = 0.9, β2 = 0.999, ε = 1e−8, no weight decay. */
    public Adam(Map<String, Tensor> parameters, double learningRate) {
        this(parameters, learningRate, 0.9, 0.999, 1e-8, 0);
    }

    /** With all settings. */
    public Adam(Map<String, Tensor> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        super(parameters, learningRate, new double[] {beta1, beta2, epsilon, weightDecay}, false);
    }
}
