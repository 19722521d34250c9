package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LocalResponseNormOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Dropout2d;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.LocalResponseNorm;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Upsample;

/** Normalisations, dropout, and changes of size. */
final class Norms {
    private Norms() {}

    static List<Family> all() {
        return List.of(Family.of("BatchNorm2d", Norms::batchNorm), Family.of("LocalResponseNorm", Norms::localResponseNorm),
            Family.of("Dropout", d -> dropout(d, new Dropout(d.within(0, 0.9)))),
                Family.of("Dropout2d", d -> dropout(d, new Dropout2d(d.within(0, 0.9)))),
            Family.of("Upsample", Norms::upsample));
    }

    private static Configuration batchNorm(Draw d) {
        int channels = d.pick(1, 2, 3, 8, 16, 19);
        Shape x = d.chance(0.8) ? Shape.of(d.between(2, 6), channels, d.between(1, 7), d.between(1, 7)) : Shape.of(d.between(4, 30), channels);
        double momentum = d.oneOf(0.1, 0.1, 0.01, 1.0);
        double epsilon = d.oneOf(1e-5, 1e-5, 1e-3);
        boolean training = d.chance(0.7);
        return new Configuration(new BatchNorm2d(channels, momentum, epsilon), x, training, p -> torch.batch_norm(p.at("x"), p.maybe("weight"),
            p.maybe("bias"), p.maybe("runningMean"), p.maybe("runningVar"), training, momentum, epsilon, false));
    }

    private static Shape images(Draw d) {
        return Shape.of(d.between(1, 4), d.pick(1, 2, 3, 8, 16, 19), d.between(1, 7), d.between(1, 7));
    }

    /** PyTorch divides alpha by the size, the paper does not. */
    private static Configuration localResponseNorm(Draw d) {
        int size = d.pick(1, 3, 5, 7);
        double alpha = d.oneOf(1e-4, 0.1, 1.0);
        double beta = d.oneOf(0.75, 0.5, 1.0);
        double k = d.oneOf(1.0, 2.0);
        return Configuration.of(new LocalResponseNorm(size, alpha, beta, k), images(d), p -> {
            LocalResponseNormOptions options = new LocalResponseNormOptions(size);
            options.alpha().put(alpha * size);
            options.beta().put(beta);
            options.k().put(k);
            return torch.local_response_norm(p.at("x"), options);
        });
    }

    /** What is dropped is drawn by us: its like for PyTorch is a product with what ones become. */
    private static Configuration dropout(Draw d, Layer dropout) {
        Shape x = images(d);
        org.convbook.cnn.tensor.Tensor ones = org.convbook.cnn.tensor.Tensor.zeros(x.sizes()).add(1);
        float[] kept = dropout.apply(ones, Pass.training(new RandomStream(Comparison.STREAM))).toArray();
        boolean training = d.chance(0.8);
        return new Configuration(dropout, x, training, p -> training ? p.at("x").mul(Peer.tensor(x, kept))
            : p.at("x").mul(new org.bytedeco.pytorch.Scalar(1)));
    }

    private static Configuration upsample(Draw d) {
        Shape x = images(d);
        int scale = d.between(1, 5);
        Upsample.Mode mode = d.oneOf(Upsample.Mode.values());
        long[] size = {(long) scale * x.size(2), (long) scale * x.size(3)};
        DoubleOptional no = new DoubleOptional();
        return Configuration.of(new Upsample(scale, mode), x, p -> {
            Tensor t = p.at("x");
            return mode == Upsample.Mode.NEAREST ? torch.upsample_nearest2d(t, size, no, no)
                : torch.upsample_bilinear2d(t, size, mode == Upsample.Mode.BILINEAR_ALIGNED, no, no);
        });
    }
}
