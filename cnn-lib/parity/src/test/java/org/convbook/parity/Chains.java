package org.convbook.parity;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.nn.AvgPool2d;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Concat;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Residual;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.nn.Tanh;
import org.convbook.cnn.tensor.Window;

/** Layers as they follow each other in networks, which a backend may compute in one. */
final class Chains {
    private Chains() {}

    static List<Family> all() {
        return List.of(Family.of("Conv2d, norm, unit, pool", Chains::storey), Family.of("Residual, Relu", Chains::residual),
            Family.of("Concat", Chains::concat));
    }

    /** A convolution, maybe a normalisation, a nonlinearity and a pooling. */
    private static Configuration storey(Draw d) {
        int in = d.between(1, 9);
        int out = d.pick(1, 3, 6, 8, 16, 17);
        Window w = Windows.convolving(d, 2, 5);
        boolean norm = d.chance(0.5);
        boolean relu = d.chance(0.7);
        int pool = d.pick(0, 1, 2);   // none, maximum, average
        boolean training = d.chance(0.7);
        List<Layer> layers = new ArrayList<>(List.of(new Conv2d(in, out, w, 1, !norm && d.chance(0.7), d.rng)));   // a norm cancels a bias
        if (norm) layers.add(new BatchNorm2d(out));
        double small = 0.3 / Math.sqrt(in * w.axes().get(0).kernel() * w.axes().get(1).kernel());
        if (!relu) layers.add(new Times(small));
        layers.add(relu ? new Relu() : new Tanh());
        if (pool > 0) layers.add(pool == 1 ? new MaxPool2d(2) : new AvgPool2d(2));
        Shape x = Windows.images(d, d.between(2, 4), in, w, 9);
        while (pool > 0 && !poolable(w, x) || norm && count(w, x) < 4) x = Windows.images(d, 2, in, w, 9);
        return new Configuration(new Sequential(layers.toArray(Layer[]::new)), x, training, p -> {
            Tensor y = torch.conv2d(Windows.padded(p.at("x"), w), p.at("0.weight"), p.maybe("0.bias"), Windows.each(w, WindowAxis::stride),
                Windows.padding(w), Windows.each(w, WindowAxis::dilation), 1);
            if (norm) y = batchNorm(p, "1", y);
            y = relu ? torch.relu(y) : torch.tanh(y.mul(new Scalar(small)));
            if (pool == 1) y = torch.max_pool2d(y, 2, 2);
            long[] two = {2, 2};
            return pool == 2 ? torch.avg_pool2d(y, two, two, new long[] {0, 0}, false, true, new LongOptional()) : y;
        });
    }

    /** Brings sums of many products to where tanh still has a derivative: at 1 − 1e−13 it is nothing that float32 could hold. */
    private static final class Times extends Layer {
        private final double factor;

        Times(double factor) {
            this.factor = factor;
        }

        @Override
        protected org.convbook.cnn.tensor.Tensor forward(org.convbook.cnn.tensor.Tensor x, Pass pass) {
            return x.mul(factor);
        }
    }

    private static boolean poolable(Window w, Shape x) {
        return w.outputHeight(x.size(2), x.size(3)) > 1 && w.outputWidth(x.size(2), x.size(3)) > 1;
    }

    private static int count(Window w, Shape x) {
        return x.size(0) * w.outputHeight(x.size(2), x.size(3)) * w.outputWidth(x.size(2), x.size(3));
    }

    private static Tensor batchNorm(Peer p, String path, Tensor x) {
        return torch.batch_norm(x, p.maybe(path + ".weight"), p.maybe(path + ".bias"), p.maybe(path + ".runningMean"), p.maybe(path + ".runningVar"),
            p.training, 0.1, 1e-5, false);
    }

    private static Tensor conv3(Peer p, String path, Tensor x) {
        long[] one = {1, 1};
        return torch.conv2d(x, p.at(path + ".weight"), p.maybe(path + ".bias"), one, one, one, 1);
    }

    private static Shape images(Draw d, int channels) {
        return Shape.of(d.between(2, 3), channels, d.between(2, 9), d.between(2, 9));
    }

    /** A block of ResNet in the old order or in the new one, or a convolution beside its input. */
    private static Configuration residual(Draw d) {
        int channels = d.pick(1, 3, 8, 16);
        Window k3 = Window.of(3).padding(1);
        int kind = d.between(0, 2);
        boolean training = d.chance(0.7);
        Layer conv = kind == 1 ? Conv2d.noBias(channels, channels, k3, d.rng) : new Conv2d(channels, channels, k3, d.rng);   // a norm cancels a bias
        Layer body = switch (kind) {
            case 0 -> conv;
            case 1 -> new Sequential(conv, new BatchNorm2d(channels), new Relu(), Conv2d.noBias(channels, channels, k3, d.rng),
                new BatchNorm2d(channels));
            default -> new Sequential(new BatchNorm2d(channels), new Relu(), conv);
        };
        return new Configuration(new Sequential(new Residual(body), new Relu()), images(d, channels), training, p -> {
            Tensor x = p.at("x");
            Tensor y = switch (kind) {
                case 0 -> conv3(p, "0.body", x);
                case 1 -> batchNorm(p, "0.body.4", conv3(p, "0.body.3", torch.relu(batchNorm(p, "0.body.1", conv3(p, "0.body.0", x)))));
                default -> conv3(p, "0.body.2", torch.relu(batchNorm(p, "0.body.0", x)));
            };
            return torch.relu(y.add(x));
        });
    }

    /** Two or three convolutions side by side, one of them with a ReLU, and the image itself. */
    private static Configuration concat(Draw d) {
        int channels = d.pick(1, 3, 8, 16);
        Window k3 = Window.of(3).padding(1);
        Layer first = new Conv2d(channels, d.between(1, 9), k3, d.rng);
        Layer second = new Sequential(new Conv2d(channels, d.pick(1, 8, 16), k3, d.rng), new Relu());
        return Configuration.of(new Concat(first, second, new Relu()), images(d, channels), p -> {
            Tensor x = p.at("x");
            return torch.cat(new TensorVector(conv3(p, "0", x), torch.relu(conv3(p, "1.0", x)), torch.relu(x)), 1);
        });
    }
}
