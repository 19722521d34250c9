package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class UNetTest {
    private final Random rng = new Random(7);

    /** By hand from the figure's channels: Σ out · (9 in + 1), 4 · in · out + out for the way up, 65 for each class. */
    @Test
    void parametersOfTheFigure() {
        Layer net = new UNet(1, 2, Full.ZEROS);
        assertEquals(31_030_658, net.parameterCount());
        assertEquals(640 + 36_928, Full.below(net, "down1"));
        assertEquals(4_719_616 + 9_438_208, Full.below(net, "bottom"));
        assertEquals(2_097_664, Full.below(net, "grow4"));
        assertEquals(130, Full.below(net, "head"));
        assertEquals(31_030_658, UNet.padded(1, 2, Full.ZEROS).parameterCount());
    }

    /** Ronneberger et al. 2015, figure 1: every size that is written there. */
    @Test
    void sizesOfTheFigure() {
        Full net = Networks.of("UNet(1, 2, rng)");
        assertEquals("570x570 568x568 282x282 280x280 138x138 136x136 66x66 64x64 30x30 28x28", net.sizes("down1.0", "down1.2", "down2.0", "down2.2",
            "down3.0", "down3.2", "down4.0.0", "down4.0.2", "bottom.0.0", "bottom.0.2"));
        assertEquals("56x56 54x54 52x52 104x104 102x102 100x100 200x200 198x198 196x196 392x392 390x390 388x388 388x388", net.sizes("grow4", "up4.0",
            "up4.2", "grow3", "up3.0", "up3.2", "grow2", "up2.0", "up2.2", "grow1", "up1.0", "up1.2", "head"));
        assertEquals(150_428_424_448L, net.multiplyAdds());
    }

    @Test
    void theOutputIsTheMiddleOfTheInput() {
        Layer net = new UNet(false, 1, 1, 1, rng);
        assertEquals(Shape.of(1, 1, 4, 4), net.apply(Tensor.zeros(1, 1, 188, 188), Pass.inference()).shape());
        Layer padded = new UNet(true, 1, 1, 1, rng);
        assertEquals(Shape.of(1, 1, 16, 48), padded.apply(Tensor.zeros(1, 1, 16, 48), Pass.inference()).shape());
    }

    @Test
    void wrongSidesAreNamed() {
        Layer padded = new UNet(true, 1, 3, 2, rng);
        error(ShapeException.class, "UNet(padded): input is 100x96, but its sides must be multiples of 16, which four poolings halve; 96x96 fits",
            () -> padded.apply(Tensor.zeros(1, 3, 100, 96), Pass.inference()));
        error(ShapeException.class, "UNet(padded): input is 4x60, but its sides must be multiples of 16, which four poolings halve; 16x64 fits",
            () -> padded.apply(Tensor.zeros(1, 3, 4, 60), Pass.inference()));
        Layer net = new UNet(false, 1, 3, 2, rng);
        error(ShapeException.class,
            "UNet: input is 512x572, but its sides must be 16k + 12 and at least 188, so that every pooling meets an even size; 508x572 fits",
            () -> net.apply(Tensor.zeros(1, 3, 512, 572), Pass.inference()));
        error(ShapeException.class, """
            down1.0: Conv2d(3 -> 1, kernel 3x3, stride 1, padding 1): input has 2 channels, expected 3
              input   [1, 2, 32, 32]   NCHW
              weight  [1, 3, 3, 3]""", () -> padded.apply(Tensor.zeros(1, 2, 32, 32), Pass.inference()));
        error(IllegalArgumentException.class, "UNet: width must be at least 1, got 0", () -> new UNet(true, 0, 1, 2, rng));
    }

    /** The rule 16k + 12 from 188 on, by walking the sizes down and up. */
    @Test
    void theRuleForSidesIsThatOfThePoolings() {
        for (int side = 1; side < 400; side++) {
            int size = side - 4;
            boolean even = true;
            for (int i = 0; i < 4; i++) {
                even &= size % 2 == 0;
                size = size / 2 - 4;
            }
            for (int i = 0; i < 4; i++) size = even && size > 0 ? 2 * size - 4 : 0;
            assertEquals(size > 0, side >= 188 && side % 16 == 12, "side " + side);
        }
    }

    /** Which half of a picture is bright: the classes of all pixels of one image by heart. */
    @Test
    void learnsAMaskByHeart() {
        UNet net = new UNet(true, 4, 1, 1, rng);
        Tensor image = Training.images(1, 1, 16, 16);
        float[] mask = new float[256];
        for (int i = 0; i < 256; i++) mask[i] = image.toArray()[i] > 0 ? 1 : 0;
        Tensor target = Tensor.of(mask, 1, 1, 16, 16);
        Adam adam = new Adam(net.parameters(), 0.003);
        double loss = 1;
        for (int step = 0; step < 150 && loss > 0.02; step++) {
            adam.step(net.apply(image, Pass.training(rng)).sub(target).square().mean().backward());
            loss = net.apply(image, Pass.inference()).sub(target).square().mean().item();
        }
        assertTrue(loss <= 0.02, "the mean squared error is " + loss);
    }
}
