package org.convbook.lab;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts of images by class and prediction.
 *
 * @param classes the names of the classes
 * @param counts  [truth][prediction]
 */
record ConfusionCounts(List<String> classes, long[][] counts) {
    static ConfusionCounts of(int[] truth, int[] predicted, List<String> classes) {
        if (truth.length != predicted.length)
            throw new IllegalArgumentException("confusion matrix: " + truth.length + " labels but " + predicted.length + " predictions");
        if (classes.isEmpty()) throw new IllegalArgumentException("confusion matrix: there must be at least one class");
        long[][] counts = new long[classes.size()][classes.size()];
        for (int i = 0; i < truth.length; i++) counts[known(truth[i], "label", i, classes)][known(predicted[i], "prediction", i, classes)]++;
        return new ConfusionCounts(List.copyOf(classes), counts);
    }

    /** The class, if it is one; {@code i} is its place where it has one, else -1. */
    static int known(int k, String what, int i, List<String> classes) {
        if (k < 0 || k >= classes.size())
            throw new IllegalArgumentException("confusion matrix: " + what + (i < 0 ? "" : " " + i) + " is " + k
                + ", expected 0 to " + (classes.size() - 1));
        return k;
    }

    long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    long row(int k) {
        return Arrays.stream(counts[k]).sum();
    }

    long column(int k) {
        return Arrays.stream(counts).mapToLong(row -> row[k]).sum();
    }

    long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    long correct() {
        return IntStream.range(0, classes.size()).mapToLong(k -> counts[k][k]).sum();
    }
}
