package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.microsoft.playwright.Locator;

/**
 * How often a second the page follows, in JupyterLab: no test of every build, but {@code -Dtest=UpdatesBench} prints the figures. What it
 * does assert holds on any machine: the last picture is the slider's.
 */
@ExtendWith(LabExtension.class)
class UpdatesBench {
    private static final int SECONDS = 5, KEY_REPEAT_MS = 33;

    /** Counts from now on how often a picture inside the element is drawn with a new source. */
    private static final String COUNT = """
        area => {
          window.convbookTimes = [];
          let last = null;
          const look = () => { const image = area.querySelector('img'); if (image && image.src !== last) { last = image.src; window.convbookTimes.push(performance.now()); } };
          look();
          window.convbookTimes = [];
          new MutationObserver(look).observe(area, {attributes: true, childList: true, subtree: true, attributeFilter: ['src']});
          window.convbookTrips = [];
          const sent = {};
          jupyterapp.shell.currentWidget.sessionContext.session.kernel.anyMessage.connect((_, {msg, direction}) => {
            if (direction === 'send' && msg.header.msg_type === 'comm_msg') sent[msg.header.msg_id] = performance.now();
            const began = sent[msg.parent_header.msg_id];
            if (direction === 'recv' && began && msg.header.msg_type === 'status' && msg.content.execution_state === 'idle') window.convbookTrips.push(performance.now() - began);
          });
        }""";

    private static final String TIMES = """
        () => {
          const t = window.convbookTimes, gaps = t.slice(1).map((v, i) => v - t[i]).sort((a, b) => a - b);
          const trips = window.convbookTrips.sort((a, b) => a - b);
          return {trips: trips.length, trip: trips[trips.length >> 1] || 0, slow: trips[Math.floor(trips.length * 0.95)] || 0, count: t.length, seconds: (t[t.length - 1] - t[0]) / 1000, median: gaps[gaps.length >> 1], p95: gaps[Math.floor(gaps.length * 0.95)]};
        }""";

    private static void print(String what, LabPage page) {
        Map<?, ?> times = (Map<?, ?>) page.page().evaluate(TIMES);
        double count = number(times, "count"), seconds = number(times, "seconds");
        System.out.printf(Locale.ROOT, "%s: %.0f pictures in %.1f s, %.1f a second; gap median %.0f ms, 95 %% below %.0f ms%n", what, count, seconds, (count - 1) / seconds,
            number(times, "median"), number(times, "p95"));
        if (number(times, "trips") > 0)
            System.out.printf(Locale.ROOT, "  %.0f messages of the page, answered in %.0f ms (median; 95 %% in %.0f ms)%n", number(times, "trips"), number(times, "trip"), number(times, "slow"));
    }

    private static double number(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).doubleValue();
    }

    @Test void aSliderIsHeld(Lab lab) {
        LabPage page = lab.open(WidgetsInLabTest.DISC, """
            var radius = new IntSlider("radius", 1, 1000, 1);
            var words = new Label("radius 1");
            var picture = Image.of(disc(1));
            radius.onChange(r -> { picture.picture(disc(1 + r % 110)); words.value("radius " + r); });
            new VBox(radius, words, picture)""", "radius.value()");
        page.runAll();
        Locator handle = page.handle(1);
        hold(page, 1000);
        page.settle();
        handle.focus();
        page.output(1).evaluate(COUNT);
        hold(page, SECONDS * 1000);
        page.settle();
        print("a slider held, 320 x 240 PNG", page);
        String readout = page.output(1).locator(".widget-readout").textContent();
        page.waitForText(page.output(1), "radius " + readout);
        page.run(2);
        assertEquals(readout, page.text(2), "Java has the slider's last value");
        System.out.println("the slider, its label, and Java end with " + readout);
    }

    private static void hold(LabPage page, int ms) {
        long end = System.nanoTime() + ms * 1_000_000L, next = System.nanoTime();
        while (System.nanoTime() < end) {
            page.page().keyboard().down("ArrowRight");
            next += KEY_REPEAT_MS * 1_000_000L;
            page.page().waitForTimeout(Math.max(0, (next - System.nanoTime()) / 1e6));
        }
        page.page().keyboard().up("ArrowRight");
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
            print(what, page);
        }
    }
}
