package org.convbook.lab;

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
        String text = history + "\n" + table.text();
        return history.epochs().size() < 2 ? table.withText(text) : Levels.column(table, LossCurve.of(history).levels()).withText(text);
    }
}
