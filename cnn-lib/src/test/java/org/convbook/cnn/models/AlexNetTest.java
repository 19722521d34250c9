package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Numbers of AlexNet and ZFNet: hand calculation from the papers' filter sizes, out · (in/groups · k² + 1). */
class AlexNetTest {
    private final Random rng = new Random(7);

    @Test
    void parametersAsInThePaper() {
        Layer net = new AlexNet(1000, Full.ZEROS);
        assertEquals(60_965_224, net.parameterCount());
        assertEquals(34_944, Full.below(net, "features.0"));
        assertEquals(307_456, Full.below(net, "features.3"));
        assertEquals(885_120, Full.below(net, "features.6"));
        assertEquals(663_936, Full.below(net, "features.8"));
        assertEquals(442_624, Full.below(net, "features.10"));
        assertEquals(54_534_144, Full.below(net, "classifier.0") + Full.below(net, "classifier.3"));
        assertEquals(4_097_000, Full.below(net, "classifier.6"));
        assertEquals(62_378_344, new AlexNet(AlexNet.Order.POOL_FIRST, 1, 1000, Full.ZEROS).parameterCount());
    }

    /** Sizes as in the paper's figure 2; fields 11, 19, 51, 67, 99, 131, 163, 195 by r += (k − 1) j. */
    @Test
    void sizesAndReceptiveFields() {
        Full net = Networks.of("AlexNet(1000, rng)");
        assertEquals("55x55 27x27 27x27 13x13 13x13 13x13 13x13 6x6",
            net.sizes("features.0", "features.2.1", "features.3", "features.5.1", "features.6", "features.8", "features.10", "features.12"));
        assertEquals("11 4 5", net.field("features.0"));
        assertEquals("19 8 9", net.field("features.2.1"));
        assertEquals("51 8 9", net.field("features.3"));
        assertEquals("67 16 17", net.field("features.5.1"));
        assertEquals("163 16 17", net.field("features.10"));
        assertEquals("195 32 33", net.field("features.12"));
        assertEquals(724_406_816, net.multiplyAdds());
    }

    @Test
    void theLecturesOrderPoolsFirst() {
        Layer net = new AlexNet(AlexNet.Order.POOL_FIRST, 1, 0.125, 67, 3, rng);
        assertTrue(net.at("features.2.0").toString().startsWith("MaxPool2d"), net.at("features.2.0").toString());
        assertTrue(new AlexNet(AlexNet.Order.NORM_FIRST, 1, 0.125, 67, 3, rng).at("features.2.1").toString().startsWith("MaxPool2d"));
    }

    /** Krizhevsky et al. 2012, section 5. */
    @Test
    void firstValuesAsInThePaper() {
        Layer net = new AlexNet(AlexNet.Order.NORM_FIRST, 2, 0.5, 67, 10, rng);
        net.parameters().forEach((path, p) -> {
            if (path.endsWith("weight")) {
                double variance = p.square().mean().item();
                assertEquals(1e-4, variance, 1e-5, path);
            } else {
                boolean one = path.matches("features\\.(3|8|10)\\.bias|classifier\\.[03]\\.bias");
                assertEquals(one ? 1 : 0, p.sub(one ? 1 : 0).abs().sum().item() == 0 ? one ? 1 : 0 : -1, path);
            }
        });
    }

    @Test
    void whatDoesNotFitIsRefused() {
        error(IllegalArgumentException.class, "AlexNet: 1 or 2 groups, got 3", () -> new AlexNet(AlexNet.Order.NORM_FIRST, 3, 10, rng));
        error(IllegalArgumentException.class, "AlexNet: side must be at least 67, so that the last pooling has 3 rows to see, got 66",
            () -> new AlexNet(AlexNet.Order.NORM_FIRST, 2, 1, 66, 10, rng));
        error(IllegalArgumentException.class, "AlexNet: width must be a multiple of 1/8 from 0.125 to 16, got 0.3",
            () -> new AlexNet(AlexNet.Order.NORM_FIRST, 2, 0.3, 67, 10, rng));
        Layer net = new AlexNet(AlexNet.Order.NORM_FIRST, 2, 0.125, 67, 10, rng);
        error(ShapeException.class, "classifier.0: Linear(32 -> 512): input has 128 features, expected 32\n  input   [1, 128]\n  weight  [512, 32]",
            () -> net.apply(Tensor.zeros(1, 3, 99, 99), Pass.inference()));
    }

    /** Zeiler &amp; Fergus 2014, figure 3: 110, 55, 26, 13, 13, 13, 13, 6. */
    @Test
    void zfNetAsInItsFigure() {
        Full net = Networks.of("ZfNet(1000, rng)");
        assertEquals("110x110 55x55 26x26 13x13 13x13 13x13 13x13 6x6",
            net.sizes("features.0", "features.2", "features.4", "features.6", "features.8", "features.10", "features.12", "features.14"));
        assertEquals(62_357_608, net.parameters());
        assertEquals(107_627_624, ZfNet.wider(1000, Full.ZEROS).parameterCount());
        error(IllegalArgumentException.class, "ZfNet: side must be at least 63, so that the last pooling has 3 rows to see, got 62",
            () -> new ZfNet(false, 1, 62, 10, rng));
    }
}
