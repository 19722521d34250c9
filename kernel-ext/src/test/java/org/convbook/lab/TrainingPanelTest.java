package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.train.History;
import org.convbook.cnn.train.Progress;
import org.convbook.cnn.train.Trainer;
import org.convbook.cnn.train.TrainingListener;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.TestNotebook;
import org.convbook.widget.Box;
import org.convbook.widget.Button;
import org.convbook.widget.Checkbox;
import org.convbook.widget.FloatLogSlider;
import org.convbook.widget.FloatSlider;
import org.convbook.widget.SelectionSlider;
import org.convbook.widget.TestPage;
import org.convbook.widget.Widget;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

/** A user sits before the panel: what is done after a step acts from the next one on. */
class TrainingPanelTest {
    private static final Dataset DIGITS = Glyphs.dataset(64, 1);

    private final Sequential net = new Sequential(new Flatten(), new Linear(784, 10, new Random(1)));
    private final Sgd sgd = new Sgd(net.parameters(), 0.01, 0.9);
    private final Trainer trainer = new Trainer(net, sgd).on(Backends.java()).epochs(3).batchSize(16);
    private final TrainingPanel panel = new TrainingPanel(trainer);

    private void after(long step, Consumer<Progress> user) {
        trainer.listener(new TrainingListener() {
            @Override public void step(Progress p) {
                if (p.step() == step) user.accept(p);
            }
        });
    }

    private static Stream<Widget> all(Widget widget) {
        return Stream.concat(Stream.of(widget), widget instanceof Box box ? box.children().stream().flatMap(TrainingPanelTest::all) : Stream.empty());
    }

    private <W extends Widget> W control(Class<W> type, String description) {
        return all(panel.controls().widgets()).filter(type::isInstance).map(type::cast)
            .filter(w -> w.toString().contains(description)).findFirst().orElseThrow();
    }

    private static String text(TestNotebook notebook) {
        return notebook.log().get(notebook.log().size() - 1);
    }

    @Test void withoutWidgetsThePanelIsAPicture() {
        try (TestNotebook notebook = new TestNotebook()) {
            assertEquals("Training has not started", panel.toString());
            History history = panel.fit(DIGITS.take(48), DIGITS.subset(48, 63));
            assertEquals(3, history.epochs().size());
            assertTrue(notebook.log().get(0).startsWith("display: epoch 1 of 3 · step 0 of 9\n  batch 0 of 3 · learning rate 0.01 · momentum 0.9 · "
                + "weight decay 0 · batch size 16 · memory "), notebook.log().get(0));
            String text = text(notebook);
            assertTrue(text.startsWith("update: done: epoch 3 of 3 · step 9 of 9 · "), text);
            assertTrue(text.contains("\n  epoch 3: loss ") && text.contains("batch 3 of 3") && text.endsWith(" MiB · on java"), text);
            DisplayData last = notebook.data().get(notebook.data().size() - 1);
            assertTrue(last.hasDataForType(MIMEType.IMAGE_PNG) && last.hasDataForType(MIMEType.IMAGE_SVG));
            assertEquals("update: " + panel.levels().text(), text);
        }
    }

    @Test void slidersActFromTheNextStepOn() {
        try (TestNotebook notebook = new TestNotebook(); TestPage page = new TestPage()) {
            after(2, p -> {
                page.change(control(FloatLogSlider.class, "learning rate"), "{\"value\":0.004}");
                page.change(control(FloatLogSlider.class, "learning rate"), "{\"value\":0.002}");
                assertEquals(0.01, sgd.learningRate(), "the step that runs is not disturbed");
            });
            after(4, p -> {
                assertEquals(0.002, sgd.learningRate());
                page.change(control(FloatSlider.class, "momentum"), "{\"value\":0.9000000000000001}");
                page.change(control(FloatSlider.class, "momentum"), "{\"value\":0.5}");
                page.change(control(FloatLogSlider.class, "learning rate"), "{\"value\":0.002}");
            });
            after(6, p -> {
                assertEquals(0.5, sgd.momentum());
                page.change(control(SelectionSlider.class, "batch size"), "{\"index\":2}");
                page.change(control(SelectionSlider.class, "weight decay"), "{\"index\":3}");
            });
            History history = panel.fit(DIGITS);
            assertEquals(0.002, history.last().learningRate());
            assertEquals(1e-4, sgd.weightDecay());
            assertEquals(4 + 4 + 2, history.losses().length, "the third epoch has two batches of 32");
            List<String> told = panel.toString().lines().map(String::strip).filter(l -> l.startsWith("from ")).toList();
            assertEquals(List.of("from step 3 on learning rate 0.002 instead of 0.01", "from step 5 on momentum 0.5 instead of 0.9",
                "from the epoch after step 6 on batch size 32 instead of 16", "from step 7 on weight decay 0.0001 instead of 0"), told);
            assertTrue(panel.curve().figure().svg().contains(">rate 0.002<"));
            assertTrue(control(FloatSlider.class, "momentum").disabled(), "the training is over");
        }
    }

    @Test void theStopButtonEndsTheTrainingAndKeepsEverything() {
        try (TestNotebook notebook = new TestNotebook(); TestPage page = new TestPage()) {
            after(5, p -> page.click(control(Button.class, "Stop")));
            History history = panel.fit(DIGITS);
            assertTrue(history.stopped());
            assertEquals(5, history.losses().length);
            assertTrue(text(notebook).startsWith("update: stopped in epoch 2 of 3 · step 5 of 12 · "), text(notebook));
            Button stop = control(Button.class, "stopped");
            assertTrue(stop.disabled());
        }
    }

    @Test void anInterruptDoesTheSame() {
        try (TestNotebook notebook = new TestNotebook()) {
            after(5, p -> Thread.currentThread().interrupt());
            assertTrue(panel.fit(DIGITS).stopped());
            assertTrue(text(notebook).startsWith("update: stopped in epoch 2 of 3 · step 5 of 12 · "), text(notebook));
        } finally {
            Thread.interrupted();
        }
    }

    @Test void watchedPicturesAreDrawnFromTheStartToTheEnd() {
        try (TestNotebook notebook = new TestNotebook()) {
            int[] asked = {0};
            panel.watch(() -> Samples.of(DIGITS, ++asked[0] % 2 + 1));
            panel.watch(() -> {
                throw new IllegalStateException("no <such> layer");
            });
            panel.watch(() -> 5).fit(DIGITS);
            assertTrue(asked[0] >= 2, "at the start and at the end: " + asked[0]);
            List<String> shown = notebook.log().stream().filter(l -> l.contains("no picture")).toList();
            assertTrue(shown.get(0).startsWith("display: ") && shown.size() >= 2, shown.toString());
            String last = shown.get(shown.size() - 1);
            assertTrue(last.endsWith("\nno picture: java.lang.IllegalStateException: no <such> layer\n"
                + "a watched picture must be a Figure or something drawn, got Integer"), last);
            String html = notebook.data().stream().map(d -> (String) d.getData(MIMEType.TEXT_HTML)).filter(h -> h.contains("no picture")).findFirst().orElseThrow();
            assertTrue(html.contains("no &lt;such&gt; layer"), html);
        }
    }

    @Test void onceTheTrainingIsOverAWatchedPictureIsWhatItWouldBeByItself() {
        try (TestNotebook notebook = new TestNotebook()) {
            panel.watch(() -> ActivationMaps.of(net, DIGITS, 0)).fit(DIGITS);
            List<String> shown = notebook.data().stream().map(d -> (String) d.getData(MIMEType.TEXT_HTML)).filter(h -> h.contains("break-inside")).toList();
            assertEquals(1, shown.size(), "while it goes on it is one picture, then one for each layer, so that a page may end between two");
            assertTrue(shown.get(0).contains(ActivationMaps.of(net, DIGITS, 0).levels().html()), shown.get(0));
        }
    }

    @Test void theSamePanelRunsAFurtherTraining() {
        try (TestNotebook notebook = new TestNotebook()) {
            panel.fit(DIGITS);
            panel.fit(DIGITS);
            assertEquals(2, notebook.log().stream().filter(l -> l.startsWith("display: epoch 1 of 3 · step 0 of 12")).count());
            new TrainingPanel(trainer).fit(DIGITS);
            assertEquals(3, notebook.log().stream().filter(l -> l.startsWith("display: ")).count(), "one panel for each training");
        }
    }

    @Test void aTrainingThatFailsSaysSoItself() {
        try (TestNotebook notebook = new TestNotebook()) {
            after(3, p -> sgd.learningRate(1e38));
            ArithmeticException e = assertThrows(ArithmeticException.class, () -> panel.fit(DIGITS));
            assertTrue(e.getMessage().startsWith("step 5 "), e.getMessage());
            assertTrue(text(notebook).startsWith("update: stopped in epoch 2 of 3"), text(notebook));
            TrainingListener broken = new TrainingListener() {
                @Override public void started(Progress p) {
                    throw new IllegalStateException("not today");
                }
            };
            trainer.listener(broken);
            assertEquals("not today", assertThrows(IllegalStateException.class, () -> new TrainingPanel(trainer).fit(DIGITS)).getMessage());
            trainer.removeListener(broken);
            trainer.listener(broken).listener(new LossCurve());
            assertEquals("not today", assertThrows(IllegalStateException.class, () -> trainer.fit(DIGITS)).getMessage(), "not what comes of it");
        }
    }

    @Test void scaleAndSmoothingMoveThePicture() {
        try (TestNotebook notebook = new TestNotebook(); TestPage page = new TestPage()) {
            after(5, p -> {
                page.change(control(Checkbox.class, "logarithmic"), "{\"value\":true}");
                page.change(control(SelectionSlider.class, "smoothing"), "{\"index\":0}");
            });
            panel.fit(DIGITS);
            assertTrue(panel.curve().figure().svg().contains("Loss, logarithmic"));
        }
    }

    @Test void anotherOptimiserHasItsOwnSettings() {
        try (TestNotebook notebook = new TestNotebook()) {
            Trainer adam = new Trainer(net, new Adam(net.parameters(), 0.003, 0.8, 0.99, 1e-8, 2e-4)).on(Backends.java());
            TrainingPanel other = new TrainingPanel(adam);
            other.fit(DIGITS);
            String text = other.controls().widgets().toString();
            assertTrue(text.contains("learning rate = 0.003 (3.0E-6 to 3.0, logarithmic)"), text);   // on a step of the slider
            assertTrue(text.contains("momentum = 0.8") && text.contains("weight decay = 2.0E-4") && text.contains("batch size = 64"), text);
            assertFalse(text.contains("null"), text);
        }
    }
}
