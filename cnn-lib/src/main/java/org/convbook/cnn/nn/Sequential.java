package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * Layers one after the other, named "0", "1", "2", …
 * <pre>
 * input   that of the first layer
 * output  that of the last
 * </pre>
 */
public class Sequential extends Layer {
    /** These layers in this order. */
    public Sequential(Layer... layers) {
        for (int i = 0; i < layers.length; i++) child(Integer.toString(i), layers[i]);
    }

    @Override
    protected final Tensor forward(Tensor x, Pass pass) {
        return inOrder(x, pass);
    }
}
