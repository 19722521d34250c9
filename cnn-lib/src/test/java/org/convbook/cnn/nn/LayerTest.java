package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.java.JavaBackend;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;

/** {@link Layer}, {@link Sequential} and {@link Pass}. */
class LayerTest {
    private final Random rng = new Random(7);

    /** The type of a shape error that names its layer. */
    static Class<? extends Throwable> shapeError() {
        return ShapeException.class;
    }

    private Layer net() {
        return new Sequential(new Linear(2, 3, rng), new Tanh(), new Sequential(new Linear(3, 3, rng), new Linear(3, 1, rng)));
    }

    @Test
    void valueByHand() {
        Linear twice = new Linear(1, 1, rng);
        twice.weight().set(new float[] {2});
        twice.bias().set(new float[] {1});
        values("0 7", new Sequential(twice, new Relu()).apply(tensor("-3 3", 2, 1), Pass.inference()), 2, 1);
        Tensor x = tensor("1 2", 1, 2);
        assertSame(x, new Sequential().apply(x, Pass.inference()));
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(net(), rng, 4, 2);
    }

    @Test
    void pathsNamePartsAndParameters() {
        Layer net = net();
        assertEquals(List.of("0.weight", "0.bias", "2.0.weight", "2.0.bias", "2.1.weight", "2.1.bias"), List.copyOf(net.parameters().keySet()));
        assertEquals(6 + 3 + 9 + 3 + 3 + 1, net.parameterCount());
        assertSame(net, net.at(""));
        assertEquals("Linear(3 -> 1)", net.at("2.1").toString());
        error(IllegalArgumentException.class, "there is no part \"3\" in Sequential; its parts: [0, 1, 2]", () -> net.at("3.1"));
        error(IllegalArgumentException.class, "there is no part \"5\" in Sequential; its parts: [0, 1]", () -> net.at("2.5"));
        error(IllegalArgumentException.class, "there is no part \"0\" in Tanh; its parts: []", () -> net.at("1.0"));
    }

    @Test
    void aWrongShapeNamesThePathOfItsLayer() {
        Layer wrong = new Sequential(new Linear(2, 3, rng), new Sequential(new Tanh(), new Linear(4, 1, rng)));
        error(shapeError(), """
            1.1: Linear(4 -> 1): input has 3 features, expected 4
              input   [5, 3]
              weight  [1, 4]""", () -> wrong.apply(Tensor.zeros(5, 2), Pass.inference()));
        ShapeException e = assertThrows(ShapeException.class, () -> wrong.apply(Tensor.zeros(5, 2), Pass.inference()));
        assertEquals("1.1: Linear(4 -> 1)", e.where());
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(net(), net(), 3, 2);
    }

    @Test
    void watchersSeeEveryLayerFromTheInside() {
        List<String> seen = new ArrayList<>();
        Layer net = net();
        Pass pass = Pass.inference().watch((path, layer, x, y) -> seen.add(path + " " + layer + " " + x.shape() + y.shape()));
        net.apply(Tensor.zeros(1, 2), pass);
        assertEquals(List.of("0 Linear(2 -> 3) [1, 2][1, 3]", "1 Tanh [1, 3][1, 3]", "2.0 Linear(3 -> 3) [1, 3][1, 3]",
            "2.1 Linear(3 -> 1) [1, 3][1, 1]",
            "2 Sequential [1, 3][1, 1]", " Sequential [1, 2][1, 1]"), seen);
        assertThrows(ShapeException.class, () -> net.apply(Tensor.zeros(1, 3), pass));
        seen.clear();
        net.apply(Tensor.zeros(1, 2), pass);
        assertEquals("0 Linear(2 -> 3) [1, 2][1, 3]", seen.get(0), "a failed pass leaves no path behind");
    }

    @Test
    void aPassSaysWhetherItTrains() {
        assertTrue(Pass.training(rng).training());
        assertTrue(Pass.training(rng).watch((path, layer, x, y) -> { }).training());
        assertFalse(Pass.inference().training());
        error(IllegalStateException.class, "a pass of inference has no random numbers", () -> Pass.inference().random());
    }

    @Test
    void toMovesAllParametersInPlace() {
        Backend other = JavaBackend.floats();
        Layer net = net();
        Tensor weight = ((Linear) net.at("0")).weight();
        assertSame(net, net.to(other));
        assertSame(other, weight.backend());
        assertTrue(net.parameters().values().stream().allMatch(p -> p.backend() == other));
        assertSame(other, net.apply(tensor("1 2", 1, 2), Pass.inference()).backend(), "an input on the host follows");
    }

    /** A layer that names parts as it is told. */
    private static final class Named extends Layer {
        Named(String first, String second) {
            Linear shared = child(first, new Linear(1, 1, new Random(1)));
            child(second, shared);
        }

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            return x;
        }
    }

    @Test
    void namesArePlainAndUnique() {
        error(IllegalArgumentException.class, "a part needs a name without dots, got \"a.b\"", () -> new Named("a.b", "c"));
        error(IllegalArgumentException.class, "a part needs a name without dots, got \"\"", () -> new Named("", "c"));
        error(IllegalArgumentException.class, "there are two parts named \"a\"", () -> new Named("a", "a"));
        assertEquals(List.of("a.weight", "a.bias"), List.copyOf(new Named("a", "b").parameters().keySet()), "what is shared appears once");
        assertThrows(IllegalArgumentException.class, () -> new Conv2d(1, 1, Window.of(1), rng).parameter("weight", Tensor.zeros(1)));
    }

    @Test void buffersAreSavedAndMovedWithTheParametersButNotTrained() {
        class Counter extends Layer {
            private final Tensor count = buffer("count", Tensor.of(new float[] {3}, 1));
            private final Tensor weight = parameter("weight", Tensor.of(new float[] {2}, 1));

            @Override protected Tensor forward(Tensor x, Pass pass) {
                return x.mul(weight).add(count);
            }
        }
        Sequential net = new Sequential(new Counter());
        assertEquals(List.of("0.weight"), List.copyOf(net.parameters().keySet()));
        assertEquals(List.of("0.count"), List.copyOf(net.buffers().keySet()));
        assertEquals(List.of("0.weight", "0.count"), List.copyOf(net.state().keySet()));
        assertFalse(net.buffers().get("0.count").tracked());
    }
}
