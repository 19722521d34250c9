package org.convbook.cnn.models;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The module of {@link GoogLeNet}: filters of three sizes and pooling look at the same maps side by side; 1x1 convolutions before the large filters
 * and after the pooling keep it cheap.
 * <pre>
 * input   [N, in, H, W]
 * output  [1x1 | 1x1 then 3x3 | 1x1 then 5x5 | 3x3 max pooling then 1x1]   [N, #1 + #3 + #5 + #pool, H, W], ReLU after each convolution
 * </pre>
 * Another input is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1409.4842">Szegedy et al. 2015, Going deeper with convolutions</a>
 */
public final class Inception extends Layer {
    private final Layer conv1x1;
    private final Layer reduce3x3;
    private final Layer conv3x3;
    private final Layer reduce5x5;
    private final Layer conv5x5;
    private final Layer pool;
    private final Layer project;

    /**
     * A module that takes {@code in} channels; the widths are a row of the paper's table: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj.
     * Other than six are an {@link IllegalArgumentException}.
     */
    public Inception(RandomGenerator rng, int in, int... widths) {
        if (widths.length != 6) throw new IllegalArgumentException("Inception: six widths, got " + Arrays.toString(widths));
        conv1x1 = child("conv1x1", new Conv2d(in, widths[0], Window.of(1), rng));
        reduce3x3 = child("reduce3x3", new Conv2d(in, widths[1], Window.of(1), rng));
        conv3x3 = child("conv3x3", new Conv2d(widths[1], widths[2], Window.of(3).padding(1), rng));
        reduce5x5 = child("reduce5x5", new Conv2d(in, widths[3], Window.of(1), rng));
        conv5x5 = child("conv5x5", new Conv2d(widths[3], widths[4], Window.of(5).padding(2), rng));
        pool = child("pool", new MaxPool2d(Window.of(3).padding(1)));
        project = child("project", new Conv2d(in, widths[5], Window.of(1), rng));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return Tensor.concat(1,
            conv1x1.apply(x, pass).relu(),
            conv3x3.apply(reduce3x3.apply(x, pass).relu(), pass).relu(),
            conv5x5.apply(reduce5x5.apply(x, pass).relu(), pass).relu(),
            project.apply(pool.apply(x, pass), pass).relu());
    }
}
