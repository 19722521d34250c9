package org.convbook.render;

import org.convbook.chart.Figure;

/** A figure: SVG, PNG with two pixels for one, and its description. */
final class FigureRenderer extends TypeRenderer<Figure> {
    FigureRenderer() {
        super(Figure.class);
    }

    @Override protected Levels show(Figure figure) {
        return Levels.of(figure);
    }
}
