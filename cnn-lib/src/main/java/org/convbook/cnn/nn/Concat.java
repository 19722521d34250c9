package org.convbook.cnn.nn;

import java.util.List;
import org.convbook.cnn.tensor.Tensor;

/**
 * Branches side by side, named "0", "1", "2", …; their channels one behind the other.
 * <pre>
 * input   that of every branch
 * output  [N, C0 + C1 + …, …]     branch i returns [N, Ci, …]
 * </pre>
 * No branch at all is an {@link IllegalArgumentException}; outputs that differ in more than their channels are a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 */
public final class Concat extends Layer {
    private final List<Layer> branches;

    /** These branches in this order. */
    public Concat(Layer... branches) {
        if (branches.length == 0) throw new IllegalArgumentException("Concat: needs at least one branch");
        this.branches = List.of(branches);
        for (int i = 0; i < branches.length; i++) child(Integer.toString(i), branches[i]);
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return Tensor.concat(1, branches.stream().map(b -> b.apply(x, pass)).toArray(Tensor[]::new));
    }
}
