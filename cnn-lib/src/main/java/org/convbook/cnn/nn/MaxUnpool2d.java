package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.MaxPooled;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * Undoes the sizes of a max pooling: puts each value where that pooling found its maximum in the same pass, and zeros elsewhere.
 * <pre>{@code
 * MaxPool2d pool = new MaxPool2d(2);
 * Layer segNet = new Sequential(encoder, pool, bottom, new MaxUnpool2d(pool), decoder);
 * }</pre>
 * <pre>
 * input   [N, C, H', W']    as the pooling's output
 * output  [N, C, H, W]      as the pooling's input
 * </pre>
 * Values that overlapping windows found in the same place are added up. If the pooling ran more than once in the pass, its last run counts;
 * if it did not run in this pass, that is an {@link IllegalStateException}. An input of another shape than the pooling's output is a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1311.2901">Zeiler &amp; Fergus 2013, Visualizing and understanding convolutional networks</a>
 * @see <a href="https://arxiv.org/abs/1511.00561">Badrinarayanan et al. 2017, SegNet</a>
 */
public final class MaxUnpool2d extends Layer {
    private final MaxPool2d pool;

    /** Puts values back where this pooling, another layer of the same network, found its maxima. */
    public MaxUnpool2d(MaxPool2d pool) {
        this.pool = pool;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        MaxPooled.Switches switches = (MaxPooled.Switches) pass.left(pool);
        if (switches == null) {
            String path = pass.path();
            throw new IllegalStateException((path.isEmpty() ? "" : path + ": ") + this
                + ": the pooling has not run in this pass; apply both with one pass");
        }
        return x.maxUnpool2d(switches);
    }

    @Override
    protected Window window() {
        return pool.window();
    }

    @Override
    public String toString() {
        return "MaxUnpool2d(" + pool.window() + ")";
    }
}
