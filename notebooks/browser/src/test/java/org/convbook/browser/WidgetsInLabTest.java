package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.microsoft.playwright.Locator;

/** Widgets of a Java notebook under a student's hands. */
@ExtendWith(LabExtension.class)
class WidgetsInLabTest {
    static final String DISC = """
        BufferedImage disc(int radius) {
            var image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
            var g = image.createGraphics();
            g.setColor(java.awt.Color.ORANGE);
            g.fillOval(160 - radius, 120 - radius, 2 * radius, 2 * radius);
            g.dispose();
            return image;
        }""";
    static final String PICTURE = "img.widget-image";

    private static void assertRing(int differing, int inner, int outer) {
        int ring = (int) (Math.PI * (outer * outer - inner * inner));
        assertTrue(Math.abs(differing - ring) < ring / 10, differing + " pixels changed; the ring between the discs has " + ring);
    }

    @Test void aSliderMovedByKeysChangesThePictureAndTheLabel(Lab lab) {
        LabPage page = lab.open(DISC, """
            var radius = new IntSlider("radius", 10, 100, 40);
            var words = new Label("radius 40");
            var picture = Image.of(disc(40));
            radius.onChange(r -> { picture.picture(disc(r)); words.value("radius " + r); });
            new VBox(radius, words, picture)""");
        page.runAll();
        Locator picture = page.output(1).locator(PICTURE);
        Pixels before = page.pixels(picture);
        page.handle(1);
        page.press("ArrowRight", 5);
        page.waitForText(page.output(1), "radius 45");
        assertEquals("45", page.output(1).locator(".widget-readout").textContent());
        page.settle();
        assertRing(page.changed(picture, before).differing(before), 40, 45);
        page.picture("moved");
    }

    @Test void interactDrawsAnewForTwoControls(Lab lab) {
        LabPage page = lab.open(DISC, """
            Widgets.interact(new IntSlider("radius", 10, 60, 40), new Dropdown<>("times", List.of(1, 2)), (r, k) -> disc(r * k))""");
        page.runAll();
        Locator picture = page.output(1).locator(PICTURE);
        Pixels before = page.pixels(picture);
        page.handle(1);
        page.press("ArrowRight", 3);
        page.settle();
        Pixels moved = page.changed(picture, before);
        assertRing(moved.differing(before), 40, 43);
        page.output(1).locator("select").selectOption("2");
        assertRing(page.changed(picture, moved).differing(moved), 43, 86);
        page.picture("moved");
    }

    @Test void linkedWidgetsFollowEachOtherInThePageAndInJava(Lab lab) {
        LabPage page = lab.open("""
            var left = new IntSlider("left", 0, 20, 3);
            var right = new IntSlider("right", 0, 20, 3);
            var bar = new IntProgress("bar", 0, 20);
            Widgets.jslink(left, right);
            Widgets.jsdlink(left, bar);
            new VBox(left, right, bar)""", "left.value() + \" \" + right.value() + \" \" + bar.value()");
        page.runAll();
        page.handle(0);
        page.press("ArrowRight", 4);
        Locator readouts = page.output(0).locator(".widget-readout");
        page.waitForText(readouts.nth(1), "7");
        page.output(0).locator(".noUi-handle").nth(1).focus();
        page.press("ArrowLeft", 2);
        page.waitForText(readouts.nth(0), "5");
        page.settle();
        page.run(1);
        assertEquals("5 5 5", page.text(1));
        assertEquals("width: 25%;", page.output(0).locator(".progress-bar").getAttribute("style").strip().replaceAll(".*(width: \\d+%;).*", "$1"));
    }

    @Test void whatAButtonPrintsAndShowsAppearsUnderItsCell(Lab lab) {
        LabPage page = lab.open(DISC, """
            int clicks = 0;
            var button = new Button("Press").onClick(() -> { System.out.println("pressed " + ++clicks); if (clicks == 2) show(disc(30)); if (clicks == 3) throw new IllegalStateException("enough"); });
            button""", "System.out.println(\"another cell\");");
        page.runAll();
        Locator button = page.output(1).locator("button.widget-button");
        for (int click = 1; click <= 3; click++) {
            button.click();
            page.waitForText(page.output(1), "pressed " + click);
        }
        page.waitForText(page.output(1), "enough");
        assertEquals(1, page.output(1).locator("img").count(), "the picture that the second click showed");
        assertEquals("another cell", page.text(2));
        page.picture("pressed");
    }

    @Test void aTextSentByEnterAndAChoiceReachJava(Lab lab) {
        LabPage page = lab.open("""
            var name = new Text("name", "nobody");
            var kind = new ToggleButtons<>("kind", List.of("max", "average"));
            var same = new Checkbox("same padding", false);
            new VBox(name, kind, same)""", "name.value() + \", \" + kind.value() + \", \" + same.value()");
        page.runAll();
        page.output(0).locator("input[type=text]").fill("Ada");
        page.output(0).locator("input[type=text]").press("Enter");
        page.output(0).locator("button", new Locator.LocatorOptions().setHasText("average")).click();
        page.output(0).locator("input[type=checkbox]").check();
        page.settle();
        page.run(1);
        assertEquals("Ada, average, true", page.text(1));
    }
}
