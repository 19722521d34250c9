package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Identity;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class ActivationBrowserTest {
    private final Random rng = new Random(3);
    private final Dataset digits = Glyphs.dataset(20, 1);
    private final ActivationBrowser lenet = ActivationBrowser.of(new LeNet5(10, rng), digits);

    /** Weights of 1 at the middle and -1 for the second map: what it shows is known. */
    private static Sequential known() {
        Conv2d conv = new Conv2d(1, 2, Window.of(3), new Random(1));
        float[] w = new float[18];
        w[4] = 1;
        w[13] = -1;
        conv.weight().set(w);
        conv.bias().set(new float[2]);
        return new Sequential(conv, new Relu());
    }

    @Test void saysRangeZerosAndWhatTheLargestValueSees() {
        float[] image = new float[36];
        image[4 * 6 + 2] = 0.5f;
        ActivationBrowser browser = ActivationBrowser.of(known(), Tensor.of(image, 1, 1, 6, 6)).layer("1");
        assertEquals("""
            1  Relu  [1, 2, 4, 4]
              map 0 of 2
                0.0 to 0.5, mean 0.0313
                93.8 % of the values are 0
              the whole layer
                0.0 to 0.5, mean 0.0156
                96.9 % of the values are 0
              1 map is all zero
                largest""".lines().limit(7).toList(), browser.toString().lines().limit(7).toList());
        assertTrue(browser.toString().contains("1 map is all zero"), browser.toString());
        assertTrue(browser.toString().contains("0.5 in row 3, column 1\n    sees rows 3 to 5,\n    columns 1 to 3 of the image"), browser.toString());
        assertEquals(31.0 / 32, browser.zeros(), 1e-12);
    }

    @Test void theWindowIsCutOffAtTheImagesEdge() {
        ActivationBrowser corner = ActivationBrowser.of(new Sequential(new Conv2d(1, 1, Window.of(5).padding(2), rng)), Tensor.zeros(1, 1, 6, 6));
        assertTrue(corner.toString().contains("in row 0, column 0\n    sees rows 0 to 2,\n    columns 0 to 2"), corner.toString());
    }

    @Test void fiveHundredChannelsComeInPages() {
        ActivationBrowser wide = ActivationBrowser.of(new Conv2d(1, 512, Window.of(3), rng), digits);
        assertTrue(wide.figure().svg().contains("page 1 of 8: maps 0 to 63 of 512"));
        assertTrue(wide.channel(511).figure().svg().contains("page 8 of 8: maps 448 to 511 of 512"));
        assertTrue(wide.levels().weight() < Levels.MOST);
    }

    @Test void framesMoveOverTheLayersWithoutAKernel() {
        Levels levels = lenet.layer("3").channel(5).levels();
        assertTrue(levels.html().startsWith("<div class=\"cb-frames\""), levels.html().substring(0, 60));
        assertTrue(levels.svg().contains("map 5 of 16"), "the first state is the chosen one");
        assertTrue(levels.weight() < 700_000, levels.weight() + " characters");
    }

    @Test void theWidgetListsLayersImagesAndChannels() {
        String text = lenet.layer("5").image(4).channel(2).widget().toString();
        assertTrue(text.startsWith("Dropdown layer = 5  AvgPool2d(kernel 2x2, stride 2, padding 0)  [1, 16, 5, 5] (of "), text);
        assertTrue(text.contains("IntSlider image = 4 (0 to 19)\nIntSlider channel = 2 (0 to 15)"), text);
        assertFalse(ActivationBrowser.of(known(), Tensor.zeros(1, 1, 6, 6)).widget().toString().contains("IntSlider image"));
    }

    @Test void classesAreNamedAndEscaped() {
        Sequential net = new Sequential(new Flatten(), new Linear(784, 10, rng));
        String svg = ActivationBrowser.of(net, digits).layer("1").figure().svg();
        assertTrue(svg.contains("the strongest classes"), svg);
        assertTrue(ActivationBrowser.of(net, new Named(digits)).layer("1").levels().html().length() > 1000);
        String named = ActivationBrowser.of(net, new Named(digits)).layer("1").figure().svg();
        assertTrue(named.contains("&lt;img src=x&gt;") && !named.contains("<img"), named);
    }

    /** Digits whose classes have hostile names. */
    private record Named(Dataset base) implements Dataset {
        @Override public String name() {
            return base.name();
        }

        @Override public String source() {
            return base.source();
        }

        @Override public boolean standIn() {
            return true;
        }

        @Override public int size() {
            return base.size();
        }

        @Override public int[] imageShape() {
            return base.imageShape();
        }

        @Override public List<String> classes() {
            return base.classes().stream().map(c -> "<img src=x>" + c).toList();
        }

        @Override public int label(int i) {
            return base.label(i);
        }

        @Override public void image(int i, float[] into, int offset) {
            base.image(i, into, offset);
        }
    }

    @Test void whatIsNotThereIsNamed() {
        assertEquals("activation browser: no layer at \"2\" has an output of its own; expected one of [0, 1]",
            assertThrows(IllegalArgumentException.class, () -> ActivationBrowser.of(known(), Tensor.zeros(1, 1, 6, 6)).layer("2")).getMessage());
        assertEquals("activation browser: there is no image 20, expected 0 to 19",
            assertThrows(IllegalArgumentException.class, () -> lenet.image(20)).getMessage());
        assertEquals("activation browser: layer 3 has no channel 16, expected 0 to 15",
            assertThrows(IllegalArgumentException.class, () -> lenet.layer("3").channel(16)).getMessage());
        assertEquals("activation browser: Identity has no layer that changes its input",
            assertThrows(IllegalArgumentException.class, () -> ActivationBrowser.of(new Identity(), digits)).getMessage());
    }
}
