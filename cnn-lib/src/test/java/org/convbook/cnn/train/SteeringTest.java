package org.convbook.cnn.train;

import static org.convbook.cnn.train.Trainings.DIGITS;
import static org.convbook.cnn.train.Trainings.HELD_OUT;
import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a listener may change while a training runs. */
class SteeringTest {
    static List<Backend> backends() {
        return Trainings.backends();
    }

    private static Trainer trainer(Layer net, Backend backend) {
        return new Trainer(net, new Sgd(net.parameters(), 0.1, 0.9)).on(backend).batchSize(30).epochs(3).seed(5);
    }

    private static TrainingListener afterStep(Consumer<Progress> task) {
        return new TrainingListener() {
            @Override
            public void step(Progress p) {
                task.accept(p);
            }
        };
    }

    @ParameterizedTest @MethodSource("backends")
    void stopEndsTheTrainingAsAnInterruptDoes(Backend backend) {
        Layer stopped = Trainings.net();
        Layer interrupted = Trainings.net();
        Trainer trainer = trainer(stopped, backend);
        trainer.listener(afterStep(p -> {
            if (p.step() == 9) trainer.stop();
        }));
        History history = trainer.fit(DIGITS, HELD_OUT);
        History other = trainer(interrupted, backend).listener(Trainings.interruptAfter(9)).fit(DIGITS, HELD_OUT);
        assertTrue(history.stopped());
        assertEquals(9, history.losses().length);
        assertSame(other, history);
        assertSame(values(interrupted), values(stopped));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void stopComesFromAnyThreadAndEndsOneTrainingOnly() throws InterruptedException {
        Layer net = Trainings.net();
        Trainer trainer = trainer(net, Backends.java()).epochs(100_000);
        trainer.stop();                                                     // nothing runs: nothing happens
        Thread[] other = {null};
        trainer.listener(afterStep(p -> {
            if (p.step() != 2) return;
            other[0] = new Thread(trainer::stop);
            other[0].start();
        }));
        assertTrue(trainer.fit(DIGITS).stopped());
        other[0].join();
        assertFalse(trainer.epochs(1).fit(DIGITS.take(30)).stopped());
    }

    @Test
    void aListenerThatWasTakenAwayIsToldNothing() {
        Layer net = Trainings.net();
        int[] told = {0};
        TrainingListener counting = afterStep(p -> told[0]++);
        Trainer trainer = trainer(net, Backends.java()).epochs(1).listener(counting);
        trainer.fit(DIGITS.take(60));
        trainer.removeListener(counting).fit(DIGITS.take(60));
        assertEquals(2, told[0]);
    }

    @ParameterizedTest @MethodSource("backends")
    void aNewBatchSizeCountsFromTheNextEpoch(Backend backend) {
        Layer net = Trainings.net();
        Trainer trainer = trainer(net, backend);
        List<String> told = new ArrayList<>();
        trainer.listener(afterStep(p -> {
            told.add(p.step() + "/" + p.steps() + " " + p.batch() + "/" + p.batches());
            if (p.step() == 2) trainer.batchSize(100);
        }));
        History history = trainer.fit(DIGITS);
        assertEquals(List.of("1/21 1/7", "2/21 2/7", "3/21 3/7", "4/21 4/7", "5/21 5/7", "6/21 6/7", "7/21 7/7",
            "8/11 1/2", "9/11 2/2", "10/11 1/2", "11/11 2/2"), told);
        assertEquals(3, history.epochs().size());
        assertArrayEquals(new double[] {0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1, 1.5, 2, 2.5, 3}, history.places(), 1e-12);
        assertEquals(100, trainer.batchSize());
    }

    /** The same bits as a training of one epoch of 30 and a further fit by batches of 100. */
    @ParameterizedTest @MethodSource("backends")
    void aNewBatchSizeIsThatOfAFurtherFit(Backend backend) {
        Layer changed = Trainings.net();
        Layer twice = Trainings.net();
        Trainer trainer = trainer(changed, backend).epochs(2);
        trainer.listener(afterStep(p -> trainer.batchSize(100)));
        trainer.fit(DIGITS);
        Trainer two = trainer(twice, backend).epochs(1);
        two.fit(DIGITS);
        two.batchSize(100).fit(DIGITS);
        assertSame(values(twice), values(changed));
    }

    @ParameterizedTest @MethodSource("backends")
    void newMomentumActsOnReplayedSteps(Backend backend) {
        Layer steered = Trainings.net();
        Layer plain = Trainings.net();
        Sgd sgd = new Sgd(steered.parameters(), 0.1, 0.9);
        Trainer trainer = new Trainer(steered, sgd).on(backend).batchSize(50).epochs(2).listener(afterStep(p -> {
            if (p.step() == 4) sgd.momentum(0);
        }));
        trainer.fit(DIGITS);
        Trainer two = new Trainer(plain, new Sgd(plain.parameters(), 0.1, 0.9)).on(backend).batchSize(50).epochs(1);
        two.fit(DIGITS);
        two.optimizer().momentum(0);
        two.fit(DIGITS);
        assertEquals(0, sgd.momentum());
        assertSame(values(plain), values(steered));
    }

    /** Steps before the failure had another momentum: gone through again they must be as they were. */
    @ParameterizedTest @MethodSource("backends")
    void aFailureAfterAChangeIsFound(Backend backend) {
        Layer net = Trainings.net();
        Sgd sgd = new Sgd(net.parameters(), 0.1, 0.9);
        Trainer trainer = new Trainer(net, sgd).on(backend).batchSize(30).epochs(3);
        trainer.listener(afterStep(p -> {
            if (p.step() == 3) trainer.batchSize(40);
            if (p.step() == 9) sgd.momentum(0.2);
            if (p.step() == 10) sgd.learningRate(1e38);
        }));
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> trainer.fit(DIGITS));
        assertTrue(e.getMessage().startsWith("step 12 (epoch 2) failed: ") && e.getMessage().endsWith(
            "a smaller learning rate than 1.0E38 may help. The network is as it was before step 11"), e.getMessage());
        assertEquals(10, sgd.steps());
        assertEquals(0.2, sgd.momentum());
    }

    /** It fails in the first step of the new size, so there is no step to go back to but the epoch's beginning. */
    @ParameterizedTest @MethodSource("backends")
    void aFailureInTheFirstStepOfANewBatchSizeIsFound(Backend backend) {
        Layer net = Trainings.net();
        Adam adam = new Adam(net.parameters(), 0.001);
        Trainer trainer = new Trainer(net, adam).on(backend).batchSize(30).epochs(2);
        trainer.listener(new TrainingListener() {
            @Override
            public void epoch(Progress p) {
                trainer.batchSize(100);
                float[] bad = net.parameters().get("5.bias").toArray();
                bad[0] = Float.NaN;
                net.parameters().get("5.bias").set(bad);
            }
        });
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> trainer.fit(DIGITS));
        assertTrue(e.getMessage().startsWith("step 8 (epoch 2) failed: "), e.getMessage());
        assertEquals(7, adam.steps());
    }
}
