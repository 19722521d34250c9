package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class SqueezeNetTest {
    private final Random rng = new Random(7);

    /** Iandola et al. 2016, table 1, counts 1,248,424 parameters; torchvision's documentation lists 1,235,496 for squeezenet1_1. */
    @Test
    void parametersAsInThePaper() {
        Layer paper = new SqueezeNet(SqueezeNet.Version.V1_0, 1000, Full.ZEROS);
        assertEquals(1_248_424, paper.parameterCount());
        long[] fires = {11_920, 12_432, 45_344, 0, 49_440, 104_880, 111_024, 188_992, 0, 197_184};
        for (int i = 0; i < fires.length; i++) assertEquals(fires[i], Full.below(paper, "features." + (i + 3)), "features." + (i + 3));
        assertEquals(1_235_496, new SqueezeNet(SqueezeNet.Version.V1_1, 1000, Full.ZEROS).parameterCount());
    }

    @Test
    void sizesAndMultiplyAdds() {
        Full paper = Networks.of("SqueezeNet(Version.V1_0, 1000, rng)");
        assertEquals("111x111 55x55 55x55 27x27 27x27 13x13 13x13", paper.sizes("features.0", "features.2", "features.5.squeeze", "features.6",
            "features.10.expand3x3", "features.11", "classifier.1"));
        assertEquals(832_667_936, paper.multiplyAdds());
    }

    /** The whole network at full width, as a user would ask for it. */
    @Test
    void theTableOfVersion11() {
        Table t = new SqueezeNet(SqueezeNet.Version.V1_1, 1000, Full.ZEROS).to(Backends.best()).summary(3, 227, 227);
        assertEquals("features.0 [64, 113, 113] 1792", line(t, 0));
        assertEquals("features.2 [64, 56, 56] 0", line(t, 2));
        assertEquals("features.3.squeeze [16, 56, 56] 1040", line(t, 3));
        assertEquals("features.5 [128, 28, 28] 0", line(t, 9));
        assertEquals("features.8 [256, 14, 14] 0", line(t, 16));
        assertEquals("classifier.1 [1000, 14, 14] 513000", line(t, 30));
        assertEquals("classifier.4 [1000] 0", line(t, 33));
        assertEquals(1_235_496, t.row(34).getLong("parameters"));
        assertEquals(387_747_520, t.row(34).getLong("multiply-adds"));
    }

    private static String line(Table t, int row) {
        return t.row(row).getString("path") + " " + t.row(row).getString("output") + " " + t.row(row).getLong("parameters");
    }

    @Test
    void namesAreThoseOfTorchvision() {
        var names = new SqueezeNet(SqueezeNet.Version.V1_1, 0.125, 10, rng).parameters().keySet();
        assertEquals(52, names.size());
        assertEquals("[features.0.weight, features.0.bias, features.3.squeeze.weight, features.3.squeeze.bias, features.3.expand1x1.weight, "
            + "features.3.expand1x1.bias, features.3.expand3x3.weight, features.3.expand3x3.bias]", names.stream().limit(8).toList().toString());
        assertEquals("[features.12.expand3x3.bias, classifier.1.weight, classifier.1.bias]", names.stream().skip(49).toList().toString());
    }

    @Test
    void wrongInputsAreNamed() {
        error(IllegalArgumentException.class, "SqueezeNet: width must be a multiple of 1/8 from 0.125 to 16, got NaN",
            () -> new SqueezeNet(SqueezeNet.Version.V1_1, Double.NaN, 10, rng));
        Layer net = new SqueezeNet(SqueezeNet.Version.V1_1, 0.125, 10, rng);
        net.apply(Tensor.zeros(1, 3, 25, 25), Pass.inference());
        error(ShapeException.class, "features.8: MaxPool2d(kernel 3x3, stride 2, padding 0, ceil): "
            + "a 3x3 window is larger than the 2x2 input; padding 1 or more makes room\n  input   [1, 32, 2, 2]   NCHW",
            () -> net.apply(Tensor.zeros(1, 3, 24, 24), Pass.inference()));
        error(ShapeException.class, """
            features.0: Conv2d(3 -> 8, kernel 3x3, stride 2, padding 0): input has 4 channels, expected 3
              input   [1, 4, 33, 33]   NCHW
              weight  [8, 3, 3, 3]""", () -> net.apply(Tensor.zeros(1, 4, 33, 33), Pass.inference()));
    }
}
