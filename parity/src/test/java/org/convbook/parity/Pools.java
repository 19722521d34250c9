package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.AvgPool2d;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.tensor.Window;

/** Pooling of all kinds. */
final class Pools {
    private Pools() {}

    static List<Family> all() {
        return List.of(Family.of("MaxPool2d", Pools::maxPool2d), Family.of("AvgPool2d", Pools::avgPool2d),
            Family.of("avgPool2d, no padding", Pools::avgWithoutPadding));
    }

    private static Window window(Draw d) {
        int kernel = d.between(1, 5);
        Window w = d.chance(0.7) ? Window.of(kernel) : Window.of(kernel, d.between(1, 5));
        w = w.stride(d.between(1, 4));
        if (d.chance(0.5)) w = w.padding(d.between(0, Math.min(w.kernelHeight(), w.kernelWidth()) / 2));
        return d.chance(0.3) ? w.ceil() : w;
    }

    private static Shape images(Draw d, Window w) {
        return Shape.of(d.between(1, 3), d.pick(1, 2, 3, 8, 16, 19), d.size(w.kernelHeight(), w, 12), d.size(w.kernelWidth(), w, 12));
    }

    private static boolean ceil(Window w) {
        return w.fit() == Window.Fit.CEIL;
    }

    static long[] kernel(Window w) {
        return new long[] {w.kernelHeight(), w.kernelWidth()};
    }

    private static Configuration maxPool2d(Draw d) {
        Window w = window(d);
        return Configuration.of(new MaxPool2d(w), images(d, w), p ->
            torch.max_pool2d(p.at("x"), kernel(w), Peer.pair(w.stride()), Peer.pair(w.padding()), Peer.pair(1), ceil(w)));
    }

    private static Configuration avgPool2d(Draw d) {
        Window w = window(d);
        return Configuration.of(new AvgPool2d(w), images(d, w), p ->
            torch.avg_pool2d(p.at("x"), kernel(w), Peer.pair(w.stride()), Peer.pair(w.padding()), ceil(w), true, new LongOptional()));
    }

    private static Configuration avgWithoutPadding(Draw d) {
        Window w = window(d);
        return Configuration.of("avgPool2d(" + w + ") without padding", x -> x.avgPool2d(w, false), images(d, w), p ->
            torch.avg_pool2d(p.at("x"), kernel(w), Peer.pair(w.stride()), Peer.pair(w.padding()), ceil(w), false, new LongOptional()));
    }
}
