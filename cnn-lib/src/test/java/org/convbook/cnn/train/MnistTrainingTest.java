package org.convbook.cnn.train;

import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Ensemble;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.AdamW;
import org.convbook.cnn.optim.ParameterGroup;
import org.convbook.cnn.optim.Schedule;
import org.convbook.data.Dataset;
import org.convbook.data.image.Mnist;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LeNet-5 on the real digits, where CONVBOOK_DATA names a folder that has them. */
class MnistTrainingTest {
    private static Dataset train;
    private static Dataset test;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() {
        String data = System.getenv("CONVBOOK_DATA");
        assumeTrue(data != null && Files.isDirectory(Path.of(data, "mnist")), "skipped: CONVBOOK_DATA names no folder with mnist");
        Transform normalized = Transform.normalize(0.1307, 0.3081);
        train = Mnist.load().train().take(6000).map(normalized);
        test = Mnist.load().test().take(2000).map(normalized);
    }

    private static Trainer trainer(Layer net) {
        var adam = new AdamW(net.parameters(), 0.004, 0.01).group(ParameterGroup.vectors().noDecay()).clipNorm(5);
        return new Trainer(net, adam).on(Backends.best()).epochs(3).validation(0.1)
            .schedule(Schedule.oneCycle()).earlyStopping(2).augment(Transform.randomCrop(1));
    }

    @Test
    void digitsAreLearnedAndAnInterruptCostsNothing() {
        Path file = folder.resolve("lenet.safetensors");
        Layer whole = new LeNet5(10, new Random(1));
        History expected = trainer(whole).fit(train);
        Layer net = new LeNet5(10, new Random(1));
        trainer(net).checkpoints(file).listener(Trainings.interruptAfter(100)).fit(train);
        Layer other = new LeNet5(10, new Random(2));
        assertSame(expected, trainer(other).resume(file).fit(train));
        assertSame(values(whole), values(other));
        double accuracy = Evaluation.of(whole, test).accuracy();
        assertTrue(accuracy > 0.95, "accuracy " + accuracy);
        Layer second = new LeNet5(10, new Random(3));
        trainer(second).seed(2).fit(train);
        double alone = Evaluation.of(second, test).accuracy();
        double together = Evaluation.of(new Ensemble(whole, second), test).accuracy();
        assertTrue(together >= Math.min(accuracy, alone), accuracy + " and " + alone + " alone, " + together + " together");
    }
}
