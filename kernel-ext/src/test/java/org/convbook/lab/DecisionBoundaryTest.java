package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Random;

import org.convbook.chart.Palette;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.models.Mlp;
import org.convbook.cnn.models.Perceptron;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Tanh;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.train.Trainer;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.data.synthetic.Points;
import org.convbook.render.TestNotebook;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class DecisionBoundaryTest {
    /** A classifier that says 1 where x is positive. */
    private static Perceptron rightOfTheMiddle() {
        Perceptron net = new Perceptron(2, new Random(1));
        net.parameters().get("neuron.weight").set(new float[] {40, 0});
        net.parameters().get("neuron.bias").set(new float[] {0});
        return net;
    }

    private static boolean near(int rgb, Color wanted) {
        Color c = new Color(rgb);
        double pale = 0.55, distance = 0;
        int[] got = {c.getRed(), c.getGreen(), c.getBlue()}, full = {wanted.getRed(), wanted.getGreen(), wanted.getBlue()};
        for (int i = 0; i < 3; i++) distance += Math.abs(got[i] - (255 + (full[i] - 255) * pale));
        return distance < 12;
    }

    @Test void eachSideHasTheColourOfItsClassAndTheLineRunsBetween() {
        BufferedImage image = new DecisionBoundary(rightOfTheMiddle(), Points.clouds(2, 1)).figure().image(1);
        int left = 52, top = 52, plot = 420;
        for (int y = 20; y < plot; y += 190) {
            assertTrue(near(image.getRGB(left + 40, top + y), Palette.series(0)), "left of the middle, " + y);
            assertTrue(near(image.getRGB(left + plot - 40, top + y), Palette.series(1)), "right of the middle, " + y);
            Color line = new Color(image.getRGB(left + plot / 2, top + y));
            assertTrue(line.getRed() < 140, "the line at " + y + ": " + line);
        }
    }

    @Test void accuracyIsThatOfThePoints() {
        Points points = Points.clouds(200, 3);
        int right = 0;
        float[] xy = new float[2];
        for (int i = 0; i < 200; i++) {
            points.image(i, xy, 0);
            if ((xy[0] > 0 ? 1 : 0) == points.label(i)) right++;
        }
        assertEquals(right / 200.0, new DecisionBoundary(rightOfTheMiddle(), points).accuracy(), 1e-12);
    }

    @Test void aTrainingIsShownFromItsStartToItsEnd() {
        try (TestNotebook notebook = new TestNotebook()) {
            Points points = Points.xor(120, 1);
            Mlp net = new Mlp(Tanh::new, new Random(2), 2, 8, 2);
            DecisionBoundary boundary = new DecisionBoundary(net, points);
            new Trainer(net, new Adam(net.parameters(), 0.03)).on(Backends.java()).epochs(15).batchSize(16).listener(boundary).fit(points);
            assertEquals("display: Decision boundary\nexclusive or, before training, accuracy "
                + notebook.log().get(0).replaceAll("(?s).*accuracy ", ""),
                notebook.log().get(0));
            DisplayData last = notebook.data().get(notebook.data().size() - 1);
            String text = (String) last.getData(MIMEType.TEXT_PLAIN);
            assertTrue(text.startsWith("Decision boundary\nexclusive or, epoch 15, loss 0.") && text.endsWith("accuracy 100.0 %"), text);
            assertTrue(last.hasDataForType(MIMEType.IMAGE_PNG) && last.hasDataForType(MIMEType.IMAGE_SVG));
        }
    }

    @Test void severalClassesHaveSeveralColours() {
        String svg = new DecisionBoundary(new Linear(2, 3, new Random(1)), Points.spirals(30, 3, 1)).figure().svg();
        for (int k = 0; k < 3; k++) assertTrue(svg.contains(String.format("#%06x", Palette.series(k).getRGB() & 0xFFFFFF)), "class " + k);
    }

    @Test void onlyPointsOfTwoValuesAreTaken() {
        assertEquals("DecisionBoundary: points of 2 values are expected, got [1, 28, 28]",
            assertThrows(IllegalArgumentException.class, () -> new DecisionBoundary(rightOfTheMiddle(), Glyphs.dataset(10, 1))).getMessage());
    }
}
