package org.convbook.cnn.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;

/**
 * A multi-layer perceptron: linear layers with a nonlinearity between them, f(x) = W₂ g(W₁ x + b₁) + b₂ for two.
 * <pre>
 * input   [N, widths[0]] or [N, C, H, W] with C*H*W = widths[0]
 * output  [N, last width]      logits
 * parameters                   Σ (in + 1) * out: 101,770 for 784, 128, 10
 * </pre>
 * With two widths nothing is hidden: softmax regression. Fewer than two are an {@link IllegalArgumentException}, another input is a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://doi.org/10.1038/323533a0">Rumelhart, Hinton &amp; Williams 1986, Learning representations by back-propagating errors</a>
 */
public final class Mlp extends Sequential {
    /** Layers of these widths, features first and classes last, with ReLU between them and weights drawn from the generator. */
    public Mlp(RandomGenerator rng, int... widths) {
        this(Relu::new, rng, widths);
    }

    /** Layers of these widths with this nonlinearity between them, for example {@code Sigmoid::new} as in the paper. */
    public Mlp(Supplier<Layer> activation, RandomGenerator rng, int... widths) {
        super(layers(activation, rng, widths));
    }

    private static Layer[] layers(Supplier<Layer> activation, RandomGenerator rng, int... widths) {
        if (widths.length < 2) throw new IllegalArgumentException("Mlp: at least two widths, features and classes, got " + Arrays.toString(widths));
        List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
        for (int i = 1; i < widths.length; i++) {
            if (i > 1) layers.add(activation.get());
            layers.add(new Linear(widths[i - 1], widths[i], rng));
        }
        return layers.toArray(Layer[]::new);
    }
}
