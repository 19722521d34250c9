package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.PictureGrid;
import org.convbook.chart.Pictures;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;

/**
 * The filters of a convolution as pictures, as they were when the bank was made.
 * <pre>
 * weights  [out, in, kH, kW]
 * in = 1   each filter in its own range, and all in one common range; dark blue is negative, mid grey zero, yellow positive
 * in = 3   the same in colour; mid grey is zero
 * else     one column a unit, one row an input channel: such filters are not images
 * </pre>
 * Weights of another rank are an {@link IllegalArgumentException}.
 */
public final class FilterBank implements Drawn {
    private static final int MOST_UNITS = 64;
    private static final int MOST_CHANNELS = 32;
    private static final int CELL = 40;
    private static final int LEAST = 330;

    private final String name;
    private final float[] weights;
    private final int units;
    private final int channels;
    private final int height;
    private final int width;

    private FilterBank(String name, float[] weights, int[] shape) {
        if (shape.length != 4)
            throw new IllegalArgumentException("filter bank of " + name + ": weights must be [out, in, kH, kW], got " + Arrays.toString(shape));
        this.name = name;
        this.weights = weights;
        units = shape[0];
        channels = shape[1];
        height = shape[2];
        width = shape[3];
    }

    /** The filters of the part at a dotted path, such as {@code FilterBank.of(net, "0")}. */
    public static FilterBank of(Layer net, String path) {
        String key = path.isEmpty() ? "weight" : path + ".weight";
        Tensor weight = net.parameters().get(key);
        if (weight == null)
            throw new IllegalArgumentException("filter bank: " + net.at(path) + " at \"" + path + "\" has no filters; parameters: "
                + net.parameters().keySet());
        return new FilterBank(key, weight.toArray(), weight.shape().sizes());
    }

    /** The filters in a tensor. */
    public static FilterBank of(Tensor weight) {
        return new FilterBank("weight", weight.toArray(), weight.shape().sizes());
    }

    /** This bank above a later one, both in the same common range: before and after training. Banks of different size are refused. */
    public Figure beside(FilterBank after) {
        if (units != after.units || channels != after.channels || height != after.height || width != after.width)
            throw new IllegalArgumentException("filter banks: " + size() + " and " + after.size() + " cannot be compared");
        double range = Math.max(largest(weights), largest(after.weights));
        return Figure.column(0, figure("Before: " + name, range), after.figure("After:  " + name, range));
    }

    @Override public Figure figure() {
        return figure("Filters " + name, largest(weights));
    }

    /** Name, size and range of the weights. */
    @Override public String toString() {
        double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY;
        for (float w : weights) {
            min = Math.min(min, w);
            max = Math.max(max, w);
        }
        String[] range = Numbers.formatAll(min, max);
        return "Filters " + name + ": " + size() + ", weights " + range[0] + " to " + range[1];
    }

    private String size() {
        return String.format(Locale.ROOT, "%d filters of %d x %d over %d %s", units, height, width, channels, channels == 1 ? "channel" : "channels");
    }

    private Figure figure(String title, double common) {
        boolean images = channels == 1 || channels == 3;
        Figure drawn = images ? Figure.row(0, grid(title + ", each in its own range", 0).figure(),
            grid("all in the common range ±" + Numbers.format(common), common).figure()) : channelGrid(title, common).figure();
        return Figure.of(drawn.width(), drawn.height(), title + "\n  " + this, drawn::paint);
    }

    /** One picture a unit; a range of 0 stands for each unit's own. */
    private PictureGrid grid(String title, double range) {
        int shown = Math.min(units, MOST_UNITS);
        PictureGrid grid = new PictureGrid(title).atLeast(LEAST).cellSize(CELL).columns(Math.min(units, Math.max(6, (int) Math.ceil(Math.sqrt(shown)))));
        if (shown < units) grid.subtitle("the first " + shown + " of " + units);
        for (int u = 0; u < shown; u++) {
            float[] w = filter(u, 0, channels);
            grid.add(picture(w, range > 0 ? range : largest(w)), Integer.toString(u));
        }
        return grid;
    }

    private PictureGrid channelGrid(String title, double range) {
        int columns = Math.min(units, MOST_UNITS), rows = Math.min(channels, MOST_CHANNELS);
        PictureGrid grid = new PictureGrid(title).cellSize(columns <= 32 ? 22 : 10).columns(columns).sides(numbers(rows), numbers(columns));
        grid.subtitle("one column a unit (" + shown(columns, units) + "), one row an input channel (" + shown(rows, channels)
            + "), all in the common range ±" + Numbers.format(range));
        for (int c = 0; c < rows; c++)
            for (int u = 0; u < columns; u++) grid.add(picture(filter(u, c, 1), range));
        return grid;
    }

    private static List<String> numbers(int n) {
        return IntStream.range(0, n).mapToObj(Integer::toString).toList();
    }

    private BufferedImage picture(float[] w, double range) {
        return w.length == 3 * height * width ? Pictures.colour(w, height, width, -range, range) : Pictures.signed(w, height, width, range);
    }

    private float[] filter(int unit, int channel, int count) {
        int plane = height * width, from = (unit * channels + channel) * plane;
        return Arrays.copyOfRange(weights, from, from + count * plane);
    }

    private static String shown(int shown, int all) {
        return shown == all ? "all " + all : "the first " + shown + " of " + all;
    }

    private static double largest(float[] values) {
        double max = 0;
        for (float v : values) max = Math.max(max, Math.abs(v));
        return max;
    }
}
