package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Identity;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/** What a residual block adds to its body's output where the body changes the shape; elsewhere it adds its input. */
public enum Shortcut {
    /** Nothing, anywhere: the plain twin of a residual network, with the same layers. */
    NONE,
    /** The paper's option A: every stride-th pixel, and zeros for the new channels. It has no parameters. */
    PAD,
    /** The paper's option B: a 1x1 convolution with the stride, and batch normalisation. */
    PROJECT;

    /** The shortcut of one block; null for none. */
    Layer of(int in, int out, int stride, RandomGenerator rng) {
        if (this == NONE) return null;
        if (in == out && stride == 1) return new Identity();
        if (this == PAD) return new Pad(out, stride);
        return new Sequential(Conv2d.noBias(in, out, Window.of(1).stride(stride), rng), new BatchNorm2d(out));
    }

    /** Option A. */
    private static final class Pad extends Layer {
        private final int out;
        private final int stride;
        private final Window window;

        Pad(int out, int stride) {
            this.out = out;
            this.stride = stride;
            window = Window.of(1).stride(stride);
        }

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            Tensor y = stride == 1 ? x : x.avgPool2d(window, false);   // windows of one pixel: it only picks
            Tensor zeros = Tensor.full(x.backend(), 0, y.shape().with(1, out - y.shape().size(1)));
            return Tensor.concat(1, y, zeros);
        }

        @Override
        protected Window window() {
            return window;
        }
    }
}
