package org.convbook.cnn.loss;

import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;

/** A loss without settings, by its name. */
record NamedLoss(String name, BinaryOperator<Tensor> function, BiConsumer<Shape, int[]> labels) implements Loss {
    @Override
    public Tensor loss(Tensor logits, Tensor labels) {
        return function.apply(logits, labels);
    }

    @Override
    public void check(Shape logits, int[] labels) {
        this.labels.accept(logits, labels);
    }

    @Override
    public String toString() {
        return name;
    }
}
