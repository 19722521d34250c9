package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.microsoft.playwright.Locator;

/** What the editor of a cell offers, and how an error reads. */
@ExtendWith(LabExtension.class)
class EditorInLabTest {
    private static void type(LabPage page, int cell, String text) {
        page.cell(cell).locator(".cm-content").click();
        page.page().keyboard().type(text);
    }

    @Test void tabListsMembersAndEnterTakesOne(Lab lab) {
        LabPage page = lab.open("");
        type(page, 0, "Window.of(5).");
        Locator box = page.pressUntil("Tab", page.page().locator(".jp-Completer:not(.lm-mod-hidden)"));
        page.waitForText(box, "padding");
        page.picture("members");
        page.page().keyboard().type("stri");
        page.waitForText(box, "stride");
        page.press("Enter", 1);
        page.waitForText(page.cell(0).locator(".cm-content"), "Window.of(5).stride");
    }

    @Test void tabKnowsWhatEarlierCellsMade(Lab lab) {
        LabPage page = lab.open("var thirdLayer = new LeNet5(10, new Random(1)).at(\"3\");", "");
        page.run(0);
        type(page, 1, "thirdL");
        page.pressUntil("Tab", page.cell(1).locator(".cm-content", new Locator.LocatorOptions().setHasText("thirdLayer")));
    }

    @Test void shiftTabShowsSignatureAndDocumentation(Lab lab) {
        LabPage page = lab.open("");
        type(page, 0, "Math.floorDiv");
        Locator tip = page.pressUntil("Shift+Tab", page.page().locator(".jp-Tooltip"));
        page.waitForText(tip, "floorDiv(int x, int y)");
        page.picture("documentation");
    }

    @Test void anErrorNamesTheLineAndShowsNoFramesOfTheKernel(Lab lab) {
        LabPage page = lab.open("int[] sizes = {28, 14};\nint third = sizes[2];", "Window.of(3).stride(3).exact().outputWidth(7, 7);");
        page.run(0);
        page.run(1);
        String error = page.text(0);
        assertTrue(error.contains("Index 2 out of bounds for length 2") && error.contains("int third = sizes[2];"), error);
        assertEquals(-1, error.indexOf("org.convbook.kernel"), error);
        page.waitForText(page.output(1), "a 3x3 filter with stride 3 does not fit 7x7; stride 2 or padding 1 does");
        page.picture("errors");
    }
}
