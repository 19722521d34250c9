package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResNetTest {
    private final Random rng = new Random(7);

    /** torchvision's documentation of resnet18, resnet34 and resnet50 lists these num_params; He et al. 2016 give no counts for ImageNet. */
    @ParameterizedTest
    @CsvSource({"18, 11689512", "34, 21797672", "50, 25557032"})
    void parametersForImageNet(int depth, long parameters) {
        assertEquals(parameters, new ResNet(depth, 1000, Full.ZEROS).parameterCount());
    }

    /** He et al. 2016, table 6: 0.27, 0.46, 0.66, 0.85 and 1.7 million; to the unit by hand: 9n convolutions and their normalisations. */
    @ParameterizedTest
    @CsvSource({"20, 269722", "32, 464154", "44, 658586", "56, 853018", "110, 1727962"})
    void parametersForCifar(int depth, long parameters) {
        assertEquals(parameters, new CifarResNet(depth, 10, Full.ZEROS).parameterCount());
        assertEquals(parameters, new CifarResNet(depth, Shortcut.NONE, 10, Full.ZEROS).parameterCount(), "the plain twin");
        assertEquals(parameters + 2752, new CifarResNet(depth, Shortcut.PROJECT, 10, Full.ZEROS).parameterCount(), "option B");
    }

    @Test
    void shortcutsWithoutParameters() {
        assertEquals(11_515_688, new ResNet(18, Shortcut.PAD, 1, 1000, Full.ZEROS).parameterCount());
        assertEquals(11_515_688, new ResNet(18, Shortcut.NONE, 1, 1000, Full.ZEROS).parameterCount());
        assertEquals(25_557_032, ResNet.printed50(1000, Full.ZEROS).parameterCount());
    }

    /** He et al. 2016, table 1: 112, 56, 28, 14, 7, and 1.8, 3.6 and 3.8 G multiply-adds (the last with the stride as printed). */
    @Test
    void sizesAndMultiplyAdds() {
        Full net18 = Networks.of("ResNet(18, 1000, rng)");
        assertEquals("112x112 56x56 56x56 28x28 14x14 7x7 1x1",
            net18.sizes("stem.0", "stem.3", "layer1.1.body.4", "layer2.1.body.4", "layer3.1.body.4", "layer4.1.body.4", "head.0"));
        assertEquals(1_814_073_344, net18.multiplyAdds());
        assertEquals(3_663_761_408L, Networks.of("ResNet(34, 1000, rng)").multiplyAdds());
        assertEquals(4_089_184_256L, Networks.of("ResNet(50, 1000, rng)").multiplyAdds());
    }

    @Test
    void theWholeOfResNet20() {
        var table = new CifarResNet(20, 10, rng).to(Backends.best()).summary(3, 32, 32);
        int last = table.rowCount() - 1;
        assertEquals(269_722, table.row(last).getLong("parameters"));
        assertEquals(40_551_040, table.row(last).getLong("multiply-adds"));
        Layer net = new CifarResNet(20, 10, Full.ZEROS);
        assertEquals("464 14016 51072 203520 650", Full.below(net, "stem") + " " + Full.below(net, "layer1") + " " + Full.below(net, "layer2") + " "
            + Full.below(net, "layer3") + " " + Full.below(net, "head"));
    }

    /** A body of zeros: the residual block hands on what is positive, the plain one nothing; option A picks every second pixel and adds zeros. */
    @Test
    void whatShortcutsDo() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -16}, 1, 1, 4, 4);
        assertEquals(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0}, 1, 1, 4, 4).toString(),
            new BasicBlock(1, 1, 1, Shortcut.PAD, Full.ZEROS).apply(x, Pass.inference()).toString().replace("-0.0", "0.0"));
        BasicBlock smaller = new BasicBlock(1, 2, 2, Shortcut.PAD, rng);
        smaller.at("body").parameters().values().forEach(p -> p.set(new float[p.shape().count()]));
        assertEquals("Tensor [1, 2, 2, 2] on java: 1.0, 3.0, 9.0, 11.0, 0.0, 0.0, 0.0, 0.0", smaller.apply(x, Pass.inference()).toString());
        BasicBlock plain = new BasicBlock(1, 1, 1, Shortcut.NONE, rng);
        plain.parameters().values().forEach(p -> p.set(new float[p.shape().count()]));
        assertEquals(0, plain.apply(x, Pass.inference()).sum().item());
        assertEquals("[body]", plain.children().keySet().toString());
    }

    /** Same names, same shapes, another place of the stride: the first 1x1 sees every pixel or every second one. */
    @Test
    void theStrideOfTheBottleneck() {
        assertEquals(ResNet.printed50(10, Full.ZEROS).parameters().keySet(), new ResNet(50, 10, Full.ZEROS).parameters().keySet());
        assertTrue(ResNet.printed50(10, Full.ZEROS).at("layer2.0.body.0").toString().contains("stride 2"));
        assertTrue(new ResNet(50, 10, Full.ZEROS).at("layer2.0.body.3").toString().contains("stride 2"));
        assertEquals("ResNet(50, as printed)", ResNet.printed50(10, Full.ZEROS).toString());
        assertEquals("ResNet(18, shortcuts NONE)", new ResNet(18, Shortcut.NONE, 0.125, 10, rng).toString());
    }

    @Test
    void whatDoesNotExistIsRefused() {
        error(IllegalArgumentException.class, "ResNet: depth must be 18, 34 or 50, got 20", () -> new ResNet(20, 10, rng));
        error(IllegalArgumentException.class, "CifarResNet: depth must be 6n + 2, for example 20, 32, 44, 56 or 110, got 18",
            () -> new CifarResNet(18, 10, rng));
        error(IllegalArgumentException.class, "CifarResNet: width must be at least 1, got 0", () -> new CifarResNet(20, Shortcut.PAD, 0, 10, rng));
        assertEquals(Shape.of(1, 10), new CifarResNet(8, Shortcut.PAD, 4, 10, rng).apply(Tensor.zeros(1, 3, 4, 4), Pass.inference()).shape());
    }
}
