package org.convbook.cnn.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.convbook.cnn.backend.RandomStream;
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
    private final Times times = new Times();
    /** Steps that have been begun, in order; where nothing computes beside the host, none for longer than a moment. */
    private final Deque<Begun> underway = new ArrayDeque<>();

    private record Begun(Batch batch, Supplier<Steps.Result> result) {}

    Run(Layer net, Optimizer optimizer, Settings settings, Data data, Steps.Goal goal) {
        this.net = net;
        this.optimizer = optimizer;
        this.settings = settings;
        this.data = data;
        RandomStream random = new RandomStream(settings.seed);
        steps = new Steps(net, optimizer, random, goal, settings.lookAhead);
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

    Data data() {
        return data;
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
        times.nextEpoch();
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
            rate, Times.seconds(start), times.imagesPerSecond()));
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
        times.validation(Times.seconds(before));
        return held;
    }

    private void save() {
        if (settings.checkpoints != null) file.write(settings.checkpoints);
    }

    private void batches() {
        Feed feed = new Feed(rest(at), steps);
        times.go();
        try {
            while (feed.hasNext()) {
                begin(feed.next());
                feed.ahead();
                end(mayWait() ? 1 : 0);
                if (Thread.interrupted() || stopping) {
                    end(0);
                    stop();
                    return;
                }
                if (!underway.isEmpty() || !savesAt(at.done) || at.batch == batches) continue;
                save();
                times.go();
            }
            end(0);
        } catch (CancellationException e) {
            end(0);
            if (!Thread.interrupted()) throw e;
            stop();                                  // interrupted while it waited for a batch
        } catch (RuntimeException e) {
            end(0);                                  // a later step failed: those before it count
            throw e;
        }
    }

    /** Whether the next step may begin before the last one's results are looked at: nobody could tell. */
    private boolean mayWait() {
        return steps.looksAhead() && !guard.isDue() && !savesAt(at.done + underway.size())
            && settings.listeners.stream().noneMatch(TrainingListener::watchesSteps);
    }

    private boolean savesAt(long step) {
        return settings.stepsBetweenCheckpoints > 0 && step % settings.stepsBetweenCheckpoints == 0;
    }

    private void stop() {
        interrupted = true;
        history.stop();
    }

    /** The batches of the epoch that are left. */
    Iterator<Batch> rest(Position from) {
        return loader.epoch(from.loaderEpoch(), from.batch).iterator();
    }

    private void begin(Batch batch) {
        schedule(at, underway.size());
        guard.aboutToStep();
        underway.add(new Begun(batch, steps.begin(batch)));
    }

    /** Takes the results of all steps but so many. */
    private void end(int left) {
        while (underway.size() > left) {
            Begun step = underway.remove();
            try {
                end(step.batch, step.result.get());
            } catch (RuntimeException e) {
                underway.clear();                    // they began from what this one left
                throw e;
            }
        }
    }

    private void end(Batch batch, Steps.Result result) {
        count(batch, result);
        guard.checkLoss(result.loss());
        history.add(at.epoch - 1 + (double) at.images / loader.dataset().size(), result.loss());
        times.step(batch.size());
        tell(TrainingListener::step);
        times.go();
    }

    /** Sets the factor of the step that follows those made and so many more. */
    private void schedule(Position now, int more) {
        long planned = settings.scheduleByEpoch ? settings.epochs : planned();
        optimizer.factor(settings.schedule.factor(settings.scheduleByEpoch ? now.epoch - 1 : now.done + more, planned));
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

    private void tell(BiConsumer<TrainingListener, Progress> event) {
        long planned = planned();
        Progress p = new Progress(at.epoch, settings.epochs, at.done, planned, at.batch, batches, at.loss / Math.max(1, at.images), accuracy(),
            times.imagesPerSecond(), times.left(planned - at.done, settings.epochs - history.epochs().size()), history);
        for (TrainingListener listener : List.copyOf(settings.listeners)) event.accept(listener, p);
    }
}
