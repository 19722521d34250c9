package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * Several networks that vote: the mean of their probabilities. Its parts are named "0", "1", "2", …
 * <pre>
 * input   what each network takes
 * output  [N, K]   ln of the mean over the networks of softmax(logits): again logits, whose softmax is that mean
 * </pre>
 * A probability of 0 counts as 1e−30. An ensemble of none is an {@link IllegalArgumentException}. Networks that disagree on K are a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://doi.org/10.1109/34.58871">Hansen &amp; Salamon 1990, Neural network ensembles</a>
 */
public final class Ensemble extends Layer {
    private static final double SMALLEST = 1e-30;

    private final Layer[] nets;

    /** These networks. */
    public Ensemble(Layer... nets) {
        if (nets.length == 0) throw new IllegalArgumentException("Ensemble: there must be at least one network");
        this.nets = nets.clone();
        for (int i = 0; i < nets.length; i++) child(Integer.toString(i), nets[i]);
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        Tensor sum = null;
        for (Layer net : nets) {
            Tensor p = net.apply(x, pass).softmax();
            sum = sum == null ? p : sum.add(p);
        }
        return sum.div(nets.length).add(SMALLEST).log();
    }

    @Override
    public String toString() {
        return "Ensemble(" + nets.length + ")";
    }
}
