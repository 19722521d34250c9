package org.convbook.cnn.train;

import static org.convbook.cnn.train.Trainings.DIGITS;
import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.convbook.cnn.nn.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it trains costs the steps since its last checkpoint, and no bit of what follows. */
class KilledTrainingTest {
    private static final int ROUNDS = 2;
    private static final int MORE_STEPS = 9;

    @TempDir
    private Path folder;

    @Test
    void anotherProcessGoesOnWithTheSameBits() throws Exception {
        Random rng = new Random(3);
        for (int round = 0; round < ROUNDS; round++) {
            Path file = folder.resolve("training.safetensors");
            Process child = child(file);
            try {
                assertEquals('s', child.getInputStream().read(), "the child has written a checkpoint");
                Thread.sleep(rng.nextInt(400));
            } finally {
                child.destroyForcibly().waitFor();           // kill -9
            }
            Layer net = Trainings.net();
            Until until = new Until();
            History resumed = TrainingForever.trainer(net).resume(file).listener(until).fit(DIGITS);
            Layer other = Trainings.net();
            assertSame(TrainingForever.trainer(other).listener(Trainings.interruptAfter(until.last)).fit(DIGITS), resumed);
            assertSame(values(other), values(net));
        }
    }

    /** Interrupts a training some steps after it has begun. */
    private static final class Until implements TrainingListener {
        private long last;

        @Override
        public void started(Progress p) {
            last = p.step() + MORE_STEPS;
        }

        @Override
        public void step(Progress p) {
            if (p.step() == last) Thread.currentThread().interrupt();
        }
    }

    private static Process child(Path file) throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classes, TrainingForever.class.getName(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
