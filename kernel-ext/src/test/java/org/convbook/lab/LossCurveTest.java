package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.convbook.chart.Curve;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.Window;
import org.convbook.cnn.train.History;
import org.convbook.cnn.train.Progress;
import org.convbook.cnn.train.Trainer;
import org.convbook.cnn.train.TrainingListener;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.TestNotebook;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class LossCurveTest {
    private static Trainer trainer(TrainingListener listener) {
        Random rng = new Random(1);
        Sequential net = new Sequential(new Conv2d(1, 2, Window.of(5).stride(3), rng), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(32, 10, rng));
        return new Trainer(net, new Adam(net.parameters(), 0.01)).on(Backends.java()).epochs(3).batchSize(16).listener(listener);
    }

    private static String html(DisplayData data) {
        return (String) data.getData(MIMEType.TEXT_HTML);
    }

    @Test void aTrainingIsShownFromItsStartToItsEnd() {
        try (TestNotebook notebook = new TestNotebook()) {
            LossCurve curve = new LossCurve();
            History history = trainer(curve).validation(0.25).fit(Glyphs.dataset(160, 1));
            assertEquals("display: epoch 1 of 3 · step 0 of 24", notebook.log().get(0));
            DisplayData last = notebook.data().get(notebook.data().size() - 1);
            String text = (String) last.getData(MIMEType.TEXT_PLAIN);
            assertTrue(text.startsWith("done: epoch 3 of 3 · step 24 of 24 · "), text);
            assertEquals(4, text.lines().count(), "one line, and one for each epoch");
            assertTrue(text.contains(String.format(java.util.Locale.ROOT, "validation loss %.4f", history.last().validationLoss())), text);
            assertTrue(last.hasDataForType(MIMEType.IMAGE_PNG) && last.hasDataForType(MIMEType.IMAGE_SVG));
            assertTrue(html(last).contains("<img src=\"data:image/svg+xml;base64,"));
        }
    }

    @Test void nothingJumps() {
        try (TestNotebook notebook = new TestNotebook()) {
            LossCurve curve = new LossCurve();
            trainer(curve).fit(Glyphs.dataset(64, 1));
            for (DisplayData data : notebook.data()) {
                assertTrue(html(data).contains("width=\"760\" height=\"250\""), html(data));
                assertTrue(html(data).startsWith("<div style=\"width:760px;max-width:100%\"><div style=\"height:8px;"));
            }
            assertFalse(curve.figure().text().contains("validation"));
        }
    }

    @Test void aStoppedTrainingSaysSo() {
        try (TestNotebook notebook = new TestNotebook()) {
            TrainingListener stop = new TrainingListener() {
                @Override public void step(Progress p) {
                    if (p.step() == 5) Thread.currentThread().interrupt();
                }
            };
            History history = trainer(new LossCurve()).listener(stop).fit(Glyphs.dataset(64, 1));
            assertTrue(history.stopped());
            String text = notebook.log().get(notebook.log().size() - 1);
            assertTrue(text.startsWith("update: stopped in epoch 2 of 3 · step 5 of 12"), text);
        } finally {
            Thread.interrupted();
        }
    }

    @Test void beforeTheStartItIsAnEmptyPlot() {
        try (TestNotebook notebook = new TestNotebook()) {
            assertEquals("Training has not started", new LossCurve().figure().text());
            assertEquals(0, notebook.log().size(), "nothing is shown before the training starts");
        }
    }

    @Test void longTrainingsAreThinned() {
        double[] losses = new double[1000];
        Arrays.setAll(losses, i -> i);
        Curve thin = LossCurve.thinned("a", losses, 100);
        assertEquals(334, thin.x().length);
        assertEquals(1, thin.y()[0], 1e-12);
        assertEquals(0.02, thin.x()[0], 1e-12);
        assertEquals(999, thin.y()[333], 1e-12);
        assertEquals(10, thin.x()[333], 1e-12);
        assertArrayEquals(new double[] {0.01, 0.02}, LossCurve.thinned("a", new double[] {5, 6}, 100).x(), 1e-12);
    }

    @Test void theAverageStartsAtTheFirstValueAndSkipsNaN() {
        assertArrayEquals(new double[] {4, (0.9 * 0.4 + 0.1 * 2) / 0.19}, LossCurve.averaged(new double[] {4, 2}), 1e-12);
        double[] withNaN = LossCurve.averaged(new double[] {4, Double.NaN, 4});
        assertTrue(Double.isNaN(withNaN[1]));
        assertEquals(4, withNaN[2], 1e-12);
    }

    @Test void timesReadLikeTimes() {
        assertEquals("0.4 s", LossCurve.time(0.44));
        assertEquals("10 s", LossCurve.time(9.97));
        assertEquals("119 s", LossCurve.time(119.4));
        assertEquals("2 min 05 s", LossCurve.time(125));
        assertEquals("2 h 03 min", LossCurve.time(7380));
        assertEquals("unknown time", LossCurve.time(Double.NaN));
    }
}
