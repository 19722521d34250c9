package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.microsoft.playwright.Locator;

/** A training that is watched and stopped from the page. */
@ExtendWith(LabExtension.class)
class TrainingInLabTest {
    private static final String NET = """
        var digits = Glyphs.dataset(2000, 1);
        var net = new LeNet5(10, new Random(1));
        var trainer = new Trainer(net, new Adam(net.parameters(), 0.002)).epochs(500).listener(new LossCurve());""";

    @Test void labsStopButtonEndsATrainingAndKeepsModelAndCurve(Lab lab) {
        LabPage page = lab.open(NET, "var history = trainer.fit(digits);",
            "System.out.println(history.stopped() + \" \" + (history.losses().length > 20) + \" \" + (trainer.evaluate(digits).accuracy() > 0.12));");
        page.startAll();
        Locator curve = page.output(1);
        curve.waitFor();
        Pixels early = page.pixels(curve);
        assertTrue(page.changed(curve, early).differing(early) > 0, "the curve grows while the cell runs");
        page.page().waitForTimeout(2000);
        page.page().locator("[data-command='notebook:interrupt-kernel']").first().click();
        page.waitUntilRan();
        page.settle();
        page.picture("stopped");
        assertTrue(page.pixels(curve).colours() > 20, "the curve is still there");
        page.run(2);
        assertEquals("true true true", page.text(2));
    }
}
