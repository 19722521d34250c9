package org.convbook.cnn.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LeNet5Test {
    private final Random rng = new Random(7);

    /** The dense modern variant. */
    @Test
    void has61706Parameters() {
        assertEquals(61_706, new LeNet5(10, rng).parameterCount());
        assertEquals("LeNet5", new LeNet5(10, rng).toString());
    }

    @Test
    void returnsALogitForEachClass() {
        assertEquals(Shape.of(2, 10), new LeNet5(10, rng).apply(Tensor.zeros(2, 1, 28, 28), Pass.inference()).shape());
        assertEquals(Shape.of(0, 3), new LeNet5(3, rng).apply(Tensor.zeros(0, 1, 28, 28), Pass.inference()).shape());
    }

    @Test
    void learnsASmallBatchByHeart() {
        Layer net = new LeNet5(4, rng);
        float[] pixels = new float[4 * 28 * 28];
        for (int i = 0; i < pixels.length; i++) pixels[i] = rng.nextFloat();
        Tensor images = Tensor.of(pixels, 4, 1, 28, 28);
        int[] labels = {0, 1, 2, 3};
        Adam adam = new Adam(net.parameters(), 0.003);
        double loss = Double.NaN;
        for (int step = 0; step < 60; step++) {
            Tensor now = Losses.crossEntropy(net.apply(images, Pass.training(rng)), labels);
            adam.step(now.backward());
            loss = now.item();
        }
        assertTrue(loss < 0.01, "the loss is " + loss);
    }
}
