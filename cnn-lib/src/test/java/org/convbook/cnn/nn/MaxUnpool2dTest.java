package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;

class MaxUnpool2dTest {
    private final Random rng = new Random(7);
    private final MaxPool2d pool = new MaxPool2d(2);
    private final Layer thereAndBack = new Sequential(pool, new MaxUnpool2d(pool));

    @Test
    void valuesByHand() {
        Tensor x = tensor("1 2 0 -1 / 4 3 -3 -2 / 5 5 6 7 / 5 5 9 8", 1, 1, 4, 4);
        values("0 0 0 0 / 4 0 0 0 / 5 0 0 0 / 0 0 9 0", thereAndBack.apply(x, Pass.inference()), 1, 1, 4, 4);   // of equal ones the first
    }

    @Test
    void valuesGoWhereTheMaximaWere() {
        Layer net = new Sequential(pool, new Layer() {
            @Override
            protected Tensor forward(Tensor x, Pass pass) {
                return x.mul(10).add(1);
            }
        }, new MaxUnpool2d(pool));
        values("0 0 / 0 41", net.apply(tensor("1 2 / 3 4", 1, 1, 2, 2), Pass.inference()), 1, 1, 2, 2);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(thereAndBack, rng, 2, 3, 4, 6);
        MaxPool2d odd = new MaxPool2d(Window.of(2).stride(2).ceil());
        GradientCheck.verify(new Sequential(odd, new Conv2d(2, 2, Window.of(3).padding(1), rng), new MaxUnpool2d(odd)), rng, 2, 2, 5, 5);
        MaxPool2d overlapping = new MaxPool2d(Window.of(3).stride(2));
        GradientCheck.verify(new Sequential(overlapping, new MaxUnpool2d(overlapping)), rng, 1, 2, 7, 7);
    }

    @Test
    void switchesOfAnotherPassOrShapeAreRefused() {
        MaxUnpool2d unpool = new MaxUnpool2d(pool);
        Tensor x = Tensor.zeros(1, 1, 4, 4);
        Tensor y = pool.apply(x, Pass.inference());
        error(IllegalStateException.class,
            "MaxUnpool2d(kernel 2x2, stride 2, padding 0): the pooling has not run in this pass; apply both with one pass",
            () -> unpool.apply(y, Pass.inference()));
        error(IllegalStateException.class,
            "1: MaxUnpool2d(kernel 2x2, stride 2, padding 0): the pooling has not run in this pass; apply both with one pass",
            () -> new Sequential(new MaxPool2d(2), unpool).apply(x, Pass.inference()));
        error(LayerTest.shapeError(), """
            1: MaxUnpool2d(kernel 2x2, stride 2, padding 0): input is [1, 3, 2, 2], but the switches are those of a pooling to [1, 1, 2, 2]
              pooled  [1, 1, 4, 4]""",
            () -> new Sequential(new Sequential(pool, new Conv2d(1, 3, Window.of(1), rng)), unpool).apply(x, Pass.inference()));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(thereAndBack, new Sequential(pool, new MaxUnpool2d(pool)), 1, 2, 4, 4);
    }

    /** What comes back has the pooled values, each once, and else zeros; pooled again it is the same, where maxima are positive. */
    @Test
    void poolingAgainGivesTheSame() {
        float[] values = new float[2 * 3 * 8 * 8];
        for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat() + 0.1f;
        Tensor x = Tensor.of(values, 2, 3, 8, 8);
        Tensor pooled = new MaxPool2d(2).apply(x, Pass.inference());
        Tensor back = thereAndBack.apply(x, Pass.inference());
        values("0", new MaxPool2d(2).apply(back, Pass.inference()).sub(pooled).abs().sum());
        values("0", back.sum().sub(pooled.sum()).div(1000));
        assertEquals("1", thereAndBack.summary(1, 8, 8).row(1).getString("jump"));
    }

    /** In a recorded step the switches are those of each replay. */
    @Test
    void aReplayUsesItsOwnSwitches() {
        Backend backend = Backends.best();
        Tensor x = backend.unscoped(() -> Tensor.of(backend, new float[] {1, 2, 3, 4}, 1, 1, 2, 2));
        Tensor[] y = new Tensor[1];
        try (Recording recording = backend.record(() -> y[0] = thereAndBack.apply(x, Pass.inference()))) {
            assertNull(recording.obstacle());
            values("0 0 / 0 4", y[0], 1, 1, 2, 2);
            x.set(new float[] {9, 2, 3, 4});
            recording.replay();
            values("9 0 / 0 0", y[0], 1, 1, 2, 2);
        }
        assertEquals(Shape.of(1, 1, 2, 2), x.shape());
    }
}
