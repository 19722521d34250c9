package org.convbook.cnn.optim;

import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.tensor.Tensor;

/**
 * m = β1·m + (1−β1)·g; v = β2·v + (1−β2)·g²; w −= learningRate · (m/(1−β1<sup>t</sup>)) / (√(v/(1−β2<sup>t</sup>)) + ε), t from 1.
 * <p>Weight decay is coupled: g + weightDecay·w stands for g. A setting out of range is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma &amp; Ba 2015, Adam</a>
 */
public final class Adam extends Optimizer {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;

    /** With the paper's β1 = 0.9, β2 = 0.999, ε = 1e−8, no weight decay. */
    public Adam(Map<String, Tensor> parameters, double learningRate) {
        this(parameters, learningRate, 0.9, 0.999, 1e-8, 0);
    }

    /** With all settings. */
    public Adam(Map<String, Tensor> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        super(parameters, learningRate);
        this.beta1 = inRange("beta1", beta1, 1);
        this.beta2 = inRange("beta2", beta2, 1);
        this.epsilon = positive("epsilon", epsilon);
        this.weightDecay = inRange("weightDecay", weightDecay, Double.POSITIVE_INFINITY);
    }

    @Override
    protected float[] settings(long t) {
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        return new float[] {(float) learningRate(), b1, b2, (float) epsilon, (float) weightDecay, 0,
            (float) (1 / (1 - Math.pow(b1, t))), (float) (1 / (1 - Math.pow(b2, t)))};   // of the rounded betas, which the moments see
    }

    @Override
    protected List<String> stateNames() {
        return List.of("m", "v");
    }

    @Override
    protected void update(Backend backend, List<Buffer> w, List<Buffer> g, Buffer settings) {
        backend.adam(w, g, buffers("m"), buffers("v"), settings);
    }

    @Override
    public String toString() {
        return "Adam(learningRate " + learningRate() + ", beta1 " + beta1 + ", beta2 " + beta2
            + (weightDecay == 0 ? "" : ", weightDecay " + weightDecay) + ")";
    }
}
