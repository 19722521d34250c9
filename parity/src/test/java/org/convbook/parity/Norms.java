package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.BatchNorm2d;

/** Normalisations. */
final class Norms {
    private Norms() {}

    static List<Family> all() {
        return List.of(Family.of("BatchNorm2d", Norms::batchNorm));
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
}
