package org.convbook.lab;

import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Movable;
import org.convbook.widget.Play;
import org.convbook.widget.VBox;
import org.convbook.widget.Widget;
import org.convbook.widget.Widgets;

/**
 * A convolution as a product of two matrices: each window of the image is laid out as a column, each filter as a row, and every output value is a row
 * times a column.
 * <pre>
 * filters  [out, in·kH·kW]      columns  [in·kH·kW, windows]      output  [out, windows]
 * ColumnMatrix.of(new Conv2d(1, 2, Window.of(3), rng), image).window(4)
 * </pre>
 * Made to be looked at: a layer in groups, more than {@value #ROWS} rows, {@value #WINDOWS} windows or {@value #FILTERS} filters are an
 * {@link IllegalArgumentException}. The bias is left aside.
 *
 * @see <a href="https://inria.hal.science/inria-00112631">Chellapilla, Puri &amp; Simard 2006, high performance convolutional neural networks</a>
 */
public final class ColumnMatrix implements Movable, Drawn {
    private static final int ROWS = 18;
    private static final int WINDOWS = 16;
    private static final int FILTERS = 4;
    private static final int PACE = 900;

    private final ColumnScene scene;
    private final int window;

    private ColumnMatrix(ColumnScene scene, int window) {
        this.scene = scene;
        this.window = window;
    }

    /** A layer's filters and the windows of an image, [H, W], [C, H, W] or [1, C, H, W]. */
    public static ColumnMatrix of(Conv2d layer, Tensor image) {
        int[] sizes = image.shape().sizes(), full = {1, 1, 1, 1};
        if (sizes.length < 2 || sizes.length > 4)
            throw new IllegalArgumentException("ColumnMatrix: one image is expected, [H, W], [C, H, W] or [1, C, H, W], got " + image.shape());
        System.arraycopy(sizes, 0, full, 4 - sizes.length, sizes.length);
        Tensor x = Tensor.of(image.toArray(), full), weight = layer.parameters().get("weight");
        Tensor y = Tape.withoutGradients(() -> layer.apply(x.to(weight.backend()), Pass.inference()));   // it refuses what does not fit
        int[] out = y.shape().sizes();
        if (layer.groups() != 1 || full[0] != 1)
            throw new IllegalArgumentException("ColumnMatrix: one image and one group are expected, got " + full[0] + " and " + layer.groups());
        int[] w = weight.shape().sizes();
        int rows = w[1] * w[2] * w[3], windows = out[2] * out[3];
        if (rows > ROWS || windows > WINDOWS || w[0] > FILTERS)
            throw new IllegalArgumentException("ColumnMatrix: at most " + ROWS + " rows, " + WINDOWS + " windows and " + FILTERS
                + " filters can be read, got " + rows + ", " + windows + " and " + w[0]);
        WindowAxis down = layer.window().axes().get(0), across = layer.window().axes().get(layer.window().axes().size() - 1);
        return new ColumnMatrix(new ColumnScene(x.toArray(), full, weight.toArray(), w, down, across, new int[] {out[2], out[3]}), 0);
    }

    /** Looks at a window, from 0 in rows; one that is not there is an {@link IllegalArgumentException}. */
    public ColumnMatrix window(int window) {
        if (window < 0 || window >= windows())
            throw new IllegalArgumentException("ColumnMatrix: there is no window " + window + " among " + windows());
        return new ColumnMatrix(scene, window);
    }

    /** How many windows there are: columns of the matrix. */
    public int windows() {
        return scene.windows();
    }

    /** The matrix of the columns, row by row. */
    public double[][] columns() {
        return scene.columns();
    }

    @Override public Figure figure() {
        return ColumnDrawing.of(scene, window);
    }

    /** A slider for the window. */
    @Override public Widget widget() {
        IntSlider slider = new IntSlider("window", 0, windows() - 1, window);
        Play play = new Play(0, windows() - 1).interval(PACE);
        Image picture = Image.of(figure());
        Widgets.jslink(play, slider);
        slider.layout().width("420px").margin("2px 2px 2px 16px");
        slider.onChange(w -> picture.picture(window(w).figure()));
        return new VBox(new HBox(play, slider), picture);
    }

    /** A frame for each window. */
    @Override public Levels levels() {
        return Frames.over("window", IntStream.range(0, windows()).boxed().toList(), w -> window(w).figure()).title(figure().title()).startAt(window)
            .levels().withText(toString());
    }

    /** The present window in words, and the matrix. */
    @Override public String toString() {
        return figure().text();
    }
}
