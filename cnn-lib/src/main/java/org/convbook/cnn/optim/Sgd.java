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
    private final boolean nesterov;
    private final boolean rateInVelocity;

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
        this(parameters, learningRate, new double[] {momentum, weightDecay}, nesterov, false);
    }

    private Sgd(Map<String, Tensor> parameters, double learningRate, double[] settings, boolean nesterov, boolean rateInVelocity) {
        super(parameters, learningRate);
        momentum(settings[0]);
        weightDecay(settings[1]);
        this.nesterov = nesterov;
        this.rateInVelocity = rateInVelocity;
    }

    /**
     * The form that AlexNet was trained by: v = momentum·v − learningRate·(g + weightDecay·w); w += v. The rate is part of the velocity, so a
     * lower one acts only as the velocity fades; while the rate stays the same, so do the weights.
     *
     * @see <a href="https://doi.org/10.1145/3065386">Krizhevsky, Sutskever &amp; Hinton 2012, ImageNet classification, section 5</a>
     */
    public static Sgd rateInVelocity(Map<String, Tensor> parameters, double learningRate, double momentum, double weightDecay) {
        return new Sgd(parameters, learningRate, new double[] {momentum, weightDecay}, false, true);
    }

    /** With the rate in the velocity, u = −v is kept: u = momentum·u + learningRate·g + learningRate·weightDecay·w; w −= u. */
    @Override
    protected float[] settings(long step, double rate, double decay) {
        double own = weightDecay() * decay;
        if (rateInVelocity) return new float[] {1, (float) momentum(), (float) (rate * own), 0};
        return new float[] {(float) rate, (float) momentum(), (float) own, nesterov ? 1 : 0};
    }

    @Override
    protected boolean scalesGradients() {
        return rateInVelocity;
    }

    @Override
    protected List<String> stateNames() {
        return List.of("momentum");
    }

    @Override
    protected void update(Backend backend, List<Buffer> w, List<Buffer> g, List<List<Buffer>> kept, Buffer settings) {
        backend.sgd(w, g, kept.get(0), settings);
    }

    @Override
    protected String details() {
        return "momentum " + momentum() + (weightDecay() == 0 ? "" : ", weightDecay " + weightDecay()) + (nesterov ? ", nesterov" : "")
            + (rateInVelocity ? ", rate in velocity" : "");
    }
}
