package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

/** The classic Notebook 6: pictures, tables and live curves always; widgets where it has the extension of ipywidgets 8, else their HTML. */
class ClassicNotebookTest {
    private static final int HELD_MS = 3000, KEY_REPEAT_MS = 33, LONGEST_MS = 120_000;

    private static final String SLIDER = """
        var radius = new IntSlider("radius", 1, 1000, 40);
        var words = new Label("radius 40");
        var picture = Image.of(disc(40));
        radius.onChange(r -> { picture.picture(disc(1 + r % 110)); words.value("radius " + r); });
        new VBox(radius, words, picture)""";
    private static final String CURVE = """
        var net = new Sequential(new Flatten(), new Linear(28 * 28, 10, new Random(1)));
        var slow = new TrainingListener() { public void epoch(Progress p) { try { Thread.sleep(300); } catch (InterruptedException e) { Thread.currentThread().interrupt(); } } };
        new Trainer(net, new Sgd(net.parameters(), 0.01)).epochs(5).batchSize(16).listener(new LossCurve()).listener(slow).fit(Glyphs.dataset(256, 1))""";

    /** Counts from now on how often a picture inside the element has a new source. */
    private static final String COUNT = """
        area => {
          window.times = [];
          let last = null;
          const look = () => { const image = area.querySelector('img, svg'); const now = image && (image.src || image.outerHTML); if (now && now !== last) { last = now; window.times.push(performance.now()); } };
          new MutationObserver(look).observe(area, {attributes: true, childList: true, subtree: true, attributeFilter: ['src']});
        }""";

    private static void in(Path widgets, String name, Consumer<Page> test, String... cells) {
        Path jupyter = Programs.classic(), chromium = Programs.chromium();
        skipIf(jupyter == null || chromium == null, "no classic Notebook 6 or no Chromium was found on the PATH");
        try (ClassicServer server = new ClassicServer(jupyter, widgets);
             Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
             Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium).setChromiumSandbox(false).setArgs(LabExtension.FLAGS))) {
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1200, 1400));
            page.setDefaultTimeout(LONGEST_MS);
            page.navigate(server.notebook(name, cells));
            waitFor(page, "window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
            try {
                test.accept(page);
            } finally {
                page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser-pictures", "Classic-" + name + ".png")));
            }
        }
    }

    private static void skipIf(boolean so, String why) {
        if (so) System.out.println("SKIPPED, the classic Notebook is not tested: " + why);
        assumeFalse(so, why);
    }

    private static void waitFor(Page page, String expression) {
        page.waitForFunction("() => Boolean(" + expression + ")", null, new Page.WaitForFunctionOptions().setTimeout(LONGEST_MS));
    }

    private static void run(Page page, int cell) {
        page.evaluate("cell => Jupyter.notebook.execute_cells([cell])", cell);
        waitFor(page, "Jupyter.notebook.get_cell(" + cell + ").input_prompt_number > 0 && !Jupyter.notebook.kernel_busy");
        assertEquals(List.of(), output(page, cell).locator(".output_error").allTextContents());
    }

    private static Locator output(Page page, int cell) {
        return page.locator(".cell").nth(cell).locator(".output_wrapper");
    }

    @Test void withoutTheWidgetExtensionItShowsEverythingAsPictures() {
        in(null, "plain", page -> {
            run(page, 0);
            run(page, 1);
            assertEquals(1, output(page, 1).locator("table").count(), "a model is a table");
            output(page, 2).evaluate(COUNT);
            run(page, 2);
            assertTrue(((Number) page.evaluate("() => window.times.length")).intValue() >= 3, "the curve moves");
            assertTrue(output(page, 2).locator("img, svg").first().isVisible());
            run(page, 3);
            Locator still = output(page, 3);
            assertTrue(still.textContent().contains("radius") && still.locator("img").count() >= 1, "the slider's HTML, with its picture");
            assertEquals(0, still.locator(".noUi-handle").count());
            assertEquals("", still.locator("pre").allTextContents().stream().filter(t -> t.contains("VBox")).reduce("", String::concat), "not its text");
            still.screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "browser-pictures", "Classic-plain-slider.png")));
            run(page, 4);
            Locator frames = output(page, 4).locator("input[type=range]").first();
            Object before = output(page, 4).locator("img").first().getAttribute("src");
            frames.focus();
            for (int i = 0; i < 3; i++) page.keyboard().press("ArrowRight");
            assertTrue(!before.equals(output(page, 4).locator("img").first().getAttribute("src")), "baked frames move without a kernel");
        }, WidgetsInLabTest.DISC, "new LeNet5(10, new Random(1))", CURVE, SLIDER, "Frames.over(\"radius\", 1, 20, r -> disc(5 * r))");
    }

    @Test void withTheExtensionOfIpywidgets8ASliderMoves() {
        Path widgets = Programs.classicWidgets();
        skipIf(widgets == null, "no Jupyter here has what ipywidgets 8 brings for the classic Notebook, nbextensions/jupyter-js-widgets");
        in(widgets, "widgets", page -> {
            run(page, 0);
            run(page, 1);
            Locator handle = output(page, 1).locator(".noUi-handle").first();
            handle.focus();
            hold(page, 1000);
            page.waitForTimeout(500);
            output(page, 1).evaluate(COUNT);
            hold(page, HELD_MS);
            page.waitForTimeout(1000);
            Map<?, ?> times = (Map<?, ?>) page.evaluate("() => ({count: times.length, seconds: (times[times.length - 1] - times[0]) / 1000})");
            System.out.printf(Locale.ROOT, "classic Notebook, a slider held, 320 x 240 PNG: %.1f pictures a second%n",
                (((Number) times.get("count")).doubleValue() - 1) / ((Number) times.get("seconds")).doubleValue());
            String readout = output(page, 1).locator(".widget-readout").textContent();
            assertTrue(output(page, 1).textContent().contains("radius " + readout), "the label has the slider's last value");
            run(page, 2);
            assertEquals(readout, output(page, 2).locator("pre").textContent().strip(), "so has Java");
            run(page, 3);
            output(page, 3).locator("button.widget-button").click();
            output(page, 3).locator(".output_stream", new Locator.LocatorOptions().setHasText("pressed")).waitFor();
        }, WidgetsInLabTest.DISC, SLIDER, "radius.value()", "new Button(\"Press\").onClick(() -> System.out.println(\"pressed\"))");
    }

    private static void hold(Page page, int ms) {
        long end = System.nanoTime() + ms * 1_000_000L, next = System.nanoTime();
        while (System.nanoTime() < end) {
            page.keyboard().down("ArrowRight");
            next += KEY_REPEAT_MS * 1_000_000L;
            page.waitForTimeout(Math.max(0, (next - System.nanoTime()) / 1e6));
        }
        page.keyboard().up("ArrowRight");
    }
}
