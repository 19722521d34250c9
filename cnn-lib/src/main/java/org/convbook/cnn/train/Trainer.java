package org.convbook.cnn.train;

import java.nio.file.Path;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.optim.ReduceOnPlateau;
import org.convbook.cnn.optim.Schedule;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;
import org.convbook.data.Split;
import org.convbook.data.transform.Transform;

/**
 * Trains a network on a data set.
 * <pre>{@code
 * LeNet5 net = new LeNet5(10, new Random(1));
 * Trainer trainer = new Trainer(net, new Adam(net.parameters(), 0.001)).epochs(5).validation(0.1);
 * History history = trainer.fit(digits.train());
 * Evaluation test = trainer.evaluate(digits.test());
 * }</pre>
 * The network is moved to the backend, the fastest one unless said otherwise, and stays there. {@link #stop}, or an interrupt of the thread, ends
 * the training after the present batch and keeps everything. A listener may change the optimiser's settings, from the next step on. The same seed on the same machine and backend gives the same bits.
 * <p>A further fit goes on with the weights, the optimiser and the order of images where the last one ended, for so many epochs more; history,
 * schedule, plateau and early stopping begin anew. A loss or weight that is no finite number is an {@link ArithmeticException} that names the
 * step and the layer where it came from; the network and its optimiser are then as they were before that step, or before the last one whose
 * weights gave a finite loss.
 */
public final class Trainer {
    private final Layer net;
    private final Optimizer optimizer;
    private final Settings settings;
    private Backend backend;
    private Path resumed;
    private int epochsBefore;
    private volatile Run running;

    /** Trains this network by this optimiser, which has been given its parameters. */
    public Trainer(Layer net, Optimizer optimizer) {
        this(net, optimizer, new Settings());
    }

    Trainer(Layer net, Optimizer optimizer, Settings settings) {
        this.net = net;
        this.optimizer = optimizer;
        this.settings = settings;
    }

    // ---------------------------------------------------------------- settings

    /** What to make small: unless said the cross-entropy, where pixels have labels of those that have a class. */
    public Trainer loss(Loss loss) {
        settings.loss = loss;
        return this;
    }

    /** The number of passes over the training images, 1 unless said; at least 1. */
    public Trainer epochs(int epochs) {
        settings.epochs = atLeastOne("epochs", epochs);
        return this;
    }

    /** The number of images in one step, 64 unless said; at least 1. Said while a fit runs, by a listener, it counts from the next epoch on. */
    public Trainer batchSize(int batchSize) {
        settings.batchSize = atLeastOne("batchSize", batchSize);
        return this;
    }

    /** The share of the training images, drawn by class, that is kept out of training to validate on after each epoch; in [0, 1), 0 unless said. */
    public Trainer validation(double share) {
        if (!(share >= 0 && share < 1)) throw new IllegalArgumentException("Trainer: validation must be in [0, 1), got " + share);
        settings.validation = share;
        return this;
    }

    /** The seed of the order of images, the validation split, augmentation and dropout; 1 unless said. */
    public Trainer seed(long seed) {
        settings.seed = seed;
        return this;
    }

    /** The backend to train on. */
    public Trainer on(Backend backend) {
        this.backend = backend;
        return this;
    }

    /**
     * Changes training images, and never those for validation, at random, anew in each epoch. On a GPU, crops, flips and cutouts of images that are
     * held as bytes are done there, with the same result.
     */
    public Trainer augment(Transform transform) {
        settings.augmentation = transform;
        return this;
    }

    /** The learning rate's factor before each step, given the steps made and planned in this fit. It takes the place of any schedule set before. */
    public Trainer schedule(Schedule schedule) {
        settings.schedule = schedule;
        settings.scheduleByEpoch = false;
        return this;
    }

    /** The learning rate's factor in each epoch, given the epochs made and planned in this fit. It takes the place of any schedule set before. */
    public Trainer epochSchedule(Schedule schedule) {
        settings.schedule = schedule;
        settings.scheduleByEpoch = true;
        return this;
    }

    /** Lowers the optimiser's learning rate for good when, after an epoch, the validation loss, or without one the training loss, no longer falls. */
    public Trainer plateau(ReduceOnPlateau plateau) {
        settings.plateau = plateau;
        return this;
    }

    /**
     * Ends the training after this many epochs in a row without a better validation loss; at least 1. The network gets the weights of its best
     * epoch, also where the training comes to its planned end, but not after an interrupt. It needs images to validate on.
     */
    public Trainer earlyStopping(int patience) {
        settings.patience = atLeastOne("earlyStopping", patience);
        return this;
    }

    /**
     * Writes a checkpoint after each epoch, and when an interrupt ends the training: to this file, which is replaced as a whole, or into this
     * folder, under the number of the step. See {@link #resume}.
     */
    public Trainer checkpoints(Path fileOrFolder) {
        settings.checkpoints = fileOrFolder;
        return this;
    }

    /** As {@link #checkpoints(Path)}, and also after each so many steps; at least 1. */
    public Trainer checkpoints(Path fileOrFolder, int everySteps) {
        settings.stepsBetweenCheckpoints = atLeastOne("everySteps", everySteps);
        return checkpoints(fileOrFolder);
    }

    /**
     * The next fit goes on from a checkpoint of a training, or the newest one in a folder: with the same network, optimiser, settings and data it
     * gives the same bits as one without interruption. It may have more epochs. What does not fit is one {@link IllegalArgumentException}
     * from fit that lists every difference, and nothing changes.
     */
    public Trainer resume(Path fileOrFolder) {
        resumed = fileOrFolder;
        return this;
    }

    /** Adds one that is told of the progress. */
    public Trainer listener(TrainingListener listener) {
        settings.listeners.add(listener);
        return this;
    }

    /** Takes away one that was added. */
    public Trainer removeListener(TrainingListener listener) {
        settings.listeners.remove(listener);
        return this;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) throw new IllegalArgumentException("Trainer: " + name + " must be at least 1, got " + value);
        return value;
    }

    // ---------------------------------------------------------------- training

    /** Trains on these images, less the share for validation. */
    public History fit(Dataset images) {
        if (settings.validation == 0) return fit(images, null);
        Split split = images.split(settings.validation, settings.seed);
        return fit(split.train(), split.heldOut());
    }

    /** Trains on these images and validates after each epoch on those, or not if they are null. */
    public History fit(Dataset train, Dataset validation) {
        Dataset held = validation == null || validation.size() == 0 ? null : validation;
        if (settings.patience > 0 && held == null) {
            throw new IllegalArgumentException("Trainer: earlyStopping needs images to validate on; say validation(0.1), or fit(train, validation)");
        }
        if (optimizer.parameters().values().stream().noneMatch(Tensor::tracked)) {
            throw new IllegalArgumentException("Trainer: every parameter of the optimiser is frozen; unfreeze what is to learn");
        }
        Backend b = place();
        check(train, b);
        if (settings.plateau != null) settings.plateau.restart();
        Loader loader = new Loader(train, settings.batchSize).shuffle(settings.seed).prefetch(2);
        if (settings.augmentation != null) loader = loader.augment(settings.augmentation);
        if (b.unpacks()) loader = loader.packed();
        Run run = new Run(net, optimizer, settings, new Run.Data(loader, held), settings.goal(b, train));
        run.position().before = epochsBefore;
        if (resumed != null) run.file().read(resumed);
        resumed = null;
        running = run;
        try {
            return run.run();
        } finally {
            running = null;
            epochsBefore = run.position().before + run.position().epoch;
        }
    }

    /** Ends the fit that is running, if one is, after its present batch, and keeps everything. May be called from any thread. */
    public void stop() {
        Run now = running;
        if (now != null) now.end();
    }

    /** The network that is trained. */
    public Layer net() {
        return net;
    }

    /** The optimiser that changes it. */
    public Optimizer optimizer() {
        return optimizer;
    }

    /** The number of images in one step. */
    public int batchSize() {
        return settings.batchSize;
    }

    /** How the network does on these images, in batches of at least 64. */
    public Evaluation evaluate(Dataset images) {
        try (Inference inference = new Inference(net, settings.goal(place(), images))) {
            return Evaluation.of(inference, images, settings.evaluationBatch(images));
        }
    }

    /** How the network does on images with a label for each pixel, in batches of this trainer's size. */
    public PixelEvaluation evaluatePixels(Dataset images) {
        try (Inference inference = new Inference(net, settings.goal(place(), images))) {
            return PixelEvaluation.of(inference, images, settings.evaluationBatch(images));
        }
    }

    private Backend place() {
        if (backend == null) backend = Backends.best();
        net.to(backend);
        return backend;
    }

    /** One image through the network before the first step, so that a shape or a class that does not fit costs nothing. */
    private void check(Dataset train, Backend b) {
        int[] s = train.imageShape();
        Shape output = Inference.outputShape(net, b, Shape.of(1, s[0], s[1], s[2]));
        int rank = train.pixelLabels() ? 4 : 2;
        if (output.rank() != rank) {
            throw new IllegalArgumentException("the network returns " + output + " for one image, expected "
                + (rank == 2 ? "[1, classes]" : "[1, classes, H, W]") + " for " + train.name());
        }
        Evaluation.checkClasses(output.size(1), train);
    }
}
