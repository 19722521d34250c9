package org.convbook.lab;

import org.convbook.chart.Charts;
import org.convbook.cnn.train.History;
import org.convbook.render.Levels;
import org.convbook.render.TypeRenderer;

/** What a training did: the table of its epochs, and from the second epoch on the curves of its loss. */
final class HistoryRenderer extends TypeRenderer<History> {
    HistoryRenderer() {
        super(History.class);
    }

    @Override protected Levels show(History history) {
        Levels table = Levels.of(history.table(), 50);
        if (history.epochs().size() < 2) return table.withText(history + "\n" + table.text());
        Levels curves = Levels.of(Charts.lossCurves(history.epochs().stream().mapToDouble(History.Epoch::loss).toArray(),
            history.epochs().stream().mapToDouble(History.Epoch::validationLoss).toArray()));
        return Levels.column(table, curves).withText(history + "\n" + table.text());
    }
}
