package org.convbook.cnn.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convbook.cnn.nn.Layer;

/**
 * The best epoch so far with its weights, and how long ago it was: what {@link Trainer#earlyStopping} needs. Without patience it watches nothing.
 *
 * @see <a href="https://doi.org/10.1007/3-540-49430-8_3">Prechelt 1998, Early stopping: but when?</a>
 */
final class EarlyStop {
    private final Layer net;
    private final int patience;
    private Map<String, float[]> weights = Map.of();
    double loss = Double.POSITIVE_INFINITY;
    int epoch;
    int waited;

    EarlyStop(Layer net, int patience) {
        this.net = net;
        this.patience = patience;
    }

    /** Takes the loss of an epoch; NaN is never better. */
    void saw(double validationLoss, int number) {
        if (patience == 0) return;
        waited++;
        if (!(validationLoss < loss)) return;
        loss = validationLoss;
        epoch = number;
        waited = 0;
        Map<String, float[]> now = new LinkedHashMap<>();
        net.state().forEach((path, t) -> now.put(path, t.toArray()));
        weights = now;
    }

    boolean exhausted() {
        return patience > 0 && waited >= patience;
    }

    /** Gives the network the weights of its best epoch, if there was one. */
    void restore() {
        if (!weights.isEmpty()) net.state().forEach((path, t) -> t.set(weights.get(path)));
    }

    /** The weights of the best epoch by path; empty before there is one. */
    Map<String, float[]> weights() {
        return weights;
    }

    void weights(Map<String, float[]> weights) {
        this.weights = weights;
    }
}
