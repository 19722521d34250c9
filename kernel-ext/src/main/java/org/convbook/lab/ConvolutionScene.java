package org.convbook.lab;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * One filter of a convolution over one image, as the library computes it: what a picture of its steps needs. Step {@code i} makes output value
 * {@code i}, row by row. A series is an image of one row. Where the window does not fit there are no steps, but the library's own sentence.
 */
final class ConvolutionScene {
    /** What is convolved: a tensor [1, C, H, W] or [1, C, L], filters [1, C, kH, kW] or [1, C, kL], a bias or null, and what follows or null. */
    record Parts(String layer, Tensor x, Tensor weight, Float bias, Layer after) {}

    final String layer;
    final String problem;
    final boolean series;
    final WindowAxis down;
    final WindowAxis across;
    final int height;
    final int width;
    final double[][][] padded;
    final double[][][] filter;
    final Double bias;
    final double[][] output;
    final double[][] after;
    final String afterName;

    private int lines;                                          // of words under a picture; 0 before somebody asked

    private ConvolutionScene(Parts parts, Window window) {
        layer = parts.layer;
        series = window.axes().size() == 1;
        down = series ? new WindowAxis(1, 1, 0) : window.axes().get(0);
        across = window.axes().get(series ? 0 : 1);
        int[] shape = parts.x.shape().sizes();
        height = series ? 1 : shape[2];
        width = shape[shape.length - 1];
        bias = parts.bias == null ? null : Double.valueOf(parts.bias);
        afterName = parts.after == null ? null : parts.after.toString();
        filter = planes(parts.weight);
        Tensor y = null;
        String words = null;
        try {
            y = parts.x.conv(parts.weight, parts.bias == null ? null : Tensor.of(new float[] {parts.bias}, 1).to(parts.x.backend()), window, 1);
        } catch (ShapeException e) {
            words = e.in(parts.layer).getMessage().lines().findFirst().orElseThrow();
        }
        problem = words;
        output = y == null ? new double[0][0] : planes(y)[0];
        after = y == null || parts.after == null ? null : planes(following(parts.after, y))[0];
        padded = planes(y == null ? parts.x : padded(parts.x, window));
    }

    /** Keeps what the first one who asks finds out: it is the same for all steps. */
    int lines(IntSupplier count) {
        if (lines == 0) lines = count.getAsInt();
        return lines;
    }

    static ConvolutionScene of(Parts parts, Window window) {
        return Tape.withoutGradients(() -> new ConvolutionScene(parts, window));
    }

    /** The number of output values; 0 where the window does not fit. */
    int steps() {
        return problem == null ? output.length * output[0].length : 0;
    }

    int row(int step) {
        return step / output[0].length;
    }

    int column(int step) {
        return step % output[0].length;
    }

    /** The first row of the padded input that the window covers. */
    int top(int step) {
        return row(step) * down.stride();
    }

    /** The first column of the padded input that the window covers. */
    int left(int step) {
        return column(step) * across.stride();
    }

    /** The input value under a tap of the filter. */
    double value(int step, int channel, int i, int j) {
        return padded[channel][top(step) + i * down.dilation()][left(step) + j * across.dilation()];
    }

    double product(int step, int channel, int i, int j) {
        return value(step, channel, i, j) * filter[channel][i][j];
    }

    /** The sum of one channel's products. */
    double sum(int step, int channel) {
        double sum = 0;
        for (int i = 0; i < down.kernel(); i++) for (int j = 0; j < across.kernel(); j++) sum += product(step, channel, i, j);
        return sum;
    }

    double sum(int step) {
        return IntStream.range(0, filter.length).mapToDouble(c -> sum(step, c)).sum();
    }

    /** Whether a place of the padded input lies in the padding. */
    boolean isPadding(int row, int column) {
        int r = row - paddingTop(), c = column - paddingLeft();
        return r < 0 || c < 0 || r >= height || c >= width;
    }

    int paddingTop() {
        return problem == null ? down.padding() : 0;
    }

    int paddingLeft() {
        return problem == null ? across.padding() : 0;
    }

    /** Whether no window reaches a row or column of the padded input at its end. */
    boolean isUnseen(int row, int column) {
        return problem == null && (row >= (output.length - 1) * down.stride() + down.extent()
            || column >= (output[0].length - 1) * across.stride() + across.extent());
    }

    private static Tensor following(Layer next, Tensor y) {
        Tensor z = next.apply(y, Pass.inference());
        if (z.shape().equals(y.shape())) return z;
        throw new IllegalArgumentException("ConvolutionStepper: what follows must keep the size, but " + next + " makes " + z.shape()
            + " of " + y.shape());
    }

    /** The input with its padding; where the last window overhangs, with zeros under it too. */
    private static Tensor padded(Tensor x, Window window) {
        Tensor result = x;
        List<WindowAxis> axes = window.axes();
        int[] sizes = IntStream.range(2, x.shape().rank()).map(x.shape()::size).toArray();
        int[] outputs = window.outputSizes(sizes);
        for (int i = 0; i < axes.size(); i++) {
            WindowAxis a = axes.get(i);
            int over = (outputs[i] - 1) * a.stride() + a.extent() - sizes[i] - a.padding() - a.after();
            result = result.pad(i + 2, a.padding(), a.after() + Math.max(0, over), window.mode());
        }
        return result;
    }

    private static double[][][] planes(Tensor t) {
        int[] shape = t.shape().sizes();
        int w = shape[shape.length - 1], h = shape.length == 3 ? 1 : shape[2];
        float[] values = t.toArray();
        double[][][] planes = new double[shape[1]][h][w];
        for (int i = 0; i < values.length; i++) planes[i / (h * w)][i / w % h][i % w] = values[i];
        return planes;
    }
}
