package org.convbook.cnn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What a training did: one entry an epoch, and the loss of every step. Grows while the training runs. */
public final class History {
    /**
     * One epoch.
     *
     * @param epoch its number, from 1
     * @param loss the mean training loss, while the weights were changing
     * @param accuracy the share of training images classified rightly, 0 to 1
     * @param validationLoss the mean loss on the validation images after the epoch, NaN without any
     * @param validationAccuracy their share classified rightly, NaN without any
     * @param learningRate the rate of the last step
     * @param seconds the time of training and validation
     * @param imagesPerSecond the speed of training alone
     */
    public record Epoch(
            int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy,
            double learningRate, double seconds, double imagesPerSecond) {}

    private final List<Epoch> epochs = new ArrayList<>();
    private double[] losses = new double[256];
    private double[] places = new double[256];
    private int steps;
    private boolean stopped;

    /** For the trainer. */
    History() {}

    synchronized void add(double place, double loss) {
        if (steps == losses.length) {
            losses = Arrays.copyOf(losses, 2 * steps);
            places = Arrays.copyOf(places, 2 * steps);
        }
        places[steps] = place;
        losses[steps++] = loss;
    }

    synchronized void add(Epoch epoch) {
        epochs.add(epoch);
    }

    /** Begins with what an earlier run did. */
    synchronized void restore(List<Epoch> epochs, double[] places, double... losses) {
        this.epochs.clear();
        this.epochs.addAll(epochs);
        this.losses = Arrays.copyOf(losses, Math.max(256, losses.length));
        this.places = Arrays.copyOf(places, Math.max(256, losses.length));
        steps = losses.length;
    }

    synchronized void stop() {
        stopped = true;
    }

    /** The epochs so far. */
    public synchronized List<Epoch> epochs() {
        return Collections.unmodifiableList(new ArrayList<>(epochs));
    }

    /** The last epoch that ended; an {@link IllegalStateException} before the first. */
    public synchronized Epoch last() {
        if (epochs.isEmpty()) throw new IllegalStateException("no epoch has ended yet");
        return epochs.get(epochs.size() - 1);
    }

    /** The training loss of each step so far. */
    public synchronized double[] losses() {
        return Arrays.copyOf(losses, steps);
    }

    /** How far the training was after each step so far, in epochs: 1.5 is the middle of the second. */
    public synchronized double[] places() {
        return Arrays.copyOf(places, steps);
    }

    /** Whether the training was stopped before its planned end. */
    public synchronized boolean stopped() {
        return stopped;
    }

    /** A row for each epoch, with the columns of {@link Epoch}. */
    public Table table() {
        List<Epoch> all = epochs();
        return Table.create("training",
            IntColumn.create("epoch", all.stream().mapToInt(Epoch::epoch).toArray()),
            column("loss", all, Epoch::loss),
            column("accuracy", all, Epoch::accuracy),
            column("validation loss", all, Epoch::validationLoss),
            column("validation accuracy", all, Epoch::validationAccuracy),
            column("learning rate", all, Epoch::learningRate),
            column("seconds", all, Epoch::seconds),
            column("images/s", all, Epoch::imagesPerSecond));
    }

    private static DoubleColumn column(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
    }

    /** A row for each step: its number, from 1, and its loss. */
    public Table steps() {
        double[] l = losses();
        int[] numbers = new int[l.length];
        Arrays.setAll(numbers, i -> i + 1);
        return Table.create("steps", IntColumn.create("step", numbers), DoubleColumn.create("loss", l));
    }

    /** For example {@code History: 5 epochs, loss 0.0312, accuracy 99.05 %, validation accuracy 98.73 %}. */
    @Override
    public String toString() {
        List<Epoch> all = epochs();
        if (all.isEmpty()) return "History: no epoch has ended, " + steps + " steps" + (stopped ? ", stopped" : "");
        Epoch e = all.get(all.size() - 1);
        String validation = Double.isNaN(e.validationAccuracy()) ? ""
            : String.format(Locale.ROOT, ", validation accuracy %.2f %%", 100 * e.validationAccuracy());
        return String.format(Locale.ROOT, "History: %d epoch%s, loss %.4f, accuracy %.2f %%%s%s",
            all.size(), all.size() == 1 ? "" : "s", e.loss(), 100 * e.accuracy(), validation, stopped ? ", stopped" : "");
    }
}
