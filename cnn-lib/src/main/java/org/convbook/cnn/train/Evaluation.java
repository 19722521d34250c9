package org.convbook.cnn.train;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convbook.data.Batch;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How a network does on a data set.
 *
 * @param loss the mean cross-entropy; a probability that float32 rounds to 0 counts as 1.2e−38
 * @param probabilities [images][classes], each row a softmax over the logits
 * @param labels the true class of each image
 * @param classes the names of the classes
 */
public record Evaluation(double loss, float[][] probabilities, int[] labels, List<String> classes) {
    /** Runs the network over a data set, in batches of this size. */
    static Evaluation of(Inference inference, Dataset data, int batchSize) {
        float[][] probabilities = new float[data.size()][];
        int[] labels = new int[data.size()];
        double total = 0;
        int at = 0;
        for (Batch batch : new Loader(data, batchSize)) {
            for (float[] row : inference.probabilities(batch)) {
                Steps.checkClasses(row.length, data);
                probabilities[at] = row;
                labels[at] = batch.labels()[at % batchSize];
                total -= Math.log(Math.max(row[labels[at++]], Float.MIN_NORMAL));
            }
        }
        return new Evaluation(total / labels.length, probabilities, labels, List.copyOf(data.classes()));
    }

    /** The class with the largest probability for each image; of equal ones the first. */
    public int[] predictions() {
        return IntStream.range(0, labels.length).map(i -> largest(probabilities[i])).toArray();
    }

    /** The index of the largest value; of equal ones the first. */
    static int largest(float[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
        return best;
    }

    /** The share of images classified rightly, 0 to 1; NaN without images. */
    public double accuracy() {
        int[] p = predictions();
        return (double) IntStream.range(0, p.length).filter(i -> p[i] == labels[i]).count() / p.length;
    }

    /** Counts of images: [truth][prediction]. */
    public int[][] confusion() {
        int[][] counts = new int[classes.size()][classes.size()];
        int[] p = predictions();
        for (int i = 0; i < p.length; i++) counts[labels[i]][p[i]]++;
        return counts;
    }

    /** The images that were classified wrongly, the surest mistake first. */
    public int[] mistakes() {
        int[] p = predictions();
        return IntStream.range(0, p.length).filter(i -> p[i] != labels[i]).boxed()
            .sorted((a, b) -> Float.compare(probabilities[b][p[b]], probabilities[a][p[a]])).mapToInt(i -> i).toArray();
    }

    /** A row for each class: its images, how many were found (recall), and how many of what was called so is so (precision). */
    public Table table() {
        int[][] c = confusion();
        int k = classes.size();
        int[] images = IntStream.range(0, k).map(i -> IntStream.of(c[i]).sum()).toArray();
        double[] recall = IntStream.range(0, k).mapToDouble(i -> (double) c[i][i] / images[i]).toArray();
        double[] precision = IntStream.range(0, k)
            .mapToDouble(i -> (double) c[i][i] / IntStream.range(0, k).map(t -> c[t][i]).sum()).toArray();
        return Table.create("classes", StringColumn.create("class", classes), IntColumn.create("images", images),
            DoubleColumn.create("recall", recall), DoubleColumn.create("precision", precision));
    }

    /** For example {@code Evaluation: 10000 images, loss 0.0312, accuracy 99.02 %}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Evaluation: %d images, loss %.4f, accuracy %.2f %%", labels.length, loss, 100 * accuracy());
    }
}
