package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseNetTest {
    private final Random rng = new Random(7);

    /** torchvision's documentation of densenet121 lists this num_params. */
    @Test
    void parametersOf121() {
        Layer net = new DenseNet(1000, Full.ZEROS);
        assertEquals(7_978_856, net.parameterCount());
        assertEquals("9536 335040 33280 919680 132096 2837760 526336 2158080 1027048", net.children().values().stream()
            .map(part -> Long.toString(part.parameterCount())).reduce((a, b) -> a + " " + b).orElseThrow());
    }

    /** Huang et al. 2017, table 2, says 0.8 and 15.3 million; to the unit by hand: 2c + 4kc + 8k + 36k² for a layer that sees c maps. */
    @ParameterizedTest
    @CsvSource({"100, 12, 769162", "250, 24, 15324406"})
    void parametersForCifar(int depth, int growth, long parameters) {
        assertEquals(parameters, DenseNet.cifar(depth, growth, 10, Full.ZEROS).parameterCount());
    }

    @Test
    void sizesAndMultiplyAdds() {
        Full net = Networks.of("DenseNet(1000, rng)");
        assertEquals("112x112 56x56 56x56 28x28 28x28 14x14 14x14 7x7 7x7", net.sizes("stem.0", "stem.3", "block1.5.body.5", "transition1.3",
            "block2.11.body.5", "transition2.3", "block3.23.body.5", "transition3.3", "block4.15.body.5"));
        assertEquals(2_834_161_664L, net.multiplyAdds());
    }

    @Test
    void aLayerKeepsWhatItSaw() {
        Tensor x = Training.images(1, 4, 5, 5);
        Tensor y = new DenseLayer(4, 3, rng).apply(x, Pass.inference());
        assertEquals(x.toString(), y.slice(1, 0, 4).toString());
    }

    @Test
    void whatDoesNotExistIsRefused() {
        error(IllegalArgumentException.class, "DenseNet: depth must be 6n + 4, for example 40, 100, 190 or 250, got 12",
            () -> DenseNet.cifar(12, 12, 10, rng));
        error(IllegalArgumentException.class, "DenseNet: growth and layers must be at least 1, got 4 and [2, 0]",
            () -> new DenseNet(DenseNet.Stem.CIFAR, 4, new int[] {2, 0}, 10, rng));
    }
}
