package org.convbook.cnn.optim;

import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.tensor.Tensor;

/** What Adam and AdamW share: two moments of the gradient. They differ in where the weight decay goes. */
abstract class Moments extends Optimizer {
    private final double beta2;
    private final double epsilon;
    private final boolean decoupled;

    Moments(Map<String, Tensor> parameters, double learningRate, double[] settings, boolean decoupled) {
        super(parameters, learningRate);
        momentum(settings[0]);
        beta2 = inRange("beta2", settings[1], 1);
        epsilon = positive("epsilon", settings[2]);
        weightDecay(settings[3]);
        this.decoupled = decoupled;
    }

    @Override
    protected final float[] settings(long t, double rate, double decay) {
        float b1 = (float) momentum();
        float b2 = (float) beta2;
        float own = (float) (weightDecay() * decay);
        return new float[] {(float) rate, b1, b2, (float) epsilon, decoupled ? 0 : own, decoupled ? own : 0,
            (float) (1 / (1 - Math.pow(b1, t))), (float) (1 / (1 - Math.pow(b2, t)))};   // of the rounded betas, which the moments see
    }

    @Override
    protected final String momentumName() {
        return "beta1";
    }

    @Override
    protected final List<String> stateNames() {
        return List.of("m", "v");
    }

    @Override
    protected final void update(Backend backend, List<Buffer> w, List<Buffer> g, List<List<Buffer>> kept, Buffer settings) {
        backend.adam(w, g, kept.get(0), kept.get(1), settings);
    }

    @Override
    protected final String details() {
        return "beta1 " + momentum() + ", beta2 " + beta2 + (weightDecay() == 0 ? "" : ", weightDecay " + weightDecay());
    }
}
