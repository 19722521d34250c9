package org.convbook.cnn.train;

import static org.convbook.cnn.train.Trainings.DIGITS;
import static org.convbook.cnn.train.Trainings.HELD_OUT;
import static org.convbook.cnn.train.Trainings.settled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.ParameterGroup;
import org.convbook.cnn.optim.Schedule;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training gives back every byte of the backend's memory, whatever its end. */
class MemoryTest {
    @TempDir
    private Path folder;

    static List<Backend> backends() {
        return Trainings.backends();
    }

    private static Trainer trainer(Layer net, Adam adam, Backend backend) {
        return new Trainer(net, adam).on(backend).batchSize(30);
    }

    private void everyEnd(Layer net, Adam adam, Backend backend) {
        Path file = folder.resolve("training.safetensors");
        trainer(net, adam, backend).epochs(2).earlyStopping(1).checkpoints(file).fit(DIGITS, HELD_OUT);
        trainer(net, adam, backend).epochs(3).checkpoints(file).listener(Trainings.interruptAfter(10)).fit(DIGITS);
        trainer(net, adam, backend).epochs(3).resume(file).fit(DIGITS);
        assertThrows(IllegalArgumentException.class, () -> trainer(net, adam, backend).seed(9).resume(file).fit(DIGITS));
        assertThrows(ArithmeticException.class, () -> trainer(net, adam, backend).schedule((step, steps) -> step == 3 ? 1e39 : 1).fit(DIGITS));
        assertThrows(IllegalStateException.class, () -> trainer(net, adam, backend).listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                throw new IllegalStateException("enough");
            }
        }).fit(DIGITS));
        trainer(net, adam, backend).evaluate(HELD_OUT);
    }

    @ParameterizedTest @MethodSource("backends")
    void everyByteComesBack(Backend backend) {
        Layer net = Trainings.net();
        Adam adam = new Adam(net.parameters(), 0.01);
        adam.group(ParameterGroup.vectors().rate(0.5)).clipNorm(5);
        everyEnd(net, adam, backend);                                       // parameters, state and packed weights are there now
        long before = settled(backend);
        everyEnd(net, adam, backend);
        assertEquals(before, settled(backend));
    }

    /** 210 steps over 30 epochs with one shorter batch each: once every step is recorded, they all use the same bytes. */
    @ParameterizedTest @MethodSource("backends")
    void stepsNeedNoMoreAndMore(Backend backend) {
        Layer net = Trainings.net();
        Adam adam = new Adam(net.parameters(), 0.01);
        trainer(net, adam, backend).fit(DIGITS);
        settled(backend);
        Set<Long> seen = new HashSet<>();
        trainer(net, adam, backend).epochs(30).schedule(Schedule.cosine()).listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (p.epoch() > 3) seen.add(backend.bytesInUse());
            }
        }).fit(DIGITS);
        assertEquals(1, seen.size(), seen.toString());
    }
}
