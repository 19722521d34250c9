package org.convbook.cnn.train;

import java.util.ArrayList;
import java.util.List;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;
import org.convbook.data.Split;

/**
 * Trains a network on a data set by cross-entropy.
 * <pre>{@code
 * LeNet5 net = new LeNet5(10, new Random(1));
 * Trainer trainer = new Trainer(net, new Adam(net.parameters(), 0.001)).epochs(5).validation(0.1);
 * History history = trainer.fit(digits.train());
 * Evaluation test = trainer.evaluate(digits.test());
 * }</pre>
 * The network is moved to the backend, the fastest one unless said otherwise, and stays there. An interrupt of the thread ends the training
 * after the present batch and keeps everything. The same seed on the same machine and backend gives the same bits.
 */
public final class Trainer {
    private final Layer net;
    private final Optimizer optimizer;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Backend backend;
    private int epochs = 1;
    private int batchSize = 64;
    private double validation;
    private long seed = 1;

    /** Trains this network by this optimiser, which has been given its parameters. */
    public Trainer(Layer net, Optimizer optimizer) {
        this.net = net;
        this.optimizer = optimizer;
    }

    /** The number of passes over the training images, 1 unless said; at least 1. */
    public Trainer epochs(int epochs) {
        this.epochs = atLeastOne("epochs", epochs);
        return this;
    }

    /** The number of images in one step, 64 unless said; at least 1. */
    public Trainer batchSize(int batchSize) {
        this.batchSize = atLeastOne("batchSize", batchSize);
        return this;
    }

    /** The share of the training images, drawn by class, that is kept out of training to validate on after each epoch; in [0, 1), 0 unless said. */
    public Trainer validation(double share) {
        if (!(share >= 0 && share < 1)) throw new IllegalArgumentException("Trainer: validation must be in [0, 1), got " + share);
        this.validation = share;
        return this;
    }

    /** The seed of the order of images, the validation split and dropout; 1 unless said. */
    public Trainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** The backend to train on. */
    public Trainer on(Backend backend) {
        this.backend = backend;
        return this;
    }

    /** Adds one that is told of the progress. */
    public Trainer listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) throw new IllegalArgumentException("Trainer: " + name + " must be at least 1, got " + value);
        return value;
    }

    /** Trains on these images, less the share for validation. */
    public History fit(Dataset images) {
        if (validation == 0) return fit(images, null);
        Split split = images.split(validation, seed);
        return fit(split.train(), split.heldOut());
    }

    /** Trains on these images and validates after each epoch on those, or not if they are null. */
    public History fit(Dataset train, Dataset validation) {
        Backend b = place();
        check(train, b);
        try (Steps steps = new Steps(net, optimizer, b, new RandomStream(seed)); Inference inference = new Inference(net, b)) {
            return new Run(this, train, validation, steps, inference).run();
        }
    }

    /** How the network does on these images, in batches of at least 64. */
    public Evaluation evaluate(Dataset images) {
        Backend b = place();
        try (Inference inference = new Inference(net, b)) {
            return Evaluation.of(inference, images, evaluationBatch());
        }
    }

    int evaluationBatch() {
        return Math.max(64, batchSize);
    }

    int epochs() {
        return epochs;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    List<TrainingListener> listeners() {
        return List.copyOf(listeners);
    }

    Loader loader(Dataset train) {
        return new Loader(train, batchSize).shuffle(seed).prefetch(2);
    }

    private Backend place() {
        if (backend == null) backend = Backends.best();
        net.to(backend);
        return backend;
    }

    /** One image through the network before the first step, so that a shape or a class that does not fit costs nothing. */
    private void check(Dataset train, Backend b) {
        try (Inference inference = new Inference(net, b)) {
            Steps.checkClasses(inference.probabilities(new Loader(train, 1).iterator().next())[0].length, train);
        }
    }
}
