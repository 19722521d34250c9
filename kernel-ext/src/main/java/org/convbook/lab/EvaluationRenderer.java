package org.convbook.lab;

import org.convbook.cnn.train.Evaluation;
import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.render.TypeRenderer;

/** How a network does: loss and accuracy, and the table of its classes. */
final class EvaluationRenderer extends TypeRenderer<Evaluation> {
    EvaluationRenderer() {
        super(Evaluation.class);
    }

    @Override protected Levels show(Evaluation evaluation) {
        Levels table = Levels.of(evaluation.table(), 100);
        return Levels.of(Html.preformatted(evaluation.toString()) + table.html(), evaluation + "\n" + table.text());
    }
}
