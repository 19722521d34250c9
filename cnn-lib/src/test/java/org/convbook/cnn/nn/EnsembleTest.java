package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private final Random rng = new Random(7);

    /** A network that returns the same logits for every image, whatever it shows. */
    private static Linear saying(String logits) {
        Linear net = new Linear(1, 2, new Random(1));
        net.weight().set(new float[2]);
        net.bias().set(tensor(logits, 2).toArray());
        return net;
    }

    private Ensemble three() {
        return new Ensemble(new Linear(4, 3, rng), new Sequential(new Linear(4, 5, rng), new Tanh(), new Linear(5, 3, rng)), new Linear(4, 3, rng));
    }

    /** Odds of 1:1 and 1:3 are (1/2, 1/2) and (1/4, 3/4), whose mean is (3/8, 5/8); ln 3 = 1.0986123. */
    @Test
    void valueByHand() {
        Tensor y = new Ensemble(saying("0 0"), saying("5 6.0986123")).apply(tensor("9", 1, 1), Pass.inference());
        values("0.375 0.625", y.exp(), 1, 2);
        values("0.375 0.625", y.softmax(), 1, 2);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(three(), rng, 5, 4);
    }

    @Test
    void netsThatDisagreeAreNamed() {
        Ensemble uneven = new Ensemble(new Linear(1, 2, rng), new Linear(1, 3, rng));
        error(ShapeException.class, "Ensemble(2): [5, 2] and [5, 3] do not fit: sizes must be equal, or 1, counted from the last axis",
            () -> uneven.apply(Tensor.zeros(5, 1), Pass.inference()));
        error(IllegalArgumentException.class, "Ensemble: there must be at least one network", Ensemble::new);
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(three(), three(), 2, 4);
        assertEquals(List.of("0.weight", "0.bias", "1.0.weight", "1.0.bias", "1.2.weight", "1.2.bias", "2.weight", "2.bias"),
            List.copyOf(three().parameters().keySet()));
    }

    @Test
    void aCertainNetworkLeavesTheOthersTheirSay() {
        Tensor p = new Ensemble(saying("0 200"), saying("0 200")).apply(tensor("0", 1, 1), Pass.inference()).softmax();
        values("0 1", p, 1, 2);
        assertTrue(Float.isFinite(new Ensemble(saying("0 200")).apply(tensor("0", 1, 1), Pass.inference()).toArray()[0]));
    }
}
