package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.microsoft.playwright.Locator;

/** A page that is loaded again while its kernel lives on, and two notebooks beside each other. */
@ExtendWith(LabExtension.class)
class ReloadTest {
    private static final String CONTROLS = """
        var radius = new IntSlider("radius", 10, 100, 40);
        var kind = new Dropdown<>("kind", List.of("max", "average"));
        var same = new Checkbox("same padding", false);
        var name = new Text("name", "nobody");
        var picture = Image.of(disc(40));
        radius.onChange(r -> picture.picture(disc(r)));
        new VBox(radius, kind, same, name, picture)""";

    @Test void aReloadedPageHasEveryWidgetWithItsStateAndItWorks(Lab lab) {
        LabPage page = lab.open(WidgetsInLabTest.DISC, CONTROLS);
        page.runAll();
        page.handle(1);
        page.press("ArrowRight", 9);
        page.output(1).locator("select").selectOption("average");
        page.output(1).locator("input[type=checkbox]").check();
        page.output(1).locator("input[type=text]").fill("Ada");
        page.output(1).locator("input[type=text]").press("Enter");
        page.settle();
        Pixels before = page.pixels(page.output(1).locator(WidgetsInLabTest.PICTURE));
        page.command("docmanager:save");
        page.settle();
        page.reload();
        Locator output = page.output(1);
        page.waitForText(output.locator(".widget-readout"), "49");
        assertEquals("average", output.locator("select").evaluate("s => s.options[s.selectedIndex].text"));
        assertTrue(output.locator("input[type=checkbox]").isChecked());
        assertEquals("Ada", output.locator("input[type=text]").inputValue());
        Locator picture = output.locator(WidgetsInLabTest.PICTURE);
        assertEquals(0, page.pixels(picture).differing(before), "the picture is the one from before");
        page.handle(1);
        page.press("ArrowLeft", 1);
        assertTrue(page.changed(picture, before).differing(before) > 100, "the slider still moves the picture");
        page.picture("reloaded");
    }

    @ParameterizedTest @ValueSource(strings = {"new VBox(press)", "press"})
    void aReloadedPageShowsWhatListenersPrintBesideTheirWidget(String shown, Lab lab) {
        LabPage page = lab.open("int clicks = 0;", "var press = new Button(\"Press\").onClick(() -> { System.out.println(\"pressed \" + ++clicks);"
            + " if (clicks == 3) throw new IllegalStateException(\"enough\"); });\n" + shown);
        page.runAll();
        Locator button = page.output(1).locator("button.widget-button");
        button.click();
        page.waitForText(page.output(1), "pressed 1");
        page.settle();
        page.command("docmanager:save");
        page.settle();
        page.reload();
        button.click();
        page.waitForText(page.output(1), "pressed 2");
        page.settle();
        button.click();
        page.waitForText(page.output(1), "pressed 3");
        page.waitForText(page.output(1), "enough");
        page.picture("pressed " + shown);
    }

    @Test void twoNotebooksAtOnceHaveTheirOwnKernelsAndWidgets(Lab lab) {
        LabPage one = lab.open("var s = new IntSlider(\"one\", 0, 9, 1); s", "s.value()");
        LabPage two = lab.open("var s = new IntSlider(\"two\", 0, 9, 5); s", "s.value()");
        one.runAll();
        two.runAll();
        one.handle(0);
        one.press("ArrowRight", 2);
        two.handle(0);
        two.press("ArrowRight", 3);
        one.settle();
        two.settle();
        one.run(1);
        two.run(1);
        assertEquals("3", one.text(1));
        assertEquals("8", two.text(1));
    }
}
