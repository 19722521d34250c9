package org.convbook.cnn.train;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convbook.data.Batch;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How a network does on a data set with a label for each pixel. Only counts are kept: the probabilities of all pixels would not fit into memory.
 * <pre>
 * accuracy   sum of n[k][k] / sum of n[i][j]                              n[i][j]: pixels of class i that were called j
 * iou(k)     n[k][k] / (n[k][0] + n[k][1] + … + n[0][k] + n[1][k] + … - n[k][k])
 * meanIou    the mean of iou(k) over the classes that occur or were predicted
 * </pre>
 * A network that does not return [N, classes, H, W], or images without masks, are an {@link IllegalArgumentException}.
 *
 * @see <a href="https://arxiv.org/abs/1411.4038">Long, Shelhamer &amp; Darrell 2015, Fully convolutional networks</a>
 * @param loss the mean loss of the pixels that count
 * @param confusion counts of pixels, [truth][prediction]; pixels of no class are left out
 * @param classes the names of the classes
 */
public record PixelEvaluation(double loss, long[][] confusion, List<String> classes) {
    static PixelEvaluation of(Inference inference, Dataset data, int batchSize) {
        if (!data.pixelLabels()) throw new IllegalArgumentException(data.name() + " has one label for each image; use evaluate");
        int classes = data.classes().size();
        long[][] counts = new long[classes][classes];
        double[] total = {0, 0};
        for (Batch batch : new Loader(data, batchSize)) {
            inference.look(batch, (logits, p, loss) -> {
                int[] s = logits.shape().sizes();
                if (s.length != 4) throw new IllegalArgumentException("the network returns " + logits.shape() + ", expected [N, classes, H, W]");
                Evaluation.checkClasses(s[1], data);
                long counted = count(logits.toArray(), s, batch.labels(), inference.ignored(), counts);
                total[0] += counted == 0 ? 0 : loss * counted;
                total[1] += counted;
            });
        }
        return new PixelEvaluation(total[0] / total[1], counts, List.copyOf(data.classes()));
    }

    /** Adds the pixels of a batch to the counts, and returns how many count. Only classes of the data set are predicted. */
    private static long count(float[] z, int[] shape, int[] labels, int ignored, long[][] counts) {
        int area = shape[2] * shape[3];
        long counted = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == ignored) continue;
            counted++;
            int called = Steps.largest(z, i / area * area * shape[1] + i % area, area, counts.length);
            counts[labels[i]][called]++;
        }
        return counted;
    }

    private long truth(int k) {
        return IntStream.range(0, classes.size()).mapToLong(j -> confusion[k][j]).sum();
    }

    private long called(int k) {
        return IntStream.range(0, classes.size()).mapToLong(j -> confusion[j][k]).sum();
    }

    /** The share of pixels classified rightly, 0 to 1; NaN without any. */
    public double accuracy() {
        long all = IntStream.range(0, classes.size()).mapToLong(this::truth).sum();
        return (double) IntStream.range(0, classes.size()).mapToLong(k -> confusion[k][k]).sum() / all;
    }

    /** Intersection over union of class k: pixels rightly called so, by pixels that are or were called so; NaN if there are none. */
    public double iou(int k) {
        return (double) confusion[k][k] / (truth(k) + called(k) - confusion[k][k]);
    }

    /** The mean of {@link #iou} over the classes that occur or were predicted; NaN without any. */
    public double meanIou() {
        return IntStream.range(0, classes.size()).mapToDouble(this::iou).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    }

    /** A row for each class: its pixels, how many were found (recall), and its intersection over union. */
    public Table table() {
        int k = classes.size();
        return Table.create("classes", StringColumn.create("class", classes),
            LongColumn.create("pixels", IntStream.range(0, k).mapToLong(this::truth).toArray()),
            DoubleColumn.create("recall", IntStream.range(0, k).mapToDouble(i -> (double) confusion[i][i] / truth(i)).toArray()),
            DoubleColumn.create("iou", IntStream.range(0, k).mapToDouble(this::iou).toArray()));
    }

    /** For example {@code PixelEvaluation: loss 0.3120, pixel accuracy 91.02 %, mean IoU 63.40 %}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "PixelEvaluation: loss %.4f, pixel accuracy %.2f %%, mean IoU %.2f %%",
            loss, 100 * accuracy(), 100 * meanIou());
    }
}
