package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.convbook.chart.Figure;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Residual;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.nn.Softmax;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class ActivationMapsTest {
    private final Random rng = new Random(5);
    private final float[] pixels = new float[6 * 6];

    ActivationMapsTest() {
        for (int i = 0; i < pixels.length; i++) pixels[i] = rng.nextFloat();
    }

    private Sequential small(boolean softmax) {
        return softmax ? new Sequential(new Conv2d(1, 2, Window.of(3), rng), new Relu(), new Dropout(0.5), new Flatten(),
            new Linear(32, 3, rng), new Softmax())
            : new Sequential(new Conv2d(1, 2, Window.of(3), rng), new Relu(), new Dropout(0.5), new Flatten(), new Linear(32, 3, rng));
    }

    @Test void layersThatPassTheirInputOnAreLeftOut() {
        ActivationMaps maps = ActivationMaps.of(small(false), Tensor.of(pixels, 1, 1, 6, 6));
        assertEquals(List.of("0", "1", "4"), maps.paths());
        assertTrue(maps.toString().startsWith("  0  Conv2d(1 -> 2, kernel 3x3, stride 1, padding 0)  [1, 2, 4, 4]  "), maps.toString());
    }

    @Test void probabilitiesAreTheSoftmaxOfTheOutput() {
        Sequential net = small(false);
        Tensor image = Tensor.of(pixels, 1, 1, 6, 6);
        float[] expected = net.apply(image, Pass.inference()).softmax().toArray();
        double[] got = ActivationMaps.of(net, image).probabilities();
        for (int k = 0; k < 3; k++) assertEquals(expected[k], got[k], 1e-6);
    }

    @Test void aSoftmaxLayerIsNotAppliedTwice() {
        Sequential net = small(true);
        Tensor image = Tensor.of(pixels, 1, 1, 6, 6);
        float[] output = net.apply(image, Pass.inference()).toArray();
        assertArrayEquals(new double[] {output[0], output[1], output[2]}, ActivationMaps.of(net, image).probabilities(), 1e-7);
    }

    @Test void oneFigureHasAllLayers() {
        Figure figure = ActivationMaps.of(new LeNet5(10, rng), Glyphs.dataset(10, 1), 3).figure();
        assertEquals(760, figure.width());
        assertTrue(figure.height() < 2000, "is " + figure.height() + " high");
        assertEquals(1 + 3 * 6 + 3 * 16 + 4, figure.svg().split("<image ", -1).length - 1, "input, maps, vectors");
        assertTrue(figure.svg().length() < 250_000);
    }

    @Test void classNamesStandAtTheBars() {
        ActivationMaps maps = ActivationMaps.of(small(false), Tensor.of(pixels, 1, 1, 6, 6), List.of("cat", "<dog>", "ox"));
        assertTrue(maps.figure().svg().contains(">&lt;dog&gt;</text>"));
    }

    @Test void eachLayerIsAPictureOfItsOwnSoThatAPageCanBreakBetweenThem() {
        Levels levels = ActivationMaps.of(new LeNet5(10, rng), Glyphs.dataset(10, 1), 3).levels();
        assertEquals(1 + 11, levels.html().split("<div style=\"break-inside:avoid\"><img ", -1).length - 1, "the input and eleven layers");
        assertTrue(levels.weight() < 700_000, levels.weight() + " characters");
        assertTrue(levels.png() != null && levels.height() > 1000);
    }

    @Test void ofADeepNetworkTheFirstLayersAreShown() {
        Layer[] many = new Layer[60];
        for (int i = 0; i < many.length; i++) many[i] = new Conv2d(i == 0 ? 1 : 64, 64, Window.of(1), rng);
        Levels levels = ActivationMaps.of(new Sequential(many), Tensor.of(pixels, 1, 1, 6, 6)).levels();
        assertTrue(levels.html().contains("of 61 pictures; an ActivationBrowser shows every layer"),
            levels.html().substring(levels.html().length() - 200));
        assertTrue(levels.weight() < Levels.MOST, levels.weight() + " characters");
    }

    @Test void aBlockIsThereWhereItsOutputIsNotThatOfItsLastPart() {
        Sequential net = new Sequential(new Conv2d(1, 2, Window.of(3), rng), new Residual(new Conv2d(2, 2, Window.of(1), rng)));
        assertEquals(List.of("0", "1.body", "1"), ActivationMaps.of(net, Tensor.of(pixels, 1, 1, 6, 6)).paths());
    }

    @Test void manyImagesAreRefused() {
        assertEquals("activation maps: one image [1, C, H, W] is expected, got [2, 1, 6, 6]",
            assertThrows(IllegalArgumentException.class, () -> ActivationMaps.of(small(false), Tensor.zeros(2, 1, 6, 6))).getMessage());
    }

    @Test void theNetworkIsNotChanged() {
        Sequential net = small(false);
        float[] before = net.parameters().get("0.weight").toArray();
        ActivationMaps.of(net, Tensor.of(pixels, 1, 1, 6, 6)).figure().svg();
        assertTrue(Arrays.equals(before, net.parameters().get("0.weight").toArray()));
    }
}
