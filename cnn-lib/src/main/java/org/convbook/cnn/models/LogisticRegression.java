package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;

/**
 * The probability of one class against the other as a sigmoid of a linear function: P(1 | x) = g(w·x + b), g(z) = 1/(1 + e<sup>−z</sup>).
 * <pre>
 * input   [N, features] or [N, C, H, W] with C*H*W = features
 * output  [N, 1]           the logit w·x + b; its sigmoid is the probability
 * parameters               features + 1: 785 for an image of 28x28
 * </pre>
 * Its loss is the binary cross-entropy, the negative log-likelihood of the labels 0 and 1. For more classes: {@code new Mlp(rng, features, classes)}
 * is softmax regression. Another input is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://doi.org/10.1111/j.2517-6161.1958.tb00292.x">Cox 1958, The regression analysis of binary sequences</a>
 */
public final class LogisticRegression extends Sequential {
    /** A model for this many features, with weights drawn from the generator. */
    public LogisticRegression(int features, RandomGenerator rng) {
        super(new Flatten(), new Linear(features, 1, rng));
    }
}
