package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.java.JavaBackend;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Freezing parts of a network, and replacing them. */
class TransferTest {
    private final Random rng = new Random(7);

    /** A network of its own, which keeps its parts in fields. */
    private final class Net extends Layer {
        private final Layer features = child("features", new Sequential(new Linear(2, 3, rng), new Probe(), new Linear(3, 3, rng)));
        private final Layer head = child("head", new Linear(3, 4, rng));

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            return head.apply(features.apply(x, pass), pass);
        }
    }

    /** Notes whether it was trained. */
    private static final class Probe extends Layer {
        private boolean trained;

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            trained = pass.training();
            return x;
        }
    }

    private final Net net = new Net();

    private Gradients gradients() {
        return net.apply(tensor("1 2 3 4", 2, 2), Pass.training(rng)).square().sum().backward();
    }

    @Test
    void whatIsFrozenHasNoGradientsAndRunsAsInInference() {
        Tensor weight = net.parameters().get("features.0.weight");
        assertTrue(gradients().reached(weight));
        assertTrue(((Probe) net.at("features.1")).trained);
        assertSame(net, net.freeze("features"));
        assertEquals(List.of("head.weight", "head.bias"), List.copyOf(net.trainable().keySet()));
        assertEquals(6, net.parameters().size());
        Gradients gradients = gradients();
        assertFalse(gradients.reached(weight));
        assertTrue(gradients.reached(net.parameters().get("head.weight")));
        assertFalse(((Probe) net.at("features.1")).trained);
        assertTrue(net.at("features.2").frozen() && !net.at("head").frozen() && !net.frozen());
    }

    @Test
    void unfreezingReachesPartsOfWhatIsFrozen() {
        net.freeze().unfreeze("features.2", "head");
        assertEquals(List.of("features.2.weight", "features.2.bias", "head.weight", "head.bias"), List.copyOf(net.trainable().keySet()));
        gradients();
        assertFalse(((Probe) net.at("features.1")).trained);
        net.unfreeze();
        assertEquals(6, net.trainable().size());
        gradients();
        assertTrue(((Probe) net.at("features.1")).trained);
    }

    @Test
    void aWrongPathFreezesNothing() {
        error(IllegalArgumentException.class, "there is no part \"haed\" in Net; its parts: [features, head]", () -> net.freeze("features", "haed"));
        assertEquals(6, net.trainable().size());
    }

    @Test
    void aNewHeadTakesTheOldOnesPlace() {
        Backend backend = JavaBackend.floats();
        net.to(backend);
        Layer old = net.at("head");
        Linear head = new Linear(3, 2, rng);
        assertSame(net, net.replace("head", head));
        assertSame(head, net.at("head"));
        assertSame(backend, head.weight().backend());
        assertEquals("[2]", net.parameters().get("head.bias").shape().toString());
        List<String> seen = new ArrayList<>();
        Tensor y = net.apply(tensor("1 2", 1, 2), Pass.inference().watch((path, layer, x, out) -> seen.add(path + " " + layer)));
        assertEquals("[1, 2]", y.shape().toString());
        assertTrue(seen.contains("head Linear(3 -> 2)"), seen.toString());
        assertEquals("[1, 4]", old.apply(tensor("1 2 3", 1, 3), Pass.inference()).shape().toString(), "the old part is as it was");
        Linear third = new Linear(3, 5, rng);
        net.replace("head", third);
        assertEquals("[1, 5]", net.apply(tensor("1 2", 1, 2), Pass.inference()).shape().toString());
        assertEquals(2 * 3 + 3 + 3 * 3 + 3 + 3 * 5 + 5, net.parameterCount());
    }

    @Test
    void aPartCanBeWrappedAndDeepPartsReplaced() {
        Linear twice = new Linear(1, 1, rng);
        twice.weight().set(new float[] {2});
        twice.bias().set(new float[] {1});
        Sequential small = new Sequential(new Sequential(twice));
        small.replace("0.0", new Sequential(twice, new Relu()));
        values("0 7", small.apply(tensor("-3 3", 2, 1), Pass.inference()), 2, 1);
        assertEquals(List.of("0.0.0.weight", "0.0.0.bias"), List.copyOf(small.parameters().keySet()));
        small.replace("0.0.1", new Identity());
        values("-5 7", small.apply(tensor("-3 3", 2, 1), Pass.inference()), 2, 1);
    }

    @Test
    void whatCannotBeReplacedIsSaid() {
        error(IllegalArgumentException.class, "there is no part \"fc\" in Net; its parts: [features, head]", () -> net.replace("fc", new Identity()));
        error(IllegalArgumentException.class, "replace: a network cannot replace itself; give the path of a part",
            () -> net.replace("", new Identity()));
        assertEquals(6, net.parameters().size());
    }
}
