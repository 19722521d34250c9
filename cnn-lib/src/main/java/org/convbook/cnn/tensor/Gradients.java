package org.convbook.cnn.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;

/**
 * The result of one backward pass: the gradient of the loss for every tracked tensor that led to it, parameters, inputs and activations
 * alike, or for those only that were asked for. Nothing accumulates from pass to pass. A factor that the pass began with
 * ({@link org.convbook.cnn.backend.LossScaling}) has been taken out again.
 */
public final class Gradients {
    private final Map<Tape.Node, Tensor> byNode;
    private final Tensor factor;
    private final Map<Tape.Node, Tensor> unscaled = new IdentityHashMap<>();

    /** The factor that the pass began with is null for 1. */
    Gradients(Map<Tape.Node, Tensor> byNode, Tensor factor) {
        this.byNode = byNode;
        this.factor = factor;
    }

    /**
     * The gradient for a tensor, in its shape; zeros if the loss does not depend on it. A tensor that was not tracked in the forward pass
     * is an {@link IllegalArgumentException}, as is one that was not asked for.
     */
    public Tensor of(Tensor tensor) {
        if (factor == null || !reached(tensor)) return raw(tensor);
        Tensor known = unscaled.get(tensor.node());
        if (known != null) return known;
        Tensor gradient = unscaled(List.of(raw(tensor)), false).get(0);
        unscaled.put(tensor.node(), gradient);
        return gradient;
    }

    /**
     * As {@link #of(Tensor)} for the parameters of one update, together. Where the pass began with a factor, a value that is not finite lets the
     * updates of this step change nothing.
     */
    public Map<Tensor, Tensor> forUpdate(Collection<Tensor> parameters) {
        Map<Tensor, Tensor> all = new LinkedHashMap<>();
        if (factor == null) {
            parameters.forEach(p -> all.put(p, of(p)));
            return all;
        }
        List<Tensor> results = unscaled(parameters.stream().map(this::raw).toList(), true);
        int i = 0;
        for (Tensor p : parameters) all.put(p, results.get(i++));
        return all;
    }

    private List<Tensor> unscaled(List<Tensor> gradients, boolean counts) {
        Backend backend = factor.backend();
        List<Tensor> results = new ArrayList<>();
        List<Buffer> raw = gradients.stream().map(Tensor::buffer).toList();
        for (Buffer y : backend.unscale(raw, factor.buffer(), counts)) results.add(new Tensor(backend, y));
        return results;
    }

    private Tensor raw(Tensor tensor) {
        if (tensor.node() == null) {
            throw new IllegalArgumentException(
                "no gradient is known for a tensor " + tensor.shape() + " that was not tracked: call requiresGrad() on it before the forward pass");
        }
        Tensor gradient = byNode.get(tensor.node());
        if (gradient == null && byNode.containsKey(tensor.node())) {
            throw new IllegalArgumentException("the gradient of a tensor " + tensor.shape()
                + " was not kept: it was not among those that backward() was given");
        }
        return gradient == null ? Tensor.full(tensor.backend(), 0, tensor.shape()) : gradient;
    }

    /** Whether the loss depends on this tensor. */
    public boolean reached(Tensor tensor) {
        return tensor.node() != null && byNode.containsKey(tensor.node());
    }
}
