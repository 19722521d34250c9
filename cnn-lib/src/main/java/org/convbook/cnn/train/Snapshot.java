package org.convbook.cnn.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.tensor.Tensor;

/** The values of a network and its optimiser at one moment, on the host. */
final class Snapshot {
    private final Layer net;
    private final Optimizer optimizer;
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private long steps;

    Snapshot(Layer net, Optimizer optimizer) {
        this.net = net;
        this.optimizer = optimizer;
    }

    /** The tensors of a network and its optimiser by name: parameters and buffers by path, the optimiser's behind {@code training:}. */
    static Map<String, Tensor> tensors(Layer net, Optimizer optimizer) {
        Map<String, Tensor> all = new LinkedHashMap<>(net.state());
        optimizer.state().forEach((kind, byPath) -> byPath.forEach((path, t) -> all.put("training:" + kind + ":" + path, t)));
        return all;
    }

    void take() {
        tensors(net, optimizer).forEach((name, t) -> values.put(name, t.toArray()));
        steps = optimizer.steps();
    }

    void restore() {
        tensors(net, optimizer).forEach((name, t) -> t.set(values.get(name)));
        optimizer.resume(steps);
    }
}
