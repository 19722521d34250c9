package org.convbook.cnn.backend;

import java.util.List;

/**
 * The part of {@link Backend} that keeps small gradients from being lost in a format of little range: the gradient of a loss starts from a factor
 * instead of 1, and gradients of parameters are divided by it before they are used. If one of them is then not finite, the factor was too large:
 * the step changes no parameter, and the factor is halved. After enough good steps in a row it is doubled. All of that is decided on the device,
 * so that a step can be recorded and nothing waits for the host.
 * <p>The state is a buffer, [4]: the factor, the good steps since it changed, 1 if a gradient of the present step was not finite, the good steps
 * after which it grows. Each optimiser brings its own. A backend that needs no such factor has none, and leaves gradients as they are.
 *
 * @see <a href="https://arxiv.org/abs/1710.03740">Micikevicius et al. 2018, Mixed precision training, section 3.2</a>
 */
public interface LossScaling {
    /** The state that counts now, [4], whose first value the next backward pass starts from; null for 1. */
    default Buffer lossScaling() {
        return null;
    }

    /** Lets a state count from now on. */
    default void lossScaling(Buffer state) {}

    /**
     * Gradients that began with a factor, divided by it, in float32.
     *
     * @param factor what they began with, of one value
     * @param counts whether one that is not finite makes the present step a bad one: until {@link #scaled} no update changes anything
     */
    default List<Buffer> unscale(List<Buffer> gradients, Buffer factor, boolean counts) {
        return gradients;
    }

    /** Ends a step: changes the factor if that is due. */
    default void scaled() {}
}
