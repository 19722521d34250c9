package org.convbook.render;

import org.convbook.chart.Drawn;

/** Whatever has a figure, as that figure, or as more where it knows its levels; its {@code toString()} is the text. */
final class DrawnRenderer extends TypeRenderer<Drawn> {
    DrawnRenderer() {
        super(Drawn.class);
    }

    @Override protected Levels show(Drawn drawn) {
        return drawn instanceof Showable more ? more.levels() : Levels.of(drawn.figure()).withText(drawn.toString());
    }
}
