package org.convbook.cnn.train;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;

/** One call of {@code Trainer.fit}. */
final class Run {
    /** The data of a run. */
    record Data(Loader loader, Dataset validation) {}

    private final Layer net;
    private final Optimizer optimizer;
    private final Settings settings;
    private final Data data;
    private final Steps steps;
    private final Inference inference;
    private final Guard guard;
    private final EarlyStop best;
    private final TrainingFile file = new TrainingFile(this);
    private final History history = new History();
    private final Position at = new Position();
    private Loader loader;
    private int batches;
    private boolean interrupted;
    private volatile boolean stopping;

    // times: of this run's own steps, the last validation, the present epoch
    private long timed;
    private double allSeconds;
    private double validationSeconds;
    private long timedImages;
    private double trainingSeconds;

    Run(Layer net, Optimizer optimizer, Settings settings, Data data, Steps.Goal goal) {
        this.net = net;
        this.optimizer = optimizer;
        this.settings = settings;
        this.data = data;
        RandomStream random = new RandomStream(settings.seed);
        steps = new Steps(net, optimizer, random, goal);
        inference = new Inference(net, goal);
        guard = new Guard(this, steps, new Diagnosis(net, optimizer, goal, random));
        best = new EarlyStop(net, settings.patience);
        loader = data.loader;
        batches = loader.batches();
    }

    // ---------------------------------------------------------------- what a checkpoint holds

    Layer net() {
        return net;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Settings settings() {
        return settings;
    }

    History history() {
        return history;
    }

    Position position() {
        return at;
    }

    EarlyStop best() {
        return best;
    }

    Loader loader() {
        return loader;
    }

    TrainingFile file() {
        return file;
    }

    Map<String, Tensor> tensors() {
        return Snapshot.tensors(net, optimizer);
    }

    /** What must be the same for a run to go on: name and value. */
    Map<String, String> about() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("optimizer", optimizer.describe());
        all.put("loss", name(settings.lossFor(data.loader.dataset())));
        all.put("data", about(data.loader.dataset()));
        all.put("validation", data.validation == null ? "none" : about(data.validation));
        all.put("batch size", Integer.toString(loader.batchSize()));
        all.put("seed", Long.toString(settings.seed));
        all.put("augmentation", settings.augmentation == null ? "none" : "some");
        all.put("plateau", settings.plateau == null ? "none" : settings.plateau.toString());
        all.put("patience", settings.patience == 0 ? "none" : settings.patience + " epochs");
        return all;
    }

    /** What it says of itself, or its class if it says nothing. */
    private static String name(Loss loss) {
        String type = loss.getClass().getName();
        return loss.toString().startsWith(type) ? type.replaceFirst("\\$\\$Lambda.*", "'s function") : loss.toString();
    }

    private static String about(Dataset d) {
        int[] s = d.imageShape();
        return d.name() + ", " + d.size() + " images of " + s[0] + "x" + s[1] + "x" + s[2] + ", " + d.classes().size() + " classes"
            + (d.pixelLabels() ? "" : ", labels " + Integer.toHexString(Arrays.hashCode(d.labels())));
    }

    // ---------------------------------------------------------------- the run

    History run() {
        try (steps; inference) {
            tell(TrainingListener::started);
            train();
        } finally {
            optimizer.factor(1);
            tell(TrainingListener::finished);
        }
        return history;
    }

    private void train() {
        while (!ended()) {
            boolean resized = at.batch == batches && nextEpoch();
            epoch(resized);
        }
        if (best.exhausted()) history.stop();
        if (!interrupted) best.restore();
    }

    /** Begins the next epoch, with another batch size if there is a new one; returns whether. */
    private boolean nextEpoch() {
        at.nextEpoch();
        if (settings.batchSize == loader.batchSize()) return false;
        loader = loader.batchSize(settings.batchSize);
        batches = loader.batches();
        return true;
    }

    /** Ends the training after the present batch; from any thread. */
    void end() {
        stopping = true;
    }

    /** The steps made before this epoch, and those of this and the epochs to come. */
    private long planned() {
        return at.done - at.batch + (long) batches * (settings.epochs - at.epoch + 1);
    }

    private boolean ended() {
        return history.stopped() || at.batch == batches && (best.exhausted() || at.epoch >= settings.epochs);
    }

    private void epoch(boolean resized) {
        timedImages = 0;
        trainingSeconds = 0;
        long start = System.nanoTime();
        guard.note();
        if (resized) guard.beginHere();                  // steps of another batch size cannot be run again
        batches();
        if (at.images == 0) return;
        guard.checkWeights();
        boolean whole = at.batch == batches;
        if (!whole) save();
        Score held = validate();
        double rate = optimizer.learningRate() * optimizer.factor();
        double loss = at.loss / at.images;
        history.add(new History.Epoch(at.epoch, loss, accuracy(), held.loss(), held.accuracy(),
            rate, seconds(start), timedImages / Math.max(1e-9, trainingSeconds)));
        if (whole) {
            double watched = data.validation == null ? loss : held.loss();
            if (settings.plateau != null) optimizer.learningRate(settings.plateau.next(watched, optimizer.learningRate()));
            best.saw(watched, at.epoch);
        }
        tell(TrainingListener::epoch);
        if (whole) save();
    }

    private Score validate() {
        if (data.validation == null) return new Score(Double.NaN, Double.NaN);
        long before = System.nanoTime();
        Score held = Score.of(inference, data.validation, settings.evaluationBatch(data.validation));
        validationSeconds = seconds(before);
        return held;
    }

    private void save() {
        if (settings.checkpoints != null) file.write(settings.checkpoints);
    }

    private void batches() {
        try {
            Iterator<Batch> all = rest(at);
            while (all.hasNext()) {
                long before = System.nanoTime();
                Batch batch = all.next();
                step(batch);
                double seconds = seconds(before);
                trainingSeconds += seconds;
                allSeconds += seconds;
                timed++;
                timedImages += batch.size();
                tell(TrainingListener::step);
                if (Thread.interrupted() || stopping) {
                    stop();
                    return;
                }
                if (settings.stepsBetweenCheckpoints > 0 && at.done % settings.stepsBetweenCheckpoints == 0 && at.batch < batches) save();
            }
        } catch (CancellationException e) {
            if (!Thread.interrupted()) throw e;
            stop();                                  // interrupted while it waited for a batch
        }
    }

    private void stop() {
        interrupted = true;
        history.stop();
    }

    /** The batches of the epoch that are left. */
    Iterator<Batch> rest(Position from) {
        return loader.epoch(from.loaderEpoch(), from.batch).iterator();
    }

    private void step(Batch batch) {
        schedule(at);
        guard.aboutToStep();
        Steps.Result result = steps.run(batch);
        count(batch, result);
        guard.checkLoss(result.loss());
        history.add(at.epoch - 1 + (double) at.images / loader.dataset().size(), result.loss());
    }

    private void schedule(Position now) {
        long planned = settings.scheduleByEpoch ? settings.epochs : planned();
        optimizer.factor(settings.schedule.factor(settings.scheduleByEpoch ? now.epoch - 1 : now.done, planned));
    }

    private void count(Batch batch, Steps.Result result) {
        at.done++;
        at.batch++;
        at.loss += result.loss() * batch.size();
        at.correct += result.correct();
        at.counted += result.counted();
        at.images += batch.size();
    }

    private double accuracy() {
        return (double) at.correct / Math.max(1, at.counted);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    private void tell(BiConsumer<TrainingListener, Progress> event) {
        long planned = planned();
        double left = timed == 0 ? Double.NaN
            : allSeconds / timed * (planned - at.done) + validationSeconds * (settings.epochs - history.epochs().size());
        Progress p = new Progress(at.epoch, settings.epochs, at.done, planned, at.batch, batches,
            at.loss / Math.max(1, at.images), accuracy(), timedImages / Math.max(1e-9, trainingSeconds), left, history);
        for (TrainingListener listener : List.copyOf(settings.listeners)) event.accept(listener, p);
    }
}
