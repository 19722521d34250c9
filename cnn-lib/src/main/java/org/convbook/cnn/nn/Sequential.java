package org.convbook.cnn.nn;

import java.util.List;
import org.convbook.cnn.tensor.Tensor;

/**
 * Layers one after the other, named "0", "1", "2", …
 * <pre>
 * input   that of the first layer
 * output  that of the last
 * </pre>
 */
public class Sequential extends Layer {
    private final List<Layer> layers;

    /** These layers in this order. */
    public Sequential(Layer... layers) {
        this.layers = List.of(layers);
        for (int i = 0; i < layers.length; i++) child(Integer.toString(i), layers[i]);
    }

    @Override
    protected final Tensor forward(Tensor x, Pass pass) {
        Tensor y = x;
        for (Layer layer : layers) y = layer.apply(y, pass);
        return y;
    }
}
