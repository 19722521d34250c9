package org.convbook.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.chart.Figure;
import org.convbook.render.Levels;
import org.convbook.widget.protocol.FakeFront;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompositeTest {
    private static final MIMEType VIEW = new MIMEType("application", "vnd", "jupyter.widget-view", "json");

    /** A slider, and a picture of its own where there is no kernel. */
    private static final class Dial extends Composite {
        private final IntSlider slider = new IntSlider("dial", 0, 9, 3);

        Dial() {
            compose(slider);
        }

        @Override public Levels levels() {
            return Levels.of(Figure.of(40, 20, "dial at " + slider.value(), g -> g.drawLine(0, 0, slider.value(), 9)));
        }
    }

    @AfterEach void disconnect() {
        Widgets.connect(null);
    }

    @Test void oneDisplayCarriesTheLivingViewAndItsOwnLevels() {
        Widgets.connect(new FakeFront().session());
        Renderer renderer = new Renderer();
        WidgetRenderer widgets = new WidgetRenderer(null);
        widgets.install(renderer);
        Dial dial = new Dial();
        DisplayData data = renderer.render(dial);
        assertTrue(data.hasDataForType(VIEW));
        assertEquals(dial.levels().html(), data.getData(MIMEType.TEXT_HTML));
        assertEquals(dial.levels().svg(), data.getData(MIMEType.IMAGE_SVG));
        assertTrue(data.hasDataForType(MIMEType.IMAGE_PNG));
        assertEquals("dial at 3", data.getData(MIMEType.TEXT_PLAIN));
        widgets.uninstall();
        assertFalse(renderer.render(dial).hasDataForType(MIMEType.TEXT_HTML), "text alone where widgets are gone");
    }

    @Test void levelsAreThoseOfThePresentState() {
        Dial dial = new Dial();
        dial.slider.value(7);
        assertEquals("dial at 7", dial.toString());
        assertEquals(1, dial.children().size());
    }

    @Test void aBoxShowsItByItsOwnLevels() {
        Dial dial = new Dial();
        assertTrue(new HBox(dial, new Label("beside")).still().html().contains(dial.levels().html()));
    }
}
