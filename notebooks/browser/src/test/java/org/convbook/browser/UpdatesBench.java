package org.convbook.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.google.gson.Gson;
import com.google.gson.JsonObject;

/**
 * How often a second the page follows: no test of every build, but {@code -Dtest=UpdatesBench} prints the figures. What it does assert holds on
 * any machine: the last picture is the slider's. A held slider is measured over a {@link BarePage}, by a script in the page that keeps the times.
 */
@ExtendWith(LabExtension.class)
class UpdatesBench {
    private static final int SECONDS = 5, ROUNDS = 3, KEY_REPEAT_MS = 33;

    private static final String SLIDER = """
        var radius = new IntSlider("radius", 1, 1000, 1);
        var words = new Label("radius 1");
        var picture = Image.of(disc(1));
        radius.onChange(r -> { picture.picture(disc(1 + r % 110)); words.value("radius " + r); });
        new VBox(radius, words, picture)""";

    /** Counts from now on how often a picture inside the element is drawn with a new source. */
    private static final String COUNT = """
        area => {
          window.convbookTimes = [];
          let last = null;
          const look = () => { const image = area.querySelector('img'); if (image && image.src !== last) { last = image.src; window.convbookTimes.push(performance.now()); } };
          look();
          window.convbookTimes = [];
          new MutationObserver(look).observe(area, {attributes: true, childList: true, subtree: true, attributeFilter: ['src']});
        }""";

    private static final String TIMES = """
        () => {
          const t = window.convbookTimes, gaps = t.slice(1).map((v, i) => v - t[i]).sort((a, b) => a - b);
          return {count: t.length, seconds: (t[t.length - 1] - t[0]) / 1000, median: gaps[gaps.length >> 1], p95: gaps[Math.floor(gaps.length * 0.95)]};
        }""";

    @Test void aSliderIsHeld(Lab lab) {
        String kernel = "jupyterapp.shell.currentWidget.sessionContext.session.kernel";
        try (BarePage page = new BarePage(Programs.chromium(), lab.address(lab.write(WidgetsInLabTest.DISC, SLIDER)))) {
            page.waitFor(kernel + ".connectionStatus === 'connected' && " + kernel + ".status === 'idle'");
            page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')");
            hold("JupyterLab", page, "document.querySelectorAll('.jp-Notebook .jp-Cell')[1].querySelector('.jp-Cell-outputArea')");
        }
    }

    @Test void aSliderIsHeldInTheClassicNotebook() {
        Path jupyter = Programs.classic(), widgets = Programs.classicWidgets();
        assumeTrue(jupyter != null && widgets != null, "no classic Notebook 6 with what ipywidgets 8 brings for it");
        try (ClassicServer server = new ClassicServer(jupyter, widgets);
             BarePage page = new BarePage(Programs.chromium(), server.notebook("held", WidgetsInLabTest.DISC, SLIDER))) {
            page.waitFor("Jupyter.notebook._fully_loaded && Jupyter.notebook.kernel.is_connected()");
            page.evaluate("Jupyter.notebook.execute_all_cells()");
            hold("the classic Notebook", page, "document.querySelectorAll('.cell')[1].querySelector('.output_wrapper')");
        }
    }

    private static void hold(String where, BarePage page, String area) {
        page.waitFor(area + ".querySelector('.noUi-handle') && " + area + ".querySelector('img.widget-image')");
        BarePage.sleep(1500);
        page.evaluate(area + ".querySelector('.noUi-handle').focus()");
        page.holdRight(2000, KEY_REPEAT_MS);
        BarePage.sleep(500);
        page.evaluate("(" + COUNT + ")(" + area + ")");
        for (int i = 1; i <= ROUNDS; i++) {
            page.evaluate("void (convbookTimes.length = 0)");
            page.holdRight(SECONDS * 1000, KEY_REPEAT_MS);
            BarePage.sleep(700);
            print("a slider held in " + where + ", 320 x 240 PNG, round " + i, page.evaluate("(" + TIMES + ")()").getAsJsonObject());
        }
        String readout = page.evaluate(area + ".querySelector('.widget-readout').textContent").getAsString();
        page.waitFor(area + ".textContent.includes('radius " + readout + "')");
        System.out.println("the slider and its label end with " + readout);
    }

    private static void print(String what, JsonObject times) {
        double count = times.get("count").getAsDouble(), seconds = times.get("seconds").getAsDouble();
        System.out.printf(Locale.ROOT, "%s: %.0f pictures in %.1f s, %.1f a second; gap median %.0f ms, 95 %% below %.0f ms%n", what, count, seconds, (count - 1) / seconds,
            times.get("median").getAsDouble(), times.get("p95").getAsDouble());
    }

    @Test void aCellShowsOnePictureAfterTheOther(Lab lab) {
        LabPage page = lab.open(WidgetsInLabTest.DISC, """
            var picture = Image.of(disc(0));
            show(picture);
            for (int i = 1; i <= 100; i++) { picture.picture(disc(i)); Thread.sleep(50); }""", """
            var live = Display.live();
            for (int i = 0; i < 100; i++) { live.update(disc(i)); Thread.sleep(50); }""");
        page.run(0);
        for (String what : new String[] {"an Image widget set every 50 ms by a running cell", "a live display updated every 50 ms, which shows at most 5 a second"}) {
            int cell = what.startsWith("an Image") ? 1 : 2;
            page.output(cell).evaluate(COUNT);
            page.run(cell);
            page.settle();
            print(what, new Gson().toJsonTree(page.page().evaluate(TIMES)).getAsJsonObject());
        }
    }
}
