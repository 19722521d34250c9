package org.convbook.cnn.train;

import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.convbook.data.Batch;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;

/** One call of {@code Trainer.fit}. */
final class Run {
    private static final int STEPS_BETWEEN_LOOKS = 100;

    private final Trainer trainer;
    private final Loader loader;
    private final Dataset validation;
    private final Steps steps;
    private final Inference inference;
    private final History history = new History();
    private final long planned;
    private long done;
    private double validationSeconds;

    // of the present epoch
    private int epoch;
    private double loss;
    private int correct;
    private int images;
    private double trainingSeconds;
    private double allSeconds;

    Run(Trainer trainer, Dataset train, Dataset validation, Steps steps, Inference inference) {
        this.trainer = trainer;
        this.loader = trainer.loader(train);
        this.validation = validation;
        this.steps = steps;
        this.inference = inference;
        this.planned = (long) trainer.epochs() * loader.batches();
    }

    History run() {
        epoch = 1;
        tell(TrainingListener::started);
        try {
            for (int e = 1; e <= trainer.epochs() && !history.stopped(); e++) {
                epoch = e;
                epoch();
            }
        } finally {
            tell(TrainingListener::finished);
        }
        return history;
    }

    private void epoch() {
        loss = correct = images = 0;
        trainingSeconds = 0;
        long start = System.nanoTime();
        try {
            batches();
        } catch (CancellationException e) {
            if (!Thread.interrupted()) throw e;
            history.stop();                          // interrupted while it waited for a batch
        }
        if (images == 0) return;
        checkWeights();
        Evaluation held = null;
        if (validation != null && validation.size() > 0) {
            long before = System.nanoTime();
            held = Evaluation.of(inference, validation, trainer.evaluationBatch());
            validationSeconds = seconds(before);
        }
        history.add(new History.Epoch(epoch, loss / images, (double) correct / images,
            held == null ? Double.NaN : held.loss(), held == null ? Double.NaN : held.accuracy(),
            trainer.optimizer().learningRate(), seconds(start), images / trainingSeconds));
        tell(TrainingListener::epoch);
    }

    private void batches() {
        for (Batch batch : loader.epoch(epoch - 1)) {
            long before = System.nanoTime();
            step(batch);
            double seconds = seconds(before);
            trainingSeconds += seconds;
            allSeconds += seconds;
            tell(TrainingListener::step);
            if (Thread.interrupted()) {
                history.stop();
                return;
            }
        }
    }

    private void step(Batch batch) {
        Steps.Result result = steps.run(batch);
        done++;
        if (!Double.isFinite(result.loss())) {
            history.stop();
            throw new ArithmeticException("the loss became " + result.loss() + " in step " + done + " (epoch " + epoch
                + "): the weights have grown without bound; a smaller learning rate than " + trainer.optimizer().learningRate() + " may help");
        }
        if (done % STEPS_BETWEEN_LOOKS == 0) checkWeights();
        history.add(result.loss());
        loss += result.loss() * batch.size();
        correct += result.correct();
        images += batch.size();
    }

    /** Some ReLUs turn NaN to 0 (oneDNN's), so that the loss stays finite when the weights no longer are. */
    private void checkWeights() {
        trainer.optimizer().parameters().forEach((path, weights) -> {
            for (float value : weights.toArray()) {
                if (Float.isFinite(value)) continue;
                history.stop();
                throw new ArithmeticException(path + " holds " + value + " after step " + done + " (epoch " + epoch
                    + "): the weights have grown without bound; a smaller learning rate than " + trainer.optimizer().learningRate() + " may help");
            }
        });
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    private void tell(BiConsumer<TrainingListener, Progress> event) {
        double left = done == 0 ? Double.NaN
            : allSeconds / done * (planned - done) + validationSeconds * (trainer.epochs() - history.epochs().size());
        Progress p = new Progress(epoch, trainer.epochs(), done, planned, loss / Math.max(1, images), (double) correct / Math.max(1, images),
            images / Math.max(1e-9, trainingSeconds), left, history);
        for (TrainingListener listener : trainer.listeners()) event.accept(listener, p);
    }
}
