package org.convbook.cnn.tensor;

import java.util.Map;

/**
 * The result of one backward pass: the gradient of the loss for every tracked tensor that led to it, parameters, inputs and activations
 * alike, or for those only that were asked for. Nothing accumulates from pass to pass.
 */
public final class Gradients {
    private final Map<Tape.Node, Tensor> byNode;

    Gradients(Map<Tape.Node, Tensor> byNode) {
        this.byNode = byNode;
    }

    /**
     * The gradient for a tensor, in its shape; zeros if the loss does not depend on it. A tensor that was not tracked in the forward pass
     * is an {@link IllegalArgumentException}, as is one that was not asked for.
     */
    public Tensor of(Tensor tensor) {
        if (tensor.node() == null) {
            throw new IllegalArgumentException(
                "no gradient is known for a tensor " + tensor.shape() + " that was not tracked: call requiresGrad() on it before the forward pass");
        }
        Tensor gradient = byNode.get(tensor.node());
        if (gradient == null && byNode.containsKey(tensor.node())) {
            throw new IllegalArgumentException("the gradient of a tensor " + tensor.shape() + " was not kept: it was not among those that backward() was given");
        }
        return gradient == null ? Tensor.full(tensor.backend(), 0, tensor.shape()) : gradient;
    }

    /** Whether the loss depends on this tensor. */
    public boolean reached(Tensor tensor) {
        return tensor.node() != null && byNode.containsKey(tensor.node());
    }
}
