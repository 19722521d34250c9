package org.convbook.cnn.loss;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;

/**
 * What training makes small: one number from what a network returned and what it should have said.
 * <pre>
 * logits  what the network returned, for classes raw scores [N, K] or, for the pixels of images, [N, K, H, W]
 * labels  what it should have said, in row order, as many values as the loss wants: N class numbers, or N*H*W of them
 * output  []
 * </pre>
 * A loss is a value without state, and may run in a recorded step: it reads nothing back to the host.
 */
@FunctionalInterface
public interface Loss {
    /** The loss, []. Shapes that do not fit are a {@link org.convbook.cnn.tensor.ShapeException}; labels are not read, so not checked. */
    Tensor loss(Tensor logits, Tensor labels);

    /** Refuses labels that make no sense for logits of this shape: an {@link IllegalArgumentException} names the first one. By default all do. */
    default void check(Shape logits, int[] labels) {}

    /** The label that does not count; −1 if all do. */
    default int ignored() {
        return -1;
    }
}
