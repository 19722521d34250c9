package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;

/** {@link Concat} and {@link Residual}: branches that meet. */
class JoinTest {
    private final Random rng = new Random(7);

    private Conv2d conv(int in, int out) {
        return new Conv2d(in, out, Window.of(3).padding(1), rng);
    }

    @Test
    void valuesByHand() {
        Tensor x = tensor("1 -2 / 3 -4 // 5 6 / -7 8", 1, 2, 2, 2);
        values("1 -2 / 3 -4 // 5 6 / -7 8 // 1 0 / 3 0 // 5 6 / 0 8", new Concat(new Identity(), new Relu()).apply(x, Pass.inference()), 1, 4, 2, 2);
        values("2 -2 / 6 -4 // 10 12 / -7 16", new Residual(new Relu()).apply(x, Pass.inference()), 1, 2, 2, 2);
        values("2 0 / 6 0 // 10 12 / 0 16", new Residual(new Relu(), new Relu()).apply(x, Pass.inference()), 1, 2, 2, 2);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new Concat(conv(2, 3), new Identity(), new Sequential(new Tanh(), conv(2, 1))), rng, 2, 2, 4, 3);
        GradientCheck.verify(new Residual(new Sequential(conv(2, 2), new Tanh())), rng, 2, 2, 4, 3);
        GradientCheck.verify(new Residual(conv(2, 3), conv(2, 3)), rng, 2, 2, 4, 3);
    }

    @Test
    void outputsThatDoNotFitAreNamed() {
        error(LayerTest.shapeError(), "Concat: [2, 3, 4, 4] and [2, 3, 2, 2] must agree but for axis 1",
            () -> new Concat(new Identity(), new MaxPool2d(2)).apply(Tensor.zeros(2, 3, 4, 4), Pass.inference()));
        error(LayerTest.shapeError(), """
            1: Residual: body and shortcut return different shapes
              input    [2, 3, 4, 4]
              body     [2, 3, 1, 1]
              shortcut [2, 3, 4, 4]""",
            () -> new Sequential(new Relu(), new Residual(new GlobalAvgPool2d())).apply(Tensor.zeros(2, 3, 4, 4), Pass.inference()));
        error(IllegalArgumentException.class, "Concat: needs at least one branch", Concat::new);
    }

    @Test
    void saveAndLoad() {
        SaveAndLoad.verify(new Concat(conv(2, 3), conv(2, 1)), new Concat(conv(2, 3), conv(2, 1)), 1, 2, 4, 4);
        SaveAndLoad.verify(new Residual(conv(2, 2)), new Residual(conv(2, 2)), 1, 2, 4, 4);
        assertEquals(List.of("0.weight", "0.bias", "1.weight", "1.bias"), List.copyOf(new Concat(conv(2, 3), conv(2, 1)).parameters().keySet()));
        assertEquals(List.of("body.weight", "body.bias", "shortcut.weight", "shortcut.bias"),
            List.copyOf(new Residual(conv(2, 3), conv(2, 3)).parameters().keySet()));
    }

    /** A body of zeros leaves the identity, and its gradient is 1 everywhere. */
    @Test
    void aResidualBlockStartsFromTheIdentity() {
        Conv2d body = conv(2, 2);
        body.parameters().values().forEach(p -> p.set(new float[p.shape().count()]));
        Tensor x = tensor("1 -2 / 3 -4 // 5 6 / -7 8", 1, 2, 2, 2).requiresGrad();
        Tensor y = new Residual(body).apply(x, Pass.inference());
        values("1 -2 / 3 -4 // 5 6 / -7 8", y, 1, 2, 2, 2);
        values("1 1 1 1 1 1 1 1", y.sum().backward().of(x), 1, 2, 2, 2);
    }

    @Test
    void channelsAddUp() {
        assertEquals(Shape.of(0, 7, 4, 4), new Concat(conv(2, 3), conv(2, 4)).apply(Tensor.zeros(0, 2, 4, 4), Pass.inference()).shape());
        assertEquals(Shape.of(3, 4), new Concat(new Identity(), new Identity()).apply(Tensor.zeros(3, 2), Pass.inference()).shape());
    }
}
