package org.convbook.cnn.optim;

import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.tensor.Tensor;

/**
 * v = momentum·v + g + weightDecay·w; w −= learningRate·v: stochastic gradient descent with momentum.
 * <p>The rate multiplies the velocity and is not part of it, so a change of the rate acts at once. With Nesterov
 * w −= learningRate·(g + weightDecay·w + momentum·v). A setting out of range is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. 2013, on momentum in deep learning</a>
 */
public final class Sgd extends Optimizer {
    private final double momentum;
    private final double weightDecay;
    private final boolean nesterov;

    /** Plain gradient descent. */
    public Sgd(Map<String, Tensor> parameters, double learningRate) {
        this(parameters, learningRate, 0);
    }

    /** With momentum, in [0, 1). */
    public Sgd(Map<String, Tensor> parameters, double learningRate, double momentum) {
        this(parameters, learningRate, momentum, 0, false);
    }

    /** With all settings; weight decay is at least 0. */
    public Sgd(Map<String, Tensor> parameters, double learningRate, double momentum, double weightDecay, boolean nesterov) {
        super(parameters, learningRate);
        this.momentum = inRange("momentum", momentum, 1);
        this.weightDecay = inRange("weightDecay", weightDecay, Double.POSITIVE_INFINITY);
        this.nesterov = nesterov;
    }

    @Override
    protected float[] settings(long step) {
        return new float[] {(float) learningRate(), (float) momentum, (float) weightDecay, nesterov ? 1 : 0};
    }

    @Override
    protected List<String> stateNames() {
        return List.of("momentum");
    }

    @Override
    protected void update(Backend backend, List<Buffer> w, List<Buffer> g, Buffer settings) {
        backend.sgd(w, g, buffers("momentum"), settings);
    }

    @Override
    public String toString() {
        return "Sgd(learningRate " + learningRate() + ", momentum " + momentum
            + (weightDecay == 0 ? "" : ", weightDecay " + weightDecay) + (nesterov ? ", nesterov" : "") + ")";
    }
}
