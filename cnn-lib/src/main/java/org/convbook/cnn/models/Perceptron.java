package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/**
 * One neuron, which fires where w·x + b &gt; 0, and the rule by which it learns from its mistakes.
 * <pre>
 * input   [N, features]
 * output  [N, 1]           w·x + b: above 0 the neuron fires
 * parameters               features + 1
 * </pre>
 * The rule finds a line between two classes if there is one (on AND it does, on XOR it cannot).
 * Another input is a {@link ShapeException}.
 *
 * @see <a href="https://doi.org/10.1037/h0042519">Rosenblatt 1958, The perceptron</a>
 */
public final class Perceptron extends Layer {
    private final Linear neuron;

    /** A neuron with this many inputs, with weights drawn from the generator. */
    public Perceptron(int features, RandomGenerator rng) {
        neuron = child("neuron", new Linear(features, 1, rng));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return neuron.apply(x, pass);
    }

    /**
     * Shows the neuron each example once, in order, and returns how often it was wrong: w ← w + (t − y) x, b ← b + (t − y), where y is 1 if the
     * neuron fires, else 0. A count of labels that is not N is a {@link ShapeException}, a label other than 0 and 1 an
     * {@link IllegalArgumentException}; both change nothing.
     */
    public int learn(Tensor x, int[] labels) {
        int features = neuron.weight().shape().count();
        check(x, labels, features);
        float[] inputs = x.toArray();
        float[] w = neuron.weight().toArray();
        float b = neuron.bias().toArray()[0];
        int mistakes = 0;
        for (int n = 0; n < labels.length; n++) {
            double score = b;
            for (int i = 0; i < features; i++) score += w[i] * inputs[n * features + i];
            int error = labels[n] - (score > 0 ? 1 : 0);
            if (error == 0) continue;
            for (int i = 0; i < features; i++) w[i] += error * inputs[n * features + i];
            b += error;
            mistakes++;
        }
        neuron.weight().set(w);
        neuron.bias().set(new float[] {b});
        return mistakes;
    }

    private static void check(Tensor x, int[] labels, int features) {
        if (x.shape().rank() != 2 || x.shape().size(1) != features || x.shape().size(0) != labels.length) {
            String expected = "learns from [" + labels.length + ", " + features + "], one row for each label";
            throw new ShapeException("Perceptron", expected + ", got " + x.shape(), "");
        }
        for (int label : labels) {
            if (label != 0 && label != 1) throw new IllegalArgumentException("Perceptron: a label must be 0 or 1, got " + label);
        }
    }
}
