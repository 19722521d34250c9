package org.convbook.cnn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Window;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Glyphs;

/** What tests of training share: a small network with everything that has state, digits, and comparisons by bits. */
final class Trainings {
    /** 200 digits: 7 batches of 30 an epoch, the last one smaller. */
    static final Dataset DIGITS = Glyphs.dataset(200, 3);
    static final Dataset HELD_OUT = Glyphs.dataset(60, 4);

    private Trainings() {}

    static List<Backend> backends() {
        return Backends.best() == Backends.java() ? List.of(Backends.java()) : List.of(Backends.java(), Backends.best());
    }

    /** Parameters, running statistics and dropout: 28x28 to 4 maps of 7x7. */
    static Layer net() {
        Random rng = new Random(1);
        return new Sequential(new Conv2d(1, 4, Window.of(4).stride(4), rng), new BatchNorm2d(4), new Relu(), new Dropout(0.2),
            new Flatten(), new Linear(4 * 7 * 7, 10, rng));
    }

    static Map<String, float[]> values(Layer net) {
        Map<String, float[]> all = new LinkedHashMap<>();
        net.state().forEach((path, t) -> all.put(path, t.toArray()));
        return all;
    }

    static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), path));
    }

    /** Everything but times. */
    static void assertSame(History expected, History actual) {
        assertArrayEquals(expected.losses(), actual.losses());
        assertEquals(expected.epochs().stream().map(Trainings::timeless).toList(), actual.epochs().stream().map(Trainings::timeless).toList());
        assertEquals(expected.stopped(), actual.stopped());
    }

    private static History.Epoch timeless(History.Epoch e) {
        return new History.Epoch(e.epoch(), e.loss(), e.accuracy(), e.validationLoss(), e.validationAccuracy(), e.learningRate(), 0, 0);
    }

    /** Interrupts the training after a step. */
    static TrainingListener interruptAfter(long step) {
        return new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (p.step() == step) Thread.currentThread().interrupt();
            }
        };
    }

    /** Bytes in use once the garbage collector has found what no scope held. */
    static long settled(Backend backend) {
        long bytes = Long.MAX_VALUE;
        for (int same = 0; same < 5;) {
            System.gc();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            long now = backend.bytesInUse();
            same = now == bytes ? same + 1 : 0;
            bytes = now;
        }
        return bytes;
    }
}
