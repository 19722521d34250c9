package org.convbook.cnn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Glyphs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {
    private static Dataset digits;

    @BeforeAll
    static void draw() {
        digits = Glyphs.dataset(400, 3);
    }

    static List<Backend> backends() {
        return Backends.best() == Backends.java() ? List.of(Backends.java()) : List.of(Backends.java(), Backends.best());
    }

    private static Layer small(long seed) {
        Random rng = new Random(seed);
        return new Sequential(new Flatten(), new Linear(784, 32, rng), new Relu(), new Dropout(0.2), new Linear(32, 10, rng));
    }

    private static Trainer trainer(Layer net, Backend backend) {
        return new Trainer(net, new Adam(net.parameters(), 0.003)).batchSize(30).seed(5).on(backend);
    }

    private static float[] weights(Layer net) {
        return net.parameters().values().iterator().next().toArray();
    }

    @ParameterizedTest @MethodSource("backends")
    void trainingLearnsAndTheHistoryTellsIt(Backend backend) {
        Layer net = small(1);
        Trainer trainer = trainer(net, backend).epochs(8).validation(0.1);
        History history = trainer.fit(digits);
        assertEquals(8, history.epochs().size());
        assertEquals(8 * 12, history.losses().length);                      // 360 images in batches of 30
        assertEquals(8, history.table().rowCount());
        assertTrue(history.last().loss() < 0.5 * history.epochs().get(0).loss(), history.toString());
        assertTrue(history.last().validationAccuracy() > 0.5, history.toString());
        assertTrue(trainer.evaluate(digits).accuracy() > 0.8, history.toString());
    }

    @ParameterizedTest @MethodSource("backends")
    void theSameSeedGivesTheSameBits(Backend backend) {
        Layer one = small(1);
        Layer two = small(1);
        double[] first = trainer(one, backend).epochs(3).fit(digits).losses();
        double[] second = trainer(two, backend).epochs(3).fit(digits).losses();
        assertArrayEquals(first, second);
        assertArrayEquals(weights(one), weights(two));
    }

    /** A layer that looks at its values makes replaying impossible; nothing else may change. */
    private static final class Looking extends Layer {
        private final Layer inner;

        Looking(Layer inner) {
            this.inner = child("inner", inner);
        }

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            Tensor y = inner.apply(x, pass);
            y.toArray();
            return y;
        }
    }

    @ParameterizedTest @MethodSource("backends")
    void replayedStepsAreTheSameBitsAsStepsRunByTheirCode(Backend backend) {
        Layer replayed = Trainings.net();
        Layer looked = Trainings.net();
        double[] first = trainer(replayed, backend).epochs(3).fit(digits).losses();
        double[] second = trainer(new Looking(looked), backend).epochs(3).fit(digits).losses();
        assertArrayEquals(first, second);
        Trainings.assertSame(Trainings.values(replayed), Trainings.values(looked));
    }

    @ParameterizedTest @MethodSource("backends")
    void aShorterLastBatchIsTrainedOnToo(Backend backend) {
        Layer net = small(1);
        History history = trainer(net, backend).batchSize(150).epochs(4).fit(digits);
        assertEquals(4 * 3, history.losses().length);                       // 150, 150, 100
    }

    @ParameterizedTest @MethodSource("backends")
    void aChangedLearningRateActsOnReplayedSteps(Backend backend) {
        Layer net = small(1);
        Sgd sgd = new Sgd(net.parameters(), 0.1);
        float[][] before = {null};
        Trainer trainer = new Trainer(net, sgd).batchSize(100).epochs(4).on(backend).listener(new TrainingListener() {
            @Override
            public void epoch(Progress p) {
                if (p.epoch() != 3) return;
                before[0] = weights(net);
                sgd.learningRate(1e-30);
            }
        });
        trainer.fit(digits);
        assertArrayEquals(before[0], weights(net));
    }

    @ParameterizedTest @MethodSource("backends")
    void anInterruptEndsTheBatchAndKeepsEverything(Backend backend) {
        Layer net = small(1);
        int[] finished = {0};
        Trainer trainer = trainer(net, backend).epochs(1000).listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (p.step() == 20) Thread.currentThread().interrupt();
            }

            @Override
            public void finished(Progress p) {
                finished[0] = p.epoch();
            }
        });
        History history = trainer.fit(digits);
        assertTrue(history.stopped());
        assertEquals(20, history.losses().length);
        assertEquals(2, history.epochs().size());
        assertEquals(2, finished[0]);
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(400, trainer.evaluate(digits).labels().length);
    }

    @ParameterizedTest @MethodSource("backends")
    void aLabelThatIsNoClassIsRefusedBeforeTheWeightsChange(Backend backend) {
        Layer net = small(1);
        net.to(backend);
        float[] images = new float[2 * 784];
        int[] shape = {2, 1, 28, 28};
        Batch good = new Batch(images, new int[] {3, 9}, shape, new int[2]);
        Batch bad = new Batch(images, new int[] {3, 10}, shape, new int[2]);
        Sgd sgd = new Sgd(net.parameters(), 0.1);
        try (Steps steps = new Steps(net, sgd, backend, new RandomStream(1))) {
            for (int made = 0; made < 4; made++) {                          // by its own code, recorded and replayed
                float[] before = weights(net);
                assertEquals("crossEntropy: label 10 at 1 is not in [0, 10)",
                    assertThrows(IllegalArgumentException.class, () -> steps.run(bad)).getMessage());
                assertArrayEquals(before, weights(net));
                assertEquals(made, sgd.steps());
                steps.run(good);
            }
        }
    }

    @Test
    void theListenerIsToldInOrder() {
        List<String> told = new ArrayList<>();
        trainer(small(1), Backends.java()).batchSize(200).epochs(2).listener(new TrainingListener() {
            @Override
            public void started(Progress p) {
                told.add("started " + p.steps());
            }

            @Override
            public void step(Progress p) {
                told.add("step " + p.step());
            }

            @Override
            public void epoch(Progress p) {
                told.add("epoch " + p.epoch() + " of " + p.epochs());
            }

            @Override
            public void finished(Progress p) {
                told.add("finished");
            }
        }).fit(digits);
        assertEquals(List.of("started 4", "step 1", "step 2", "epoch 1 of 2", "step 3", "step 4", "epoch 2 of 2", "finished"), told);
    }

    @Test
    void aNetworkThatDoesNotFitTheImagesFailsBeforeTheFirstStep() {
        Random rng = new Random(1);
        Layer net = new Sequential(new Flatten(), new Linear(100, 10, rng));
        float[] before = weights(net);
        ShapeException e = assertThrows(ShapeException.class, () -> trainer(net, Backends.java()).fit(digits));
        assertEquals("""
            1: Linear(100 -> 10): input has 784 features, expected 100
              input   [1, 784]
              weight  [10, 100]""", e.getMessage());
        assertArrayEquals(before, weights(net));
    }

    @Test
    void tooFewOutputsAreNamed() {
        Layer net = new Sequential(new Flatten(), new Linear(784, 4, new Random(1)));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> trainer(net, Backends.java()).fit(digits));
        assertEquals("the network has 4 outputs, but " + digits.name() + " has 10 classes", e.getMessage());
    }

    @Test
    void wrongSettingsAreRefused() {
        Trainer trainer = trainer(small(1), Backends.java());
        assertEquals("Trainer: epochs must be at least 1, got 0",
            assertThrows(IllegalArgumentException.class, () -> trainer.epochs(0)).getMessage());
        assertEquals("Trainer: batchSize must be at least 1, got -1",
            assertThrows(IllegalArgumentException.class, () -> trainer.batchSize(-1)).getMessage());
        assertEquals("Trainer: validation must be in [0, 1), got 1.0",
            assertThrows(IllegalArgumentException.class, () -> trainer.validation(1)).getMessage());
    }
}
