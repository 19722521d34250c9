package org.convbook.lab;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.cnn.backend.ThreadGrid;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Movable;
import org.convbook.widget.Play;
import org.convbook.widget.ToggleButtons;
import org.convbook.widget.VBox;
import org.convbook.widget.Widget;
import org.convbook.widget.Widgets;

/**
 * Which thread of a grid computes which pixel of a convolution's output, and the window of the image that it reads.
 * <pre>
 * ThreadMap.of(digit, 3, 128).thread(300)        // an image [H, W], [1, H, W] or [1, 1, H, W], a 3 x 3 window, blocks of 128 threads
 * </pre>
 * The i-th thread, {@code i = blockIdx.x * blockDim.x + threadIdx.x}, computes the i-th pixel of the output in rows; those of the last block that are
 * left over do nothing. An image of more than {@value #MOST} pixels a side, or smaller than the window, is an {@link IllegalArgumentException}.
 */
public final class ThreadMap implements Movable, Drawn {
    private static final int MOST = 32;
    private static final int FRAMES = 40;
    private static final int PACE = 500;
    private static final List<Integer> BLOCKS = List.of(16, 32, 64, 128);

    private final double[][] image;
    private final int kernel;
    private final ThreadGrid grid;
    private final int thread;

    private ThreadMap(double[][] image, int kernel, int threads, int thread) {
        this.image = image;
        this.kernel = kernel;
        this.grid = ThreadGrid.over((image.length - kernel + 1) * (image[0].length - kernel + 1), threads);
        this.thread = thread;
    }

    /** An image of one plane, a window of kernel x kernel without padding, and blocks of so many threads. */
    public static ThreadMap of(Tensor image, int kernel, int threads) {
        int[] sizes = image.shape().sizes();
        int height = sizes.length < 2 ? 0 : sizes[sizes.length - 2], width = sizes.length < 2 ? 0 : sizes[sizes.length - 1];
        if (kernel < 1 || height < kernel || width < kernel || height > MOST || width > MOST || image.shape().count() != height * width)
            throw new IllegalArgumentException("ThreadMap: an image of one plane, " + kernel + " to " + MOST
                + " pixels a side, is expected for a window of " + kernel + ", got " + image.shape());
        float[] values = image.toArray();
        double[][] rows = IntStream.range(0, height).mapToObj(r -> IntStream.range(0, width).mapToDouble(c -> values[r * width + c]).toArray())
            .toArray(double[][]::new);
        return new ThreadMap(rows, kernel, threads, 0);
    }

    /** Looks at a thread, counted from 0 through all blocks; one that is not there is an {@link IllegalArgumentException}. */
    public ThreadMap thread(int i) {
        if (i < 0 || i >= grid.count()) throw new IllegalArgumentException("ThreadMap: there is no thread " + i + " among " + grid.count());
        return new ThreadMap(image, kernel, grid.threads(), i);
    }

    /** The blocks and threads. */
    public ThreadGrid grid() {
        return grid;
    }

    @Override public Figure figure() {
        return new ThreadDrawing(image, kernel, grid, thread).figure();
    }

    /** A slider for the thread, and buttons for the size of a block. */
    @Override public Widget widget() {
        IntSlider slider = new IntSlider("thread i", 0, grid.count() - 1, thread);
        Play play = new Play(0, grid.count() - 1).interval(PACE);
        List<Integer> sizes = Stream.concat(BLOCKS.stream(), Stream.of(grid.threads())).distinct().sorted().toList();
        ToggleButtons<Integer> blocks = new ToggleButtons<>("threads a block", sizes).value(grid.threads());
        blocks.style().descriptionWidth("110px");
        Image picture = Image.of(figure());
        Widgets.jslink(play, slider);
        slider.layout().width("420px").margin("2px 2px 2px 16px");
        Runnable redraw = () -> {
            ThreadMap map = new ThreadMap(image, kernel, blocks.value(), 0);
            picture.picture(map.thread(Math.min(slider.value(), map.grid.count() - 1)).figure());
        };
        slider.onChange(i -> redraw.run());
        blocks.onChange(b -> {
            int last = new ThreadMap(image, kernel, b, 0).grid.count() - 1;
            slider.max(last);
            play.max(last);
            redraw.run();
        });
        return new VBox(new HBox(play, slider), blocks, picture);
    }

    /** Frames over the threads: all, or some forty of them. */
    @Override public Levels levels() {
        int n = grid.count(), kept = Math.min(n, FRAMES);
        IntStream spread = IntStream.range(0, kept).map(k -> (int) ((long) k * (n - 1) / Math.max(1, kept - 1)));
        List<Integer> threads = IntStream.concat(spread, IntStream.of(thread)).distinct().sorted().boxed().toList();
        return Frames.over("thread i", threads, i -> thread(i).figure()).title(figure().title()).startAt(threads.indexOf(thread)).levels()
            .withText(toString());
    }

    /** The present thread's arithmetic. */
    @Override public String toString() {
        return figure().text();
    }
}
