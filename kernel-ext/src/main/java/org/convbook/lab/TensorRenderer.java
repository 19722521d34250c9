package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.util.Arrays;

import org.convbook.chart.Numbers;
import org.convbook.chart.PictureGrid;
import org.convbook.chart.Pictures;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.render.TypeRenderer;

/**
 * A tensor: shape, device, smallest, mean and largest value; where its last two axes make a picture, the first sixteen of them.
 * Signed values are drawn from dark blue through mid grey (0) to yellow, others from black (0) to white (the largest).
 */
final class TensorRenderer extends TypeRenderer<Tensor> {
    private static final int MOST = 16;
    private static final int LARGEST_SIDE = 512;

    TensorRenderer() {
        super(Tensor.class);
    }

    @Override protected Levels show(Tensor tensor) {
        float[] values = tensor.toArray();
        int[] shape = tensor.shape().sizes();
        Range range = Range.of(values);
        String text = tensor + "\n" + range.text();
        if (!isPicture(shape, range)) return Levels.of(Html.preformatted(text), text);
        return Levels.of(grid(shape, values, range).figure()).withText(text);
    }

    private record Range(double min, double mean, double max, int odd, int count) {
        static Range of(float[] values) {
            double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY, sum = 0;
            int odd = 0;
            for (float v : values) {
                if (!Float.isFinite(v)) {
                    odd++;
                    continue;
                }
                min = Math.min(min, v);
                max = Math.max(max, v);
                sum += v;
            }
            return new Range(min, sum / (values.length - odd), max, odd, values.length);
        }

        String text() {
            if (count == odd) return count == 0 ? "no values" : "no finite values";
            String[] f = Numbers.formatAll(min, mean, max);
            return Numbers.grouped(count, " ") + " values, smallest " + f[0] + ", mean " + f[1] + ", largest " + f[2]
                + (odd == 0 ? "" : ", " + Numbers.grouped(odd, " ") + " NaN or infinite");
        }
    }

    private static boolean isPicture(int[] shape, Range range) {
        if (shape.length < 2 || shape.length > 4 || range.count == 0 || range.odd == range.count) return false;
        int h = shape[shape.length - 2], w = shape[shape.length - 1];
        return h > 1 && w > 1 && h <= LARGEST_SIDE && w <= LARGEST_SIDE;
    }

    private static PictureGrid grid(int[] shape, float[] values, Range range) {
        int h = shape[shape.length - 2], w = shape[shape.length - 1], planes = values.length / (h * w);
        boolean colour = shape.length >= 3 && shape[shape.length - 3] == 3 && range.min >= 0;
        int each = (colour ? 3 : 1) * h * w, all = values.length / each, shown = Math.min(MOST, all);
        PictureGrid grid = new PictureGrid("Tensor " + Arrays.toString(shape)).cellSize(shown == 1 ? 224 : 64).columns(Math.min(8, shown));
        grid.subtitle(range.text() + (shown < all ? "; the first " + shown + " of " + Numbers.grouped(colour ? all : planes, " ") : ""));
        for (int i = 0; i < shown; i++) grid.add(picture(Arrays.copyOfRange(values, i * each, (i + 1) * each), h, w, range));
        return grid;
    }

    private static BufferedImage picture(float[] values, int h, int w, Range range) {
        if (values.length == 3 * h * w) return Pictures.colour(values, h, w, 0, range.max);
        return range.min < 0 ? Pictures.signed(values, h, w, Math.max(-range.min, range.max)) : Pictures.grey(values, h, w, 0, range.max);
    }
}
