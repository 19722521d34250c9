package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;

/** Every moving thing of the lab, drawn in the light and the dark theme and moved once in each. */
@ExtendWith(LabExtension.class)
class LabWidgetsTest {
    private static final String MADE = """
        var digits = Glyphs.dataset(300, 1);
        var net = new LeNet5(10, new Random(1));
        var image = Tensor.of(new float[] {0, 0, 1, 1, 0, 0,  0, 1, 1, 1, 1, 0,  1, 1, 0, 0, 1, 1,  1, 1, 0, 0, 1, 1,  0, 1, 1, 1, 1, 0,  0, 0, 1, 1, 0, 0}, 6, 6);
        var trainer = new Trainer(net, new Adam(net.parameters(), 0.002)).epochs(2);
        var history = trainer.fit(digits);""";

    /** What is shown, by the name that its picture gets. */
    private static final Map<String, String> SHOWN = new LinkedHashMap<>();

    static {
        SHOWN.put("convolution stepper", "new ConvolutionStepper(new Conv2d(1, 1, Window.of(3), new Random(2)), image)");
        SHOWN.put("graph stepper", "var x = Scalar.of(\"x\", -2); var y = Scalar.of(\"y\", 5); var z = Scalar.of(\"z\", -4);\nnew GraphStepper(x.add(y).named(\"q\").mul(z).named(\"f\"))");
        SHOWN.put("frames", "Frames.over(\"bars\", List.of(3, 5, 8), n -> Charts.histogram(\"Histogram\", new Random(1).doubles(200).toArray(), n))");
        SHOWN.put("filter bank", "FilterBank.of(net, \"0\")");
        SHOWN.put("activation browser", "ActivationBrowser.of(net, digits)");
        SHOWN.put("loss curve", "LossCurve.of(\"Adam\", history)");
        SHOWN.put("confusion matrix", "ConfusionMatrix.of(trainer.evaluate(digits), digits)");
        SHOWN.put("augmentation picker", "AugmentationPicker.of(digits, 3).choose(Augmentation.ROTATION).strength(20)");
        SHOWN.put("image zoom", "ImageZoom.of(digits, 0)");
        SHOWN.put("column matrix", "ColumnMatrix.of(new Conv2d(1, 2, Window.of(3), new Random(2)), image)");
        SHOWN.put("thread map", "ThreadMap.of(image, 3, 8)");
    }

    @Test void everyOneMovesInBothThemes(Lab lab) {
        List<String> cells = new ArrayList<>(List.of(MADE));
        cells.addAll(SHOWN.values());
        LabPage page = lab.open(cells.toArray(new String[0]));
        page.runAll();
        page.settle();
        List<Executable> moves = new ArrayList<>();
        for (boolean dark : new boolean[] {false, true}) {
            moves.add(() -> page.theme(dark));
            int cell = 0;
            for (String name : SHOWN.keySet()) {
                int at = ++cell;
                moves.add(() -> move(page, at, name, dark));
            }
            moves.add(() -> assertEquals(List.of(), Contrast.of(page.page()).stream().filter(text -> !text.enough()).map(Contrast::toString).distinct().toList()));
        }
        moves.add(() -> page.theme(false));
        assertAll(moves);
    }

    /** What does not move, and the panel of a training that has ended. */
    @Test void whatStandsStillCanBeReadInBothThemes(Lab lab) {
        Map<String, String> still = new LinkedHashMap<>();
        still.put("architecture", "ArchitectureDrawing.of(new CifarResNet(20, 10, new Random(1)), 3, 32, 32)");
        still.put("samples", "Samples.of(digits, 10)");
        still.put("predictions", "Predictions.of(net, digits, 6)");
        still.put("hardest images", "HardestImages.of(trainer.evaluate(digits), digits, 8)");
        still.put("decision boundary", """
            var rng = new Random(1);
            var mlp = new Sequential(new Flatten(), new Linear(2, 16, rng), new Tanh(), new Linear(16, 2, rng));
            var boundary = new DecisionBoundary(mlp, Points.moons(300, 1));
            new Trainer(mlp, new Adam(mlp.parameters(), 0.02)).epochs(20).listener(boundary).fit(Points.moons(300, 1));
            boundary""");
        still.put("training panel", "new TrainingPanel(new Trainer(net, new Adam(net.parameters(), 0.002)).epochs(2)).fit(digits)");
        still.put("speed table", "new SpeedTable(\"sums\", 1e6).add(\"one\", () -> new float[] {1}).add(\"another\", () -> new float[] {1})");
        still.put("device", "%device");
        still.put("memory", "%memory");
        List<String> cells = new ArrayList<>(List.of(MADE));
        cells.addAll(still.values());
        LabPage page = lab.open(cells.toArray(new String[0]));
        page.runAll();
        page.settle();
        assertEquals(0, page.page().locator("[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*='stderr']").count(), "cells failed");
        List<Executable> looks = new ArrayList<>();
        for (boolean dark : new boolean[] {false, true}) {
            looks.add(() -> page.theme(dark));
            int cell = 0;
            for (String name : still.keySet()) {
                int at = ++cell;
                looks.add(() -> page.picture(name + (dark ? "-dark" : "-light"), page.output(at)));
            }
            looks.add(() -> assertEquals(List.of(), Contrast.of(page.page()).stream().filter(text -> !text.enough()).map(Contrast::toString).distinct().toList()));
        }
        looks.add(() -> page.theme(false));
        assertAll(looks);
    }

    private static void move(LabPage page, int cell, String name, boolean dark) {
        Locator output = page.output(cell);
        Locator sliders = output.locator(".noUi-handle:visible, input[type=range]:visible");
        boolean list = sliders.count() == 0;
        Locator handle = list ? output.locator("select:visible").first() : sliders.first();
        Locator picture = output.locator("img:visible").first();
        Pixels before = page.pixels(picture);
        page.picture(name + (dark ? "-dark" : "-light"), output);
        int step = dark ? -1 : 1;                                         // there and back
        if (list) handle.selectOption(new SelectOption().setIndex(((Number) handle.evaluate("s => s.selectedIndex")).intValue() + step));
        else {
            handle.focus();
            page.press(dark ? "ArrowLeft" : "ArrowRight", 1);
        }
        Pixels after = page.changed(picture, before);
        page.settle();
        page.picture(name + (dark ? "-dark-moved" : "-light-moved"), output);
        assertTrue(after.differing(before) > 20, name + ": " + after.differing(before) + " pixels changed");
        assertEquals(before.width(), after.width(), name + " keeps its width, so that nothing jumps");
    }

    @Test void thePanelsStopButtonEndsATrainingThatRuns(Lab lab) {
        LabPage page = lab.open("var net = new LeNet5(10, new Random(1));\nvar trainer = new Trainer(net, new Adam(net.parameters(), 0.002)).epochs(500);",
            "var history = new TrainingPanel(trainer).fit(Glyphs.dataset(2000, 1));", "history.stopped() + \" \" + (history.losses().length > 5)");
        page.startAll();
        Locator stop = page.output(1).locator("button", new Locator.LocatorOptions().setHasText("Stop"));
        stop.waitFor();
        page.waitFor("/step [1-9]\\d/.test(document.querySelectorAll('.jp-Cell')[1].textContent)");
        page.picture("training");
        stop.click();
        page.waitUntilRan();
        page.settle();
        page.picture("stopped");
        page.run(2);
        assertEquals("true true", page.text(2));
    }
}
