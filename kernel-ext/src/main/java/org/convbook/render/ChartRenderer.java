package org.convbook.render;

import org.convbook.chart.Figure;
import org.knowm.xchart.internal.chartpart.IChart;

/** An XChart chart as its author styled it. */
final class ChartRenderer extends TypeRenderer<IChart> {
    ChartRenderer() {
        super(IChart.class);
    }

    @Override protected Levels show(IChart chart) {
        return Levels.of(Figure.of(chart));
    }
}
