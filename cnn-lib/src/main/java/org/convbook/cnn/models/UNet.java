package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.ConvTranspose2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Init;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * U-Net: a class for each pixel. Down the left side maps shrink and widen, up the right side they grow again, and each storey hands its maps across.
 * <pre>
 *            as in the paper, unpadded                padded
 * input      [N, channels, 572, 572]                  [N, channels, H, W], H and W multiples of 16
 * down1       64: 572 -> 570 -> 568                    64: H
 * down2      128: 284 -> 282 -> 280                   128: H/2
 * down3      256: 140 -> 138 -> 136                   256: H/4
 * down4      512:  68 ->  66 ->  64                   512: H/8
 * bottom    1024:  32 ->  30 ->  28                  1024: H/16
 * up4        512:  56 ->  54 ->  52                   512: H/8
 * up3        256: 104 -> 102 -> 100                   256: H/4
 * up2        128: 200 -> 198 -> 196                   128: H/2
 * up1         64: 392 -> 390 -> 388                    64: H
 * output     [N, classes, 388, 388]  logits           [N, classes, H, W]
 * </pre>
 * Each storey is two 3x3 convolutions with ReLU; 2x2 max pooling leads down, a 2x2 transposed convolution that halves the channels leads up;
 * 31,030,658 parameters for 1 channel and 2 classes. Without padding the maps from the left are cropped to the middle before they are joined, and the
 * output is the middle of the input, 92 pixels less on each side. The input's sides must be 16k + 12 and at least 188, so that
 * every pooling meets an even size; padded ones must divide by 16. Other sides are a {@link ShapeException} that names the nearest right ones.
 * <p>Dropout of 0.5 ends the way down, in down4 and bottom. First values are He et al.'s. The loss is the cross-entropy of each pixel.
 *
 * @see <a href="https://arxiv.org/abs/1505.04597">Ronneberger, Fischer &amp; Brox 2015, U-Net</a>
 */
public final class UNet extends Layer {
    private static final Window GROW = Window.of(2).stride(2);
    private static final int STEP = 16;
    private static final int SMALLEST = 188;

    private final boolean padded;
    private final Layer pool = child("pool", new MaxPool2d(2));
    private final Layer down1;
    private final Layer down2;
    private final Layer down3;
    private final Layer down4;
    private final Layer bottom;
    private final Layer grow4;
    private final Layer up4;
    private final Layer grow3;
    private final Layer up3;
    private final Layer grow2;
    private final Layer up2;
    private final Layer grow1;
    private final Layer up1;
    private final Layer head;

    /** The paper's network for images with this many channels, with weights drawn from the generator. */
    public UNet(int channels, int classes, RandomGenerator rng) {
        this(false, 64, channels, classes, rng);
    }

    /** The network with padded convolutions: the output is as large as the input, whose sides must be multiples of 16. */
    public static UNet padded(int channels, int classes, RandomGenerator rng) {
        return new UNet(true, 64, channels, classes, rng);
    }

    /** The same networks with {@code width} channels in the first storey, where the paper has 64; below 1 is an {@link IllegalArgumentException}. */
    public UNet(boolean padded, int width, int channels, int classes, RandomGenerator rng) {
        if (width < 1) throw new IllegalArgumentException("UNet: width must be at least 1, got " + width);
        this.padded = padded;
        int w = width;
        down1 = child("down1", twice(channels, w, rng));
        down2 = child("down2", twice(w, 2 * w, rng));
        down3 = child("down3", twice(2 * w, 4 * w, rng));
        down4 = child("down4", new Sequential(twice(4 * w, 8 * w, rng), new Dropout(0.5)));
        bottom = child("bottom", new Sequential(twice(8 * w, 16 * w, rng), new Dropout(0.5)));
        grow4 = child("grow4", new ConvTranspose2d(16 * w, 8 * w, GROW, rng));
        up4 = child("up4", twice(16 * w, 8 * w, rng));
        grow3 = child("grow3", new ConvTranspose2d(8 * w, 4 * w, GROW, rng));
        up3 = child("up3", twice(8 * w, 4 * w, rng));
        grow2 = child("grow2", new ConvTranspose2d(4 * w, 2 * w, GROW, rng));
        up2 = child("up2", twice(4 * w, 2 * w, rng));
        grow1 = child("grow1", new ConvTranspose2d(2 * w, w, GROW, rng));
        up1 = child("up1", twice(2 * w, w, rng));
        head = child("head", new Conv2d(w, classes, Window.of(1), rng));
        Init.he().apply(this, rng);
    }

    private Layer twice(int in, int out, RandomGenerator rng) {
        Window k3 = Window.of(3).padding(padded ? 1 : 0);
        return new Sequential(new Conv2d(in, out, k3, rng), new Relu(), new Conv2d(out, out, k3, rng), new Relu());
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        if (x.shape().rank() == 4) checkSides(x.shape().size(2), x.shape().size(3));   // else the first convolution says what is wrong
        Tensor d1 = down1.apply(x, pass);
        Tensor d2 = down2.apply(pool.apply(d1, pass), pass);
        Tensor d3 = down3.apply(pool.apply(d2, pass), pass);
        Tensor d4 = down4.apply(pool.apply(d3, pass), pass);
        Tensor y = bottom.apply(pool.apply(d4, pass), pass);
        y = up4.apply(join(d4, grow4.apply(y, pass)), pass);
        y = up3.apply(join(d3, grow3.apply(y, pass)), pass);
        y = up2.apply(join(d2, grow2.apply(y, pass)), pass);
        y = up1.apply(join(d1, grow1.apply(y, pass)), pass);
        return head.apply(y, pass);
    }

    /** What comes across, cropped to the middle, and what comes from below. */
    private static Tensor join(Tensor across, Tensor below) {
        return Tensor.concat(1, middle(middle(across, 2, below.shape().size(2)), 3, below.shape().size(3)), below);
    }

    private static Tensor middle(Tensor x, int axis, int size) {
        int from = (x.shape().size(axis) - size) / 2;
        return from == 0 ? x : x.slice(axis, from, from + size);
    }

    private void checkSides(int height, int width) {
        int h = nearest(height);
        int w = nearest(width);
        if (h == height && w == width) return;
        String rule = padded ? "multiples of 16, which four poolings halve" : "16k + 12 and at least 188, so that every pooling meets an even size";
        throw new ShapeException("UNet", "input is %dx%d, but its sides must be %s; %dx%d fits".formatted(height, width, rule, h, w), "");
    }

    /** The right side nearest to this one. */
    private int nearest(int side) {
        int first = padded ? STEP : SMALLEST;
        return first + Math.max(0, Math.round((side - first) / (float) STEP)) * STEP;
    }

    @Override
    public String toString() {
        return padded ? "UNet(padded)" : "UNet";
    }
}
