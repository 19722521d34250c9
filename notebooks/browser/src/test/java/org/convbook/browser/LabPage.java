package org.convbook.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** One notebook, open in JupyterLab. Cells and outputs are counted from 0, markdown included. */
final class LabPage {
    private static final int LONGEST_MS = 120_000;
    private static final String NOTEBOOK = "jupyterapp.shell.currentWidget";

    private final Page page;
    private final String address, name;
    private final List<String> said = new ArrayList<>();

    LabPage(Page page, String address, String name) {
        this.page = page;
        this.address = address;
        this.name = name;
        page.setDefaultTimeout(LONGEST_MS);
        page.onPageError(error -> said.add("page error: " + error));
        page.onConsoleMessage(this::hear);
        open();
    }

    private void hear(ConsoleMessage message) {
        if (message.type().equals("error")) said.add("console: " + message.text() + " (" + message.location() + ")");
    }

    private void open() {
        page.navigate(address);
        waitFor("window.jupyterapp && " + NOTEBOOK + " && " + NOTEBOOK + ".sessionContext && " + NOTEBOOK + ".sessionContext.session"
            + " && " + NOTEBOOK + ".content.widgets.length > 0 && " + NOTEBOOK + ".sessionContext.session.kernel.status === 'idle'");
    }

    /** Loads the page anew, as a student does who pressed F5. */
    void reload() {
        open();
    }

    /** Playwright's page, for what this class has no word for. */
    Page page() {
        return page;
    }

    /** Runs all cells; an {@link AssertionError} with the error where one fails. */
    void runAll() {
        startAll();
        waitUntilRan();
        List<String> errors = page.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.error']").allTextContents();
        if (!errors.isEmpty()) throw new AssertionError("a cell failed: " + errors);
    }

    /** Runs one cell and waits until it has ended, well or not. */
    void run(int cell) {
        select(cell);
        page.evaluate("() => { window.convbookRan = undefined; jupyterapp.commands.execute('notebook:run-cell').then(() => { window.convbookRan = true; }); }");
        waitUntilRan();
    }

    /** Replaces the text of a cell. */
    void write(int cell, String source) {
        page.evaluate("([cell, source]) => " + NOTEBOOK + ".content.widgets[cell].model.sharedModel.setSource(source)", List.of(cell, source));
    }

    /** Makes a cell the active one. */
    void select(int cell) {
        page.evaluate("cell => { " + NOTEBOOK + ".content.activeCellIndex = cell; }", cell);
    }

    /** Runs all cells and returns at once. */
    void startAll() {
        page.evaluate("() => { window.convbookRan = undefined; jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.convbookRan = true; }); }");
    }

    void waitUntilRan() {
        waitFor("window.convbookRan === true && " + NOTEBOOK + ".sessionContext.session.kernel.status === 'idle'");
    }

    /** Lab's own commands, such as {@code docmanager:save}. */
    void command(String id) {
        page.evaluate("id => jupyterapp.commands.execute(id)", id);
    }

    /** Takes the theme, and waits until it is there. */
    void theme(boolean dark) {
        page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", dark ? "JupyterLab Dark" : "JupyterLab Light");
        page.waitForFunction("dark => document.body.dataset.jpThemeLight === String(!dark)", dark);
    }

    Locator cell(int index) {
        return page.locator(".jp-Notebook .jp-Cell").nth(index);
    }

    Locator output(int cell) {
        return cell(cell).locator(".jp-Cell-outputArea");
    }

    /** The text of what is under the cell. */
    String text(int cell) {
        return String.join("\n", output(cell).locator(".jp-OutputArea-output").allTextContents()).strip();
    }

    /** The handle of the first slider under the cell, ready for keys. */
    Locator handle(int cell) {
        Locator handle = output(cell).locator(".noUi-handle").first();
        handle.scrollIntoViewIfNeeded();
        handle.focus();
        return handle;
    }

    /** Presses a key so many times where the cursor is. */
    void press(String key, int times) {
        for (int i = 0; i < times; i++) page.keyboard().press(key);
    }

    /** Presses a key again and again until the element is there: the first answer may come too late for Lab, which waits a second. */
    Locator pressUntil(String key, Locator element) {
        for (int i = 0; i < 20 && element.count() == 0; i++) {
            press(key, 1);
            page.waitForTimeout(1500);
        }
        element.waitFor();
        return element;
    }

    /** What an element looks like now. */
    Pixels pixels(Locator element) {
        element.scrollIntoViewIfNeeded();
        return Pixels.of(element.screenshot());
    }

    /** Waits until an element no longer looks as it did; what it looks like then. */
    Pixels changed(Locator element, Pixels before) {
        Pixels now = pixels(element);
        for (int i = 0; i < 100 && now.differing(before) == 0; i++) {
            page.waitForTimeout(100);
            now = pixels(element);
        }
        return now;
    }

    /** Waits until the JavaScript expression is true. */
    void waitFor(String expression) {
        page.waitForFunction("() => Boolean(" + expression + ")", null, new Page.WaitForFunctionOptions().setTimeout(LONGEST_MS));
    }

    /** Waits until the element's text contains the words. */
    void waitForText(Locator element, String words) {
        element.filter(new Locator.FilterOptions().setHasText(words)).first().waitFor();
    }

    /** Waits while the page draws and the kernel answers: long enough for what should not come to have come. */
    void settle() {
        page.waitForTimeout(500);
        waitFor(NOTEBOOK + ".sessionContext.session.kernel.status === 'idle'");
        page.waitForTimeout(300);
    }

    /** Saves a picture of what is in sight. */
    void picture(String title) {
        page.screenshot(new Page.ScreenshotOptions().setPath(pictureFile(title)));
    }

    /** Saves a picture of one element, in full. */
    void picture(String title, Locator element) {
        element.scrollIntoViewIfNeeded();
        element.screenshot(new Locator.ScreenshotOptions().setPath(pictureFile(title)));
    }

    private Path pictureFile(String title) {
        return Path.of("target", "browser-pictures", name + "-" + title.replaceAll("\\W+", "-") + ".png");
    }

    /** Errors of the page since it was opened, without the known ones. */
    List<String> problems() {
        return Noise.without(said);
    }

    void close() {
        page.close();
    }
}
