package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.nn.AvgPool2d;
import org.convbook.cnn.nn.GlobalAvgPool2d;
import org.convbook.cnn.nn.GlobalMaxPool2d;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.MaxUnpool2d;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.nn.Subsample2d;
import org.convbook.cnn.nn.SumPool2d;
import org.convbook.cnn.nn.Tanh;
import org.convbook.cnn.tensor.Window;

/** Pooling of all kinds. */
final class Pools {
    private Pools() {}

    static List<Family> all() {
        return List.of(Family.of("MaxPool2d", Pools::maxPool2d), Family.of("AvgPool2d", Pools::avgPool2d),
            Family.of("avgPool2d, no padding", Pools::avgWithoutPadding), Family.of("SumPool2d", Pools::sumPool2d),
            Family.of("GlobalAvgPool2d", Pools::globalAverage), Family.of("GlobalMaxPool2d", Pools::globalMaximum),
            Family.of("MaxUnpool2d", Pools::unpool), Family.of("Subsample2d", Pools::subsample));
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
        return torch.avg_pool2d(x, Windows.each(w, WindowAxis::kernel), Windows.each(w, WindowAxis::stride), Windows.padding(w), ceil(w),
            countPadding, new LongOptional());
    }

    private static Configuration sumPool2d(Draw d) {
        Window w = Windows.pooling(d);
        return Configuration.of(new SumPool2d(w), images(d, w), p -> torch.avg_pool2d(p.at("x"), Windows.each(w, WindowAxis::kernel),
            Windows.each(w, WindowAxis::stride), Windows.padding(w), ceil(w), true, new LongOptional(1)));   // divided by 1
    }

    private static Shape anyImages(Draw d) {
        return Shape.of(d.between(1, 3), d.pick(1, 2, 3, 8, 16, 19), d.between(1, 9), d.between(1, 9));
    }

    private static Configuration globalAverage(Draw d) {
        return Configuration.of(new GlobalAvgPool2d(), anyImages(d), p -> p.at("x").mean(new long[] {2, 3}, true, new ScalarTypeOptional()));
    }

    private static Configuration globalMaximum(Draw d) {
        Shape x = anyImages(d);
        return Configuration.of(new GlobalMaxPool2d(), x, p -> torch.max_pool2d(p.at("x"), x.size(2), x.size(3)));
    }

    /** Windows that do not overlap: where they do, PyTorch keeps one value and we add them. */
    private static Configuration unpool(Draw d) {
        Window drawn = Windows.pooling(d);
        int stride = drawn.axes().stream().mapToInt(a -> Math.max(a.kernel(), a.stride())).max().orElseThrow();
        Window w = drawn.stride(stride);
        Shape x = images(d, w);
        MaxPool2d pool = new MaxPool2d(w);
        return Configuration.of(new Sequential(pool, new Tanh(), new MaxUnpool2d(pool)), x, p -> {
            var pooled = torch.max_pool2d_with_indices(p.at("x"), Windows.each(w, WindowAxis::kernel), Windows.each(w, WindowAxis::stride),
                Windows.padding(w), new long[] {1, 1}, ceil(w));
            return torch.max_unpool2d(torch.tanh(pooled.get0()), pooled.get1(), x.size(2), x.size(3));
        });
    }

    private static Configuration subsample(Draw d) {
        int channels = d.between(1, 9);
        Shape x = Shape.of(d.between(1, 4), channels, d.between(2, 11), d.between(2, 11));
        long[] two = {2, 2};
        return Configuration.of(new Subsample2d(channels), x, p -> torch.avg_pool2d(p.at("x"), two, two, new long[] {0, 0}, false, true,
            new LongOptional(1))
            .mul(p.at("weight").view(1, channels, 1, 1)).add(p.at("bias").view(1, channels, 1, 1)));
    }
}
