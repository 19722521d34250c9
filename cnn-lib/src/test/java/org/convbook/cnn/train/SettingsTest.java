package org.convbook.cnn.train;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.train.Trainings.DIGITS;
import static org.convbook.cnn.train.Trainings.HELD_OUT;
import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.ReduceOnPlateau;
import org.convbook.cnn.optim.Schedule;
import org.convbook.cnn.optim.Sgd;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a trainer can be told besides epochs and batches. */
class SettingsTest {
    private final Layer net = Trainings.net();
    private final Sgd sgd = new Sgd(net.parameters(), 0.5);
    private final Trainer trainer = new Trainer(net, sgd).on(Backends.java()).batchSize(100);     // two steps an epoch

    static List<Backend> backends() {
        return Trainings.backends();
    }

    private static List<Double> rates(History history) {
        return history.epochs().stream().map(History.Epoch::learningRate).toList();
    }

    /** The factors of all steps, as the optimiser saw them. */
    private List<Double> factors() {
        List<Double> seen = new ArrayList<>();
        trainer.listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                seen.add(sgd.factor());
            }
        });
        return seen;
    }

    @Test
    void aScheduleIsAskedBeforeEachStep() {
        List<Double> seen = factors();
        History history = trainer.epochs(2).schedule(Schedule.linear()).fit(DIGITS);
        assertEquals(List.of(1.0, 0.75, 0.5, 0.25), seen);
        assertEquals(List.of(0.375, 0.125), rates(history), "of the last step of each epoch");
        assertEquals(1, sgd.factor());
        assertEquals(0.5, sgd.learningRate());
        seen.clear();
        trainer.fit(DIGITS);
        assertEquals(List.of(1.0, 0.75, 0.5, 0.25), seen, "a further fit begins the schedule anew");
    }

    @Test
    void aScheduleByEpochsStaysWithinEach() {
        List<Double> seen = factors();
        assertEquals(List.of(0.5, 0.25, 0.125), rates(trainer.epochs(3).epochSchedule(Schedule.step(1, 0.5)).fit(DIGITS)));
        assertEquals(List.of(1.0, 1.0, 0.5, 0.5, 0.25, 0.25), seen);
    }

    /** A rate of 0 after the first epoch changes no loss from then on: with patience 1 the second epoch without a better one lowers it. */
    @Test
    void aPlateauLowersTheRate() {
        trainer.epochs(5).epochSchedule((epoch, epochs) -> epoch == 0 ? 1 : 0).plateau(new ReduceOnPlateau(0.5, 1));
        Layer frozen = net.freeze("1");                                       // whose statistics would move
        frozen.at("3").freeze();
        List<Double> bases = new ArrayList<>();
        trainer.listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (p.step() % 2 == 0) bases.add(sgd.learningRate());
            }
        });
        trainer.fit(DIGITS, HELD_OUT);
        assertEquals(List.of(0.5, 0.5, 0.5, 0.25, 0.25), bases);
        assertEquals(0.125, sgd.learningRate(), "it stays where the plateau left it");
    }

    @ParameterizedTest @MethodSource("backends")
    void earlyStoppingBringsTheBestWeightsBack(Backend backend) {
        List<Map<String, float[]>> states = new ArrayList<>();
        Trainer early = new Trainer(net, sgd).on(backend).batchSize(100).epochs(50).earlyStopping(2)
            .epochSchedule((epoch, epochs) -> epoch < 3 ? 0.1 : 20).listener(new TrainingListener() {
                @Override
                public void epoch(Progress p) {
                    states.add(values(net));
                }
            });
        History history = early.fit(DIGITS, HELD_OUT);
        double[] losses = history.epochs().stream().mapToDouble(History.Epoch::validationLoss).toArray();
        int best = 0;
        for (int i = 1; i < losses.length; i++) if (losses[i] < losses[best]) best = i;
        assertTrue(history.stopped());
        assertEquals(best + 3, history.epochs().size(), "two more epochs: " + Arrays.toString(losses));
        assertSame(states.get(best), values(net));
        assertEquals(losses[best], early.evaluate(HELD_OUT).loss(), 1e-6);
    }

    @Test
    void earlyStoppingNeedsValidation() {
        Map<String, float[]> before = values(net);
        error(IllegalArgumentException.class,
            "Trainer: earlyStopping needs images to validate on; say validation(0.1), or fit(train, validation)",
            () -> trainer.earlyStopping(3).fit(DIGITS));
        error(IllegalArgumentException.class, "Trainer: earlyStopping must be at least 1, got 0", () -> trainer.earlyStopping(0));
        error(IllegalArgumentException.class, "Trainer: everySteps must be at least 1, got 0", () -> trainer.checkpoints(null, 0));
        assertSame(before, values(net));
        assertFalse(trainer.validation(0.2).fit(DIGITS).stopped());
    }

    @Test
    void onlyTrainingImagesAreAugmented() {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        Transform note = (image, shape, rng) -> seen.add(Arrays.hashCode(image));
        trainer.epochs(2).validation(0.25).augment(note).fit(DIGITS);
        assertEquals(150, seen.size());
        double loss = trainer.evaluate(HELD_OUT).loss();
        assertEquals(150, seen.size());
        assertTrue(loss > 0);
    }

    @ParameterizedTest @MethodSource("backends")
    void twoFitsOfOneEpochAreOneOfTwo(Backend backend) {
        Layer once = Trainings.net();
        History expected = new Trainer(once, new Adam(once.parameters(), 0.01)).on(backend).epochs(2).fit(DIGITS);
        Trainer twice = new Trainer(net, new Adam(net.parameters(), 0.01)).on(backend);
        History first = twice.fit(DIGITS);
        History second = twice.fit(DIGITS);
        assertSame(values(once), values(net));
        double[] both = Arrays.copyOf(first.losses(), 2 * first.losses().length);
        System.arraycopy(second.losses(), 0, both, first.losses().length, second.losses().length);
        assertArrayEquals(expected.losses(), both);
        assertEquals(1, second.last().epoch());
    }

    @ParameterizedTest @MethodSource("backends")
    void aLossCanBeGiven(Backend backend) {
        Trainer scaled = new Trainer(net, sgd).on(backend).loss((logits, labels) -> logits.crossEntropy(labels).mul(2)).schedule((step, steps) -> 0);
        Layer other = Trainings.net();
        Trainer plain = new Trainer(other, new Sgd(other.parameters(), 0.5)).on(backend).schedule((step, steps) -> 0);
        double[] doubled = scaled.fit(DIGITS, HELD_OUT).losses();
        double[] single = plain.fit(DIGITS, HELD_OUT).losses();
        for (int i = 0; i < single.length; i++) assertEquals(2 * single[i], doubled[i], 1e-5);
        assertEquals(2 * plain.evaluate(HELD_OUT).loss(), scaled.evaluate(HELD_OUT).loss(), 1e-5);
    }

    @ParameterizedTest @MethodSource("backends")
    void whatIsFrozenStaysAndWhatIsUnfrozenDuringTrainingMoves(Backend backend) {
        net.freeze("0", "1");
        Map<String, float[]> before = values(net);
        boolean[] unfreeze = {false};
        Trainer half = new Trainer(net, new Sgd(net.parameters(), 0.1, 0.9)).on(backend).batchSize(50).epochs(3).listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (unfreeze[0] && p.step() == 6) net.unfreeze("0");
            }
        });
        half.fit(DIGITS);
        for (String path : List.of("0.weight", "0.bias", "1.weight", "1.bias", "1.runningMean", "1.runningVar")) {
            assertArrayEquals(before.get(path), values(net).get(path), path);
        }
        assertFalse(Arrays.equals(before.get("5.weight"), values(net).get("5.weight")));
        unfreeze[0] = true;
        half.fit(DIGITS);
        assertFalse(Arrays.equals(before.get("0.weight"), values(net).get("0.weight")), "a recorded step knows that it no longer fits");
        assertArrayEquals(before.get("1.runningMean"), values(net).get("1.runningMean"));
        net.freeze();
        error(IllegalArgumentException.class, "Trainer: every parameter of the optimiser is frozen; unfreeze what is to learn",
            () -> half.fit(DIGITS));
    }

    @ParameterizedTest @MethodSource("backends")
    void aNewHeadLearnsOnFrozenFeatures(Backend backend) {
        new Trainer(net, new Adam(net.parameters(), 0.01)).on(backend).epochs(8).fit(DIGITS);
        net.freeze().replace("5", new Linear(4 * 7 * 7, 10, new Random(2)));
        Map<String, float[]> before = values(net);
        assertEquals(Set.of("5.weight", "5.bias"), net.trainable().keySet());
        Trainer head = new Trainer(net, new Adam(net.trainable(), 0.01)).on(backend).epochs(8);
        double untrained = head.evaluate(DIGITS).accuracy();
        head.fit(DIGITS);
        assertTrue(head.evaluate(DIGITS).accuracy() > untrained + 0.3, "from " + untrained + " to " + head.evaluate(DIGITS).accuracy());
        assertArrayEquals(before.get("0.weight"), values(net).get("0.weight"));
        assertArrayEquals(before.get("1.runningVar"), values(net).get("1.runningVar"));
    }

    @Test
    void aNetworkOfAnotherKindIsRefused() {
        Layer maps = new Sequential(new Flatten(), new Linear(784, 10, new Random(1)), new Maps());
        Trainer wrong = new Trainer(maps, new Sgd(maps.parameters(), 0.1)).on(Backends.java());
        error(IllegalArgumentException.class, "the network returns [1, 10, 1, 1] for one image, expected [1, classes] for " + DIGITS.name(),
            () -> wrong.fit(DIGITS));
    }

    private static final class Maps extends Layer {
        @Override
        protected org.convbook.cnn.tensor.Tensor forward(org.convbook.cnn.tensor.Tensor x, org.convbook.cnn.nn.Pass pass) {
            return x.reshape(-1, 10, 1, 1);
        }
    }
}
