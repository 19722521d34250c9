package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;
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

    private static Shape images(Draw d, Window w) {
        return Windows.images(d, d.between(1, 3), d.pick(1, 2, 3, 8, 16, 19), w, 12);
    }

    private static boolean ceil(Window w) {
        return w.fit() == Window.Fit.CEIL;
    }

    private static Configuration maxPool2d(Draw d) {
        Window w = Windows.pooling(d);
        return Configuration.of(new MaxPool2d(w), images(d, w), p -> torch.max_pool2d(p.at("x"), Windows.each(w, WindowAxis::kernel),
            Windows.each(w, WindowAxis::stride), Windows.padding(w), new long[] {1, 1}, ceil(w)));
    }

    private static Configuration avgPool2d(Draw d) {
        Window w = Windows.pooling(d);
        return Configuration.of(new AvgPool2d(w), images(d, w), p -> average(p.at("x"), w, true));
    }

    private static Configuration avgWithoutPadding(Draw d) {
        Window w = Windows.pooling(d);
        return Configuration.of("avgPool2d(" + w + ") without padding", x -> x.avgPool2d(w, false), images(d, w), p -> average(p.at("x"), w, false));
    }

    private static Tensor average(Tensor x, Window w, boolean countPadding) {
        return torch.avg_pool2d(x, Windows.each(w, WindowAxis::kernel), Windows.each(w, WindowAxis::stride), Windows.padding(w), ceil(w), countPadding,
            new LongOptional());
    }
}
