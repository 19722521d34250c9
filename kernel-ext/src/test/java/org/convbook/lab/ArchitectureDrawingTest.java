package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.convbook.cnn.models.CifarResNet;
import org.convbook.cnn.models.DenseNet;
import org.convbook.cnn.models.Fire;
import org.convbook.cnn.models.Inception;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.models.UNet;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Residual;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;

class ArchitectureDrawingTest {
    private final Random rng = new Random(1);

    @Test void aChainIsOneBoxALayerThatChangesTheShape() {
        assertEquals("""
            LeNet5: 61 706 parameters
              input  1×28×28
              0  conv 5×5 + tanh  6×28×28  156
              2  avg pool 2×2 /2  6×14×14
              3  conv 5×5 + tanh  16×10×10  2416
              5  avg pool 2×2 /2  16×5×5
              7  linear + tanh  120  48 120
              9  linear + tanh  84  10 164
              11  linear  10  850""", ArchitectureDrawing.of(new LeNet5(10, rng), 1, 28, 28).toString());
    }

    @Test void everyParameterIsOnABox() {
        ArchitectureDrawing lenet = ArchitectureDrawing.of(new LeNet5(10, rng), 1, 28, 28);
        assertEquals(8, lenet.columns());
        assertEquals(156 + 2416 + 48_120 + 10_164 + 850, new LeNet5(10, rng).parameterCount());
        assertTrue(lenet.figure().svg().contains(">48 120 param.<"), lenet.figure().svg());
    }

    @Test void aResidualBlockIsASumWithAWayAround() {
        Layer net = new Sequential(new Dropout(0.5), new Conv2d(1, 2, Window.of(3).padding(1), rng),
            new Residual(new Sequential(new Conv2d(2, 2, Window.of(3).padding(1), rng), new Relu(), new Conv2d(2, 2, Window.of(1), rng))));
        assertEquals("""
            Sequential: 64 parameters
              input + dropout  1×6×6
              1  conv 3×3  2×6×6  20
              Residual, sum of
                -
                  2.body.0  conv 3×3 + relu  2×6×6  38
                  2.body.2  conv 1×1  2×6×6  6
                - its input""", ArchitectureDrawing.of(net, 1, 6, 6).toString());
    }

    @Test void branchesMeetInAConcatenation() {
        assertEquals("""
            Inception: 204 parameters
              input  4×8×8
              Inception, concatenation of
                -
                  conv1x1  conv 1×1  2×8×8  10
                -
                  reduce3x3  conv 1×1  3×8×8  15
                  conv3x3  conv 3×3  4×8×8  112
                -
                  reduce5x5  conv 1×1  1×8×8  5
                  conv5x5  conv 5×5  2×8×8  52
                -
                  pool  max pool 3×3  4×8×8
                  project  conv 1×1  2×8×8  10""", ArchitectureDrawing.of(new Inception(rng, 4, 2, 3, 4, 1, 2, 2), 4, 8, 8).toString());
    }

    @Test void branchesMayPartBehindACommonBeginning() {
        assertEquals("""
            Fire: 76 parameters
              input  4×8×8
              squeeze  conv 1×1  2×8×8  10
              Fire, concatenation of
                -
                  expand1x1  conv 1×1  3×8×8  9
                -
                  expand3x3  conv 3×3  3×8×8  57""", ArchitectureDrawing.of(new Fire(4, 2, 3, rng), 4, 8, 8).toString());
    }

    @Test void longConnectionsJoinWhereChannelsAreMissing() {
        ArchitectureDrawing net = ArchitectureDrawing.of(new UNet(true, 2, 1, 2, rng), 1, 32, 32);
        String text = net.folded(false).toString();
        for (String line : new String[] {"up4.0  conv 3×3 + relu  16×4×4  4624  joined by down4.0.2",
            "up3.0  conv 3×3 + relu  8×8×8  1160  joined by down3.2",
            "up2.0  conv 3×3 + relu  4×16×16  292  joined by down2.2", "up1.0  conv 3×3 + relu  2×32×32  74  joined by down1.2"})
            assertTrue(text.contains(line), text);
        assertEquals(4, text.split("joined by", -1).length - 1);
        assertFalse(net.figure().svg().contains(">+ down"), "all arcs are in one row");
    }

    @Test void aHundredLayersAreFolded() {
        ArchitectureDrawing deep = ArchitectureDrawing.of(new CifarResNet(110, 10, rng), 3, 8, 8);
        assertTrue(deep.columns() < 20, deep.columns() + " columns");
        assertTrue(deep.toString().contains("18 times:") && deep.toString().contains("17 times:"), deep.toString());
        assertTrue(deep.folded(false).columns() > 100);
        assertTrue(deep.figure().width() < 1100 && deep.figure().height() < 700, deep.figure().width() + " x " + deep.figure().height());
        assertTrue(deep.folded(false).figure().height() < 4000);
        assertTrue(ArchitectureDrawing.of(DenseNet.cifar(22, 4, 10, rng), 3, 8, 8).folded(true).toString().contains("3 times:"),
            "layers that see ever more maps");
    }

    @Test void hostileNamesAreEscaped() {
        Layer evil = new Layer() {
            private final Layer conv = child("<b>", new Conv2d(1, 2, Window.of(3), new Random(1)));

            @Override protected Tensor forward(Tensor x, Pass pass) {
                return conv.apply(x, pass);
            }

            @Override public String toString() {
                return "<script>alert(1)</script>";
            }
        };
        String svg = ArchitectureDrawing.of(evil, 1, 6, 6).figure().svg();
        assertFalse(svg.contains("<script>") || svg.contains("<b>"), svg);
        assertTrue(svg.contains("&lt;script&gt;"));
    }

    @Test void anInputThatDoesNotFitIsTheNetworksOwnError() {
        assertTrue(assertThrows(ShapeException.class, () -> ArchitectureDrawing.of(new LeNet5(10, rng), 3, 28, 28)).getMessage()
            .startsWith("0: Conv2d(1 -> 6, kernel 5x5, stride 1, padding 2): input has 3 channels, expected 1"));
        assertEquals("architecture drawing: give the shape of the input without the batch, such as 1, 28, 28",
            assertThrows(IllegalArgumentException.class, () -> ArchitectureDrawing.of(new LeNet5(10, rng))).getMessage());
    }
}
