package org.convbook.cnn.tensor;

/**
 * What a ReLU does to the signal that flows back through it, given that signal and the ReLU's own input, both of one shape. Leaky and
 * exponential units follow {@link #GRADIENT} with their own derivative, and any other rule as if they were ReLUs: such a rule asks what
 * excited a unit, and drops the rest.
 */
@FunctionalInterface
public interface ReluRule {
    /** The signal below the ReLU. */
    Tensor apply(Tensor dy, Tensor x);

    /** The derivative. */
    ReluRule GRADIENT = (dy, x) -> dy.mul(x.step());
    /** The signal itself passes through a ReLU; Zeiler and Fergus 2013, arXiv:1311.2901. */
    ReluRule DECONVNET = (dy, x) -> dy.relu();
    /** Both; Springenberg et al. 2014, arXiv:1412.6806. */
    ReluRule GUIDED = (dy, x) -> dy.relu().mul(x.step());
}
