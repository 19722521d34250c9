package org.convbook.cnn.tensor;

/** What a ReLU does to the signal that flows back through it, given that signal and the ReLU's own input, both of one shape. */
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
