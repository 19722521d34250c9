package org.convbook.cnn.train;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.train.Trainings.DIGITS;
import static org.convbook.cnn.train.Trainings.HELD_OUT;
import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.optim.Schedule;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that goes wrong says where, and leaves the network as it was before the step that failed. */
class FailureTest {
    private final Random rng = new Random(1);

    static List<Backend> backends() {
        return Trainings.backends();
    }

    /** A layer in the middle that can be told to spoil things. */
    private static final class Middle extends Layer {
        private final UnaryOperator<Tensor> function;

        Middle(UnaryOperator<Tensor> function) {
            this.function = function;
        }

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            return function.apply(x);
        }
    }

    private Layer net(UnaryOperator<Tensor> middle) {
        return new Sequential(new Flatten(), new Linear(784, 8, rng), new BatchNorm2d(8), new Middle(middle), new Linear(8, 10, rng));
    }

    private static Trainer trainer(Layer net, Optimizer optimizer, Backend backend) {
        return new Trainer(net, optimizer).on(backend).batchSize(30).epochs(3);
    }

    /** Keeps the state after each step. */
    private static List<Map<String, float[]>> states(Layer net, Trainer trainer) {
        List<Map<String, float[]>> all = new ArrayList<>();
        trainer.listener(new TrainingListener() {
            @Override
            public void started(Progress p) {
                all.add(values(net));
            }

            @Override
            public void step(Progress p) {
                all.add(values(net));
            }
        });
        return all;
    }

    /** In step 8, the first of its epoch, the rate is 1e38: its update makes huge weights, with which step 9 fails; those before step 8 are good. */
    @ParameterizedTest @MethodSource("backends")
    void aRateTooLargeCostsNoWeights(Backend backend) {
        Layer net = net(UnaryOperator.identity());
        Sgd sgd = new Sgd(net.parameters(), 0.1, 0.9);
        Trainer trainer = trainer(net, sgd, backend).schedule((step, steps) -> step == 7 ? 1e39 : 1);
        List<Map<String, float[]>> states = states(net, trainer);
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> trainer.fit(DIGITS));
        assertEquals("step 9 (epoch 2) failed: the output of 1: Linear(784 -> 8) holds Infinity; a smaller learning rate than 1.0E38 may help. "
            + "The network is as it was before step 8", e.getMessage().replace("-Infinity", "Infinity"));
        assertSame(states.get(7), values(net));
        assertEquals(7, sgd.steps());
        assertEquals(0.1, sgd.learningRate());
        trainer.schedule(Schedule.constant());
        assertEquals(3, trainer.fit(DIGITS).epochs().size(), "and it can be trained on");
    }

    /** The last step of the first epoch is too large: the first of the second fails, and the state that was noted between them is no good. */
    @ParameterizedTest @MethodSource("backends")
    void aStateThatGaveNoFiniteLossIsNotKept(Backend backend) {
        Layer net = net(UnaryOperator.identity());
        Trainer trainer = trainer(net, new Sgd(net.parameters(), 0.1), backend).schedule((step, steps) -> step == 6 ? 1e39 : 1);
        List<Map<String, float[]>> states = states(net, trainer);
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> trainer.fit(DIGITS));
        assertTrue(e.getMessage().matches("step 8 \\(epoch 2\\) failed: the output of 1: .* The network is as it was before step 7"), e.getMessage());
        assertSame(states.get(6), values(net));
    }

    /** The update itself can leave what float32 holds. */
    @ParameterizedTest @MethodSource("backends")
    void anUpdateThatFailsIsNamed(Backend backend) {
        Layer net = net(UnaryOperator.identity());
        Trainer trainer = trainer(net, new Sgd(net.parameters(), 1e300), backend);
        List<Map<String, float[]>> states = states(net, trainer);
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> trainer.fit(DIGITS));
        assertTrue(e.getMessage().matches("step 1 \\(epoch 1\\) failed: after its update \\S+ holds (-?Infinity|NaN); "
            + "a smaller learning rate than 1.0E300 may help. The network is as it was before step 1"), e.getMessage());
        assertSame(states.get(0), values(net));
    }

    /** Values that exceed the square root of the largest float32: the square of the normalised ones times 1e20 does. */
    @ParameterizedTest @MethodSource("backends")
    void theFirstLayerWhoseOutputIsNoNumberIsNamed(Backend backend) {
        Layer net = net(x -> x.mul(1e20).square());
        Trainer trainer = trainer(net, new Sgd(net.parameters(), 0.1), backend);
        List<Map<String, float[]>> states = states(net, trainer);
        error(ArithmeticException.class, "step 1 (epoch 1) failed: the output of 3: Middle holds Infinity; "
            + "a smaller learning rate than 0.1 may help. The network is as it was before step 1", () -> trainer.fit(DIGITS));
        assertSame(states.get(0), values(net));
    }

    /** The output is 0, its gradient infinite: d√x/dx at 0. */
    @ParameterizedTest @MethodSource("backends")
    void theLastLayerWhoseGradientIsNoNumberIsNamed(Backend backend) {
        Layer net = net(x -> x.mul(0).relu().sqrt().add(x));
        Trainer trainer = trainer(net, new Sgd(net.parameters(), 0.1), backend);
        List<Map<String, float[]>> states = states(net, trainer);
        error(ArithmeticException.class, "step 1 (epoch 1) failed: the gradient of the output of 2: BatchNorm2d(8) holds NaN; "
            + "a smaller learning rate than 0.1 may help. The network is as it was before step 1", () -> trainer.fit(DIGITS));
        assertSame(states.get(0), values(net));
    }

    @ParameterizedTest @MethodSource("backends")
    void anImageThatIsNoNumberIsNamed(Backend backend) {
        Dataset spoiled = new Spoiled(DIGITS);
        Layer net = net(UnaryOperator.identity());
        Trainer trainer = trainer(net, new Sgd(net.parameters(), 0.1), backend);
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> trainer.fit(spoiled));
        assertTrue(e.getMessage().matches("step \\d \\(epoch 1\\) failed: image 77 of the data set holds NaN; .*"), e.getMessage());
    }

    /** What a listener does between steps happens only once. */
    @ParameterizedTest @MethodSource("backends")
    void weightsChangedFromOutsideAreToldApart(Backend backend) {
        Layer net = new Sequential(new Flatten(), new Linear(784, 16, rng), new Relu(), new Linear(16, 10, rng));
        Trainer trainer = trainer(net, new Sgd(net.parameters(), 0.1), backend).listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (p.step() != 2) return;
                float[] broken = new float[784 * 16];
                Arrays.fill(broken, Float.NaN);
                net.parameters().get("1.weight").set(broken);
            }
        });
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> trainer.fit(DIGITS));
        assertTrue(e.getMessage().matches("step [37] \\(epoch 1\\) failed: (the loss became NaN|1.weight holds NaN), "
            + "but not when the steps since 0 were run again: something changed the network between them. It is as these steps have left it"),
            e.getMessage());
        assertTrue(trainer.evaluate(HELD_OUT).loss() < 10);
    }

    @ParameterizedTest @MethodSource("backends")
    void aListenerThatFailsCostsNothing(Backend backend) {
        Layer net = Trainings.net();
        boolean[] fails = {true};
        int[] finished = {0};
        Trainer trainer = trainer(net, new Sgd(net.parameters(), 0.1), backend).schedule(Schedule.linear()).listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (fails[0] && p.step() == 5) throw new IllegalStateException("no more paper");
            }

            @Override
            public void finished(Progress p) {
                finished[0]++;
            }
        });
        error(IllegalStateException.class, "no more paper", () -> trainer.fit(DIGITS));
        assertEquals(1, finished[0]);
        fails[0] = false;
        assertEquals(3, trainer.fit(DIGITS).epochs().size());
    }

    /** Image 77 holds a NaN. */
    private record Spoiled(Dataset base) implements Dataset {
        @Override public String name() { return base.name(); }
        @Override public String source() { return base.source(); }
        @Override public boolean standIn() { return base.standIn(); }
        @Override public int size() { return base.size(); }
        @Override public int[] imageShape() { return base.imageShape(); }
        @Override public List<String> classes() { return base.classes(); }
        @Override public int label(int i) { return base.label(i); }
        @Override public void image(int i, float[] into, int offset) {
            base.image(i, into, offset);
            if (i == 77) into[offset + 5] = Float.NaN;
        }
    }
}
