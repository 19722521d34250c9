package org.convbook.cnn.train;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.Layer;
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
 * @param loss the mean loss
 * @param probabilities [images][classes], each row a softmax over the logits
 * @param labels the true class of each image
 * @param classes the names of the classes
 */
public record Evaluation(double loss, float[][] probabilities, int[] labels, List<String> classes) {
    private static final int BATCH = 64;

    /**
     * Runs a network, or an {@link org.convbook.cnn.nn.Ensemble} of some, over a data set on the fastest backend, where it stays; the loss is
     * the cross-entropy. A network with fewer outputs than there are classes is an {@link IllegalArgumentException}.
     */
    public static Evaluation of(Layer net, Dataset data) {
        Backend backend = Backends.best();
        net.to(backend);
        try (Inference inference = new Inference(net, new Steps.Goal(backend, Losses.crossEntropy(), data.ignoreIndex()))) {
            return of(inference, data, BATCH);
        }
    }

    /** Runs the network over a data set, in batches of this size. */
    static Evaluation of(Inference inference, Dataset data, int batchSize) {
        if (data.pixelLabels()) throw new IllegalArgumentException(data.name() + " has a label for each pixel; use evaluatePixels");
        float[][] probabilities = new float[data.size()][];
        int[] labels = new int[data.size()];
        double total = 0;
        int at = 0;
        for (Batch batch : new Loader(data, batchSize)) {
            int first = at;
            double[] mean = {0};
            inference.look(batch, (logits, p, loss) -> {
                Inference.rows(logits, p, probabilities, first);
                mean[0] = loss;
            });
            checkClasses(probabilities[first].length, data);
            System.arraycopy(batch.labels(), 0, labels, first, batch.size());
            at += batch.size();
            total += mean[0] * batch.size();
        }
        return new Evaluation(total / labels.length, probabilities, labels, List.copyOf(data.classes()));
    }

    static void checkClasses(int outputs, Dataset data) {
        int classes = data.classes().size();
        if (outputs < classes) {
            throw new IllegalArgumentException("the network has " + outputs + " outputs, but " + data.name() + " has " + classes + " classes");
        }
    }

    /** The class with the largest probability for each image; of equal ones the first. */
    public int[] predictions() {
        return IntStream.range(0, labels.length).map(i -> Steps.largest(probabilities[i], 0, 1, probabilities[i].length)).toArray();
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
