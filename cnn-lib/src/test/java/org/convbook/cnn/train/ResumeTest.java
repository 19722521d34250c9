package org.convbook.cnn.train;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.train.Trainings.DIGITS;
import static org.convbook.cnn.train.Trainings.HELD_OUT;
import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.io.Checkpoint;
import org.convbook.cnn.io.CheckpointException;
import org.convbook.cnn.io.Safetensors;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.ParameterGroup;
import org.convbook.cnn.optim.ReduceOnPlateau;
import org.convbook.cnn.optim.Schedule;
import org.convbook.cnn.optim.Sgd;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints of a training, and going on from them. */
class ResumeTest {
    private static final int EPOCHS = 4;

    /** A training without interruption, once for each backend. */
    private record Whole(History history, Map<String, float[]> values) {
        static Whole of(Backend backend) {
            Layer net = Trainings.net();
            return new Whole(trainer(net, backend).fit(DIGITS, HELD_OUT), Trainings.values(net));
        }
    }

    private static final Map<Backend, Whole> WHOLE = new HashMap<>();

    @TempDir
    private Path folder;

    static Stream<Arguments> interruptions() {
        return Trainings.backends().stream().flatMap(b -> Stream.of(1L, 7L, 10L, 25L).map(step -> Arguments.of(b, step)));
    }

    static List<Backend> backends() {
        return Trainings.backends();
    }

    /** Everything that has state: two moments, groups, clipping, a schedule, a plateau, early stopping, augmentation, dropout, running statistics. */
    private static Trainer trainer(Layer net, Backend backend) {
        var adam = new Adam(net.parameters(), 0.01).group(ParameterGroup.vectors().rate(0.5)).clipNorm(1);
        return new Trainer(net, adam).batchSize(30).seed(5).on(backend).epochs(EPOCHS).schedule(Schedule.cosine().warmUp(3))
            .plateau(new ReduceOnPlateau(0.5, 0, 0.3, 0, 0)).earlyStopping(3).augment(Transform.randomCrop(2));
    }

    @ParameterizedTest @MethodSource("interruptions")
    void goingOnAfterAnInterruptIsTheSameAsNoInterrupt(Backend backend, long step) {
        Path file = folder.resolve("training.safetensors");
        Whole whole = WHOLE.computeIfAbsent(backend, Whole::of);
        Layer first = Trainings.net();
        assertTrue(trainer(first, backend).checkpoints(file).listener(Trainings.interruptAfter(step)).fit(DIGITS, HELD_OUT).stopped());
        Layer second = Trainings.net();
        History actual = trainer(second, backend).checkpoints(file).resume(file).fit(DIGITS, HELD_OUT);
        assertSame(whole.history, actual);
        assertSame(whole.values, values(second));
    }

    @ParameterizedTest @MethodSource("backends")
    void everyCheckpointOfAFolderLeadsToTheSameEnd(Backend backend) throws IOException {
        Layer whole = Trainings.net();
        History expected = trainer(whole, backend).checkpoints(folder, 3).fit(DIGITS, HELD_OUT);
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
            assertEquals(Stream.of(3, 6, 7, 9, 12, 14, 15, 18, 21, 24, 27, 28).map("step-%09d.safetensors"::formatted).toList(), names);
            for (String name : List.of(names.get(0), names.get(2), names.get(7))) {
                Layer net = Trainings.net();
                History actual = trainer(net, backend).resume(folder.resolve(name)).fit(DIGITS, HELD_OUT);
                assertSame(expected, actual);
                assertSame(values(whole), values(net));
            }
        }
        long[] from = {0};
        assertSame(expected, trainer(Trainings.net(), backend).resume(folder).listener(new TrainingListener() {
            @Override
            public void started(Progress p) {
                from[0] = p.step();
            }
        }).fit(DIGITS, HELD_OUT));
        assertEquals(28, from[0], "the newest of the folder");
    }

    /** A second fit continues the order of images and the optimiser, and so does one that goes on from its checkpoint. */
    @Test
    void aSecondFitCanBeResumedToo() {
        Path file = folder.resolve("second.safetensors");
        Layer whole = Trainings.net();
        Trainer twice = trainer(whole, Backends.java());
        twice.fit(DIGITS, HELD_OUT);
        History expected = twice.fit(DIGITS, HELD_OUT);
        Layer first = Trainings.net();
        Trainer interrupted = trainer(first, Backends.java());
        interrupted.fit(DIGITS, HELD_OUT);
        interrupted.checkpoints(file).listener(Trainings.interruptAfter(9)).fit(DIGITS, HELD_OUT);
        Layer second = Trainings.net();
        assertSame(expected, trainer(second, Backends.java()).resume(file).fit(DIGITS, HELD_OUT));
        assertSame(values(whole), values(second));
    }

    @Test
    void moreEpochsMayFollow() {
        Path file = folder.resolve("training.safetensors");
        Layer net = Trainings.net();
        new Trainer(net, new Sgd(net.parameters(), 0.1, 0.9)).on(Backends.java()).epochs(2).checkpoints(file).fit(DIGITS);
        History more = new Trainer(net, new Sgd(net.parameters(), 0.1, 0.9)).on(Backends.java()).epochs(3).resume(file).fit(DIGITS);
        Layer whole = Trainings.net();
        assertSame(new Trainer(whole, new Sgd(whole.parameters(), 0.1, 0.9)).on(Backends.java()).epochs(3).fit(DIGITS), more);
        assertSame(values(whole), values(net));
    }

    @Test
    void theWeightsAloneCanBeLoaded() {
        Path file = folder.resolve("training.safetensors");
        Layer net = Trainings.net();
        trainer(net, Backends.java()).epochs(1).checkpoints(file).fit(DIGITS, HELD_OUT);
        Layer other = Trainings.net();
        Checkpoint.load(other, file);
        assertSame(values(net), values(other));
    }

    @Test
    void everyDifferenceIsListedAndNothingChanges() {
        Path file = folder.resolve("training.safetensors");
        Layer net = Trainings.net();
        new Trainer(net, new Sgd(net.parameters(), 0.1, 0.9)).on(Backends.java()).checkpoints(file).fit(DIGITS);
        Layer other = new Sequential(new Flatten(), new Linear(784, 10, new Random(1)));
        Map<String, float[]> before = values(other);
        Sgd sgd = new Sgd(other.parameters(), 0.1, 0.8);
        Trainer trainer = new Trainer(other, sgd).on(Backends.java()).batchSize(30).seed(2).earlyStopping(4).resume(file);
        String message = assertThrows(IllegalArgumentException.class, () -> trainer.fit(HELD_OUT, HELD_OUT)).getMessage();
        String labels = message.replaceAll("(?s).*the data was .*?labels (\\w+), now.*", "$1");
        String labelsNow = message.replaceAll("(?s).*, now it is [^\n]*60 images[^\n]*labels (\\w+)\n.*", "$1");
        assertEquals(file + " does not fit this training: 20 differences\n" + """
              1.weight is [4] in the file, expected [10, 784]
              1.bias is [4] in the file, expected [10]
              training:momentum:1.weight is [4] in the file, expected [10, 784]
              training:momentum:1.bias is [4] in the file, expected [10]
              0.weight [4, 1, 4, 4] is in the file, but not in the model
              0.bias [4] is in the file, but not in the model
              5.weight [10, 196] is in the file, but not in the model
              5.bias [10] is in the file, but not in the model
              1.runningMean [4] is in the file, but not in the model
              1.runningVar [4] is in the file, but not in the model
              training:momentum:0.weight [4, 1, 4, 4] is in the file, but not in the model
              training:momentum:0.bias [4] is in the file, but not in the model
              training:momentum:5.weight [10, 196] is in the file, but not in the model
              training:momentum:5.bias [10] is in the file, but not in the model
              the optimizer was Sgd(momentum 0.9), now it is Sgd(momentum 0.8)
              the data was NAME, 200 images of 1x28x28, 10 classes, labels LABELS, now it is NAME, 60 images of 1x28x28, 10 classes, labels NOW
              the validation was none, now it is NAME, 60 images of 1x28x28, 10 classes, labels NOW
              the batch size was 64, now it is 30
              the seed was 1, now it is 2
              the patience was none, now it is 4 epochs\
            """.replace("NAME", DIGITS.name()).replace("LABELS", labels).replace("NOW", labelsNow), message);
        assertSame(before, values(other));
        assertEquals(0, sgd.steps());
        assertEquals(0.1, sgd.learningRate());
    }

    @Test
    void whatIsNoCheckpointOfATrainingIsSaid() throws IOException {
        Path weights = folder.resolve("weights.safetensors");
        Layer net = Trainings.net();
        Checkpoint.save(net, weights);
        Map<String, float[]> before = values(net);
        error(CheckpointException.class, weights + ": is no checkpoint of a training; Checkpoint.load reads the weights alone",
            () -> trainer(net, Backends.java()).resume(weights).fit(DIGITS, HELD_OUT));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        error(CheckpointException.class, empty + ": holds no checkpoint of a training, step-….safetensors",
            () -> trainer(net, Backends.java()).resume(empty).fit(DIGITS, HELD_OUT));
        Path file = folder.resolve("training.safetensors");
        Layer other = Trainings.net();
        trainer(other, Backends.java()).epochs(1).checkpoints(file).fit(DIGITS, HELD_OUT);
        Safetensors whole = Safetensors.read(file);
        for (String name : List.of("position", "losses", "early", "epochs", "optimizer", "plateau")) {
            Map<String, String> texts = new HashMap<>(whole.metadata());
            texts.put(name, "1 x");
            new Safetensors(whole.tensors(), texts).write(file);
            error(CheckpointException.class,
                file + ": its texts are damaged; expected the position, optimizer, early, plateau, epochs, losses and places of a training",
                () -> trainer(net, Backends.java()).resume(file).fit(DIGITS, HELD_OUT));
            texts.remove(name);
            new Safetensors(whole.tensors(), texts).write(file);
            assertThrows(CheckpointException.class, () -> trainer(net, Backends.java()).resume(file).fit(DIGITS, HELD_OUT), name);
        }
        assertSame(before, values(net));
    }

    @Test
    void whereNoCheckpointCanBeWrittenTheTrainedNetworkStays() {
        Path nowhere = folder.resolve("no").resolve("training.safetensors");
        Layer net = Trainings.net();
        Trainer trainer = trainer(net, Backends.java()).checkpoints(nowhere);
        error(CheckpointException.class, nowhere + ": cannot be written: there is no folder " + folder.resolve("no").toAbsolutePath(),
            () -> trainer.fit(DIGITS, HELD_OUT));
        assertTrue(trainer.evaluate(HELD_OUT).accuracy() >= 0);
    }
}
