package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.tensor.Window;

/** Convolutions of all kinds. */
final class Convolutions {
    private static final int MOST_MULTIPLY_ADDS = 1_500_000;   // for the plain loops of the reference

    private Convolutions() {}

    static List<Family> all() {
        return List.of(new Family("Conv2d", 500, Convolutions::conv2d));
    }

    /** Channels of one group: few, and such as fill vectors of 8 or 16 evenly or not. */
    private static int channels(Draw d) {
        return d.chance(0.7) ? d.between(1, 9) : d.pick(8, 12, 16, 17, 24, 32, 33);
    }

    private static Window window(Draw d, int largest) {
        int kernel = d.between(1, largest);
        Window w = d.chance(0.7) ? Window.of(kernel) : Window.of(kernel, d.between(1, largest));
        if (d.chance(0.5)) w = w.stride(d.between(2, 4));
        if (d.chance(0.6)) w = w.padding(d.between(1, d.chance(0.9) ? 3 : 6));
        return d.chance(0.3) ? w.dilation(d.between(2, 3)) : w;
    }

    private static Configuration conv2d(Draw d) {
        while (true) {
            int groups = d.chance(0.6) ? 1 : d.between(2, 5);
            boolean depthwise = groups > 1 && d.chance(0.4);
            if (depthwise) groups = d.pick(2, 3, 8, 16, 19);
            int in = groups * (depthwise ? 1 : channels(d));
            int out = groups * (depthwise ? d.between(1, 2) : channels(d));
            Window w = window(d, d.chance(0.9) ? 5 : 11);
            Shape x = Shape.of(d.between(1, 4), in, d.size(w.kernelHeight(), w, 12), d.size(w.kernelWidth(), w, 12));
            long work = (long) x.size(0) * w.outputHeight(x.size(2), x.size(3)) * w.outputWidth(x.size(2), x.size(3)) * out * (in / groups)
                * w.kernelHeight() * w.kernelWidth();
            if (work > MOST_MULTIPLY_ADDS) continue;
            int g = groups;
            return Configuration.of(new Conv2d(in, out, w, groups, d.chance(0.7), d.rng), x, p -> torch.conv2d(p.at("x"), p.at("weight"),
                p.maybe("bias"), Peer.pair(w.stride()), Peer.pair(w.padding()), Peer.pair(w.dilation()), g));
        }
    }
}
