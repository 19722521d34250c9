package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

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
        Sequential net = new Sequential(new Conv2d(1, 2, Window.of(5).stride(3), rng), new Relu(), new MaxPool2d(2), new Flatten(),
            new Linear(32, 10, rng));
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
            LossCurve curve = new LossCurve();
            History history = trainer(curve).epochs(400).listener(stop).fit(Glyphs.dataset(64, 1));
            assertTrue(history.stopped());
            assertFalse(curve.figure().svg().contains(">400<"), "drawn as far as it came");
            String text = notebook.log().get(notebook.log().size() - 1);
            assertTrue(text.startsWith("update: stopped in epoch 2 of 400 · step 5 of 1600"), text);
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

    @Test void theSameCurveShowsAFurtherTraining() {
        try (TestNotebook notebook = new TestNotebook()) {
            LossCurve curve = new LossCurve();
            Trainer trainer = trainer(curve).epochs(1);
            trainer.fit(Glyphs.dataset(64, 1));
            trainer.fit(Glyphs.dataset(64, 1));
            assertEquals(2, notebook.log().stream().filter(l -> l.startsWith("display: epoch 1 of 1 · step 0 of 4")).count(),
                notebook.log().toString());
        }
    }

    @Test void whatStaysHasSliders() {
        try (TestNotebook notebook = new TestNotebook()) {
            trainer(new LossCurve()).validation(0.25).fit(Glyphs.dataset(160, 1));
            String html = html(notebook.data().get(notebook.data().size() - 1));
            assertTrue(html.contains("<div class=\"cb-frames\"") && html.contains("<script>"), html);
            assertTrue(html.length() < 300_000, "of " + html.length());
        }
    }

    @Test void trainingsAreCompared() {
        History one, two;
        try (TestNotebook notebook = new TestNotebook()) {
            one = trainer(new TrainingListener() {}).fit(Glyphs.dataset(64, 1));
            two = trainer(new TrainingListener() {}).epochs(2).validation(0.25).fit(Glyphs.dataset(64, 1));
            LossCurve curve = LossCurve.of("<one>", one).add("two", two).logarithmic().smoothing(0.5);
            List<String> lines = curve.toString().lines().toList();
            assertEquals("Loss", lines.get(0));
            assertTrue(lines.get(1).matches("  <one>: loss [0-9.]+"), lines.get(1));
            assertTrue(lines.get(2).matches("  two: loss [0-9.]+ · validation [0-9.]+ % · best epoch [12] of 2"), lines.get(2));
            assertEquals(760, curve.figure().width());
            assertEquals(250 + 18 + 6, curve.figure().height(), "one row of names");
            assertTrue(curve.figure().svg().contains(">&lt;one&gt;<") && curve.figure().svg().contains("Loss, logarithmic"));
            LossCurve live = new LossCurve("new").add("before", one);
            trainer(live).fit(Glyphs.dataset(64, 1));
            assertTrue(notebook.log().get(notebook.log().size() - 1).startsWith("update: done: epoch 3 of 3"));
            assertTrue(live.toString().lines().toList().get(4).matches("  new: loss [0-9.]+"), live.toString());
        }
        assertEquals("LossCurve: two trainings are called \"a\"; give another name",
            assertThrows(IllegalArgumentException.class, () -> LossCurve.of("a", one).add("a", two)).getMessage());
        LossCurve eight = new LossCurve("mine");
        for (int i = 1; i < 8; i++) eight.add("run " + i, one);
        assertEquals("LossCurve: 8 trainings can be told apart in one chart, \"more\" is one too many",
            assertThrows(IllegalArgumentException.class, () -> eight.add("more", one)).getMessage());
        assertEquals("LossCurve: smoothing must be in [0, 1), got 1.0",
            assertThrows(IllegalArgumentException.class, () -> eight.smoothing(1)).getMessage());
    }

    @Test void theWidgetStartsWithTheCurvesOwnLook() {
        History history = trainer(new TrainingListener() {}).fit(Glyphs.dataset(64, 1));
        String text = LossCurve.of(history).logarithmic().widget().toString();
        assertTrue(text.contains("logarithmic = true"), text);
        assertTrue(text.contains("SelectionSlider smoothing = 0.9 (of 0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.998)"), text);
        assertTrue(text.contains("Image, png, 760 x 250 pixels"), text);
    }

    @Test void timesReadLikeTimes() {
        assertEquals("0.4 s", TrainingStatus.time(0.44));
        assertEquals("10 s", TrainingStatus.time(9.97));
        assertEquals("119 s", TrainingStatus.time(119.4));
        assertEquals("2 min 05 s", TrainingStatus.time(125));
        assertEquals("2 h 03 min", TrainingStatus.time(7380));
        assertEquals("unknown time", TrainingStatus.time(Double.NaN));
    }
}
