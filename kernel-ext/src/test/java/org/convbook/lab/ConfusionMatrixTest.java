package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.convbook.cnn.train.Evaluation;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

import tech.tablesaw.api.Table;

class ConfusionMatrixTest {
    private final ConfusionMatrix matrix =
        ConfusionMatrix.of(new int[] {0, 0, 0, 1, 1, 2}, new int[] {0, 0, 1, 1, 0, 2}, List.of("cat", "dog", "ox"));

    @Test void rowIsTruthAndColumnIsPrediction() {
        assertEquals(1, matrix.count(0, 1));
        assertEquals(1, matrix.count(1, 0));
        assertEquals(2, matrix.count(0, 0));
        assertEquals(4.0 / 6, matrix.accuracy(), 1e-12);
        assertEquals(2.0 / 3, matrix.recall(0), 1e-12);
    }

    @Test void textIsTheMatrix() {
        assertEquals("""
            Confusion matrix: accuracy 66.67 % (4 of 6)
              rows: truth, columns: prediction
                   cat  dog   ox  recall
              cat    2    1    0  66.7 %
              dog    1    1    0  50.0 %
              ox     0    0    1  100.0 %
              precision: 66.7 %  50.0 %  100.0 %""", matrix.toString());
    }

    @Test void tableSaysWhatWasMistakenForWhat() {
        Table table = matrix.table();
        assertEquals("[class, images, correct, recall, precision, mistaken for, times]", table.columnNames().toString());
        assertEquals("dog", table.stringColumn("mistaken for").get(0));
        assertEquals("", table.stringColumn("mistaken for").get(2));
        assertEquals(1, table.intColumn("times").get(1));
    }

    @Test void anEvaluationIsCounted() {
        Evaluation e = new Evaluation(0.5, new float[][] {{0.9f, 0.1f}, {0.2f, 0.8f}, {0.6f, 0.4f}}, new int[] {0, 1, 1}, List.of("a", "b"));
        ConfusionMatrix m = ConfusionMatrix.of(e);
        assertEquals(1, m.count(1, 0));
        assertEquals(2, m.correct());
        assertEquals(e.accuracy(), m.accuracy(), 1e-12);
    }

    @Test void aClassWithoutImagesHasNoRecall() {
        ConfusionMatrix m = ConfusionMatrix.of(new int[] {0}, new int[] {0}, List.of("a", "b"));
        assertTrue(Double.isNaN(m.recall(1)));
        assertTrue(m.toString().endsWith("b  0  0  n/a\n  precision: 100.0 %  n/a"), m.toString());
        assertTrue(ConfusionMatrix.of(new int[0], new int[0], List.of("a")).toString().startsWith("Confusion matrix: accuracy n/a (0 of 0)"));
    }

    @Test void aHundredClassesShowTheirWorstMistakes() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "class " + i).toList();
        int[] truth = IntStream.range(0, 1000).map(i -> i % 100).toArray();
        int[] predicted = IntStream.range(0, 1000).map(i -> i % 100 == 7 && i < 300 ? 9 : i % 100).toArray();
        ConfusionMatrix m = ConfusionMatrix.of(truth, predicted, names);
        assertEquals("Confusion matrix: accuracy 99.70 % (997 of 1000)\n  class 7 taken for class 9: 3", m.toString());
        assertTrue(m.figure().svg().length() < 100_000);
        assertTrue(m.figure().width() < 800 && m.figure().height() < 800);
    }

    @Test void namesAreEscaped() {
        ConfusionMatrix evil = ConfusionMatrix.of(new int[] {0}, new int[] {0}, List.of("<script>&"));
        String svg = evil.figure().svg();
        assertFalse(evil.levels().html().contains("<script>&"));
        assertFalse(svg.contains("<script>"));
        assertTrue(svg.contains("&lt;script&gt;&amp;"));
    }

    /** Ten digits of which two are taken for their successor. */
    private static Evaluation digits(Dataset images) {
        float[][] p = new float[images.size()][10];
        for (int i = 0; i < p.length; i++) {
            int label = images.label(i), said = i == 4 || i == 7 ? (label + 1) % 10 : label;
            p[i][label] = 0.25f;
            p[i][said] = 0.5f + i / 100f;
        }
        return new Evaluation(0.1, p, images.labels(), images.classes());
    }

    @Test void behindACellAreItsImagesTheSurestFirst() {
        Dataset images = Glyphs.dataset(40, 1);
        ConfusionMatrix m = ConfusionMatrix.of(digits(images), images);
        int label = images.label(4);
        assertEquals(List.of(4), IntStream.of(m.cell(label, (label + 1) % 10).images()).boxed().filter(i -> i == 4).toList());
        int[] right = m.cell(label, label).images();
        for (int k = 1; k < right.length; k++) assertTrue(right[k - 1] > right[k], "their probability grows with the number");
        assertTrue(m.cell(label, label).figure().svg().contains(images.classes().get(label) + " recognised: " + right.length));
        assertTrue(m.figure().svg().contains(" taken for "), "at the start the most frequent mistake");
        assertEquals(0, matrix.images().length);
    }

    @Test void cellsMayBeSharesOfRowsOrColumns() {
        assertTrue(matrix.byTruth().toString().contains("cat   67   33    0  66.7 %"), matrix.byTruth().toString());
        assertTrue(matrix.byPrediction().toString().contains("cat   67   50    0  66.7 %"), matrix.byPrediction().toString());
        assertEquals(0.5, matrix.precision(1), 1e-12);
        assertTrue(Double.isNaN(ConfusionMatrix.of(new int[] {0}, new int[] {0}, List.of("a", "b")).precision(1)));
    }

    @Test void framesMoveOverTheMistakesAndTheWidgetPicksCells() {
        Dataset images = Glyphs.dataset(40, 1);
        ConfusionMatrix m = ConfusionMatrix.of(digits(images), images);
        Levels levels = m.levels();
        assertTrue(levels.html().contains("cb-frames") && levels.png() != null && levels.weight() < 300_000, levels.weight() + " characters");
        assertEquals(m.toString(), levels.text());
        String widget = m.cell(3, 5).byTruth().widget().toString();
        assertTrue(widget.startsWith("Dropdown truth = 3 (of 0, 1, 2,") && widget.contains("\nDropdown prediction = 5 (of 0,"), widget);
        assertTrue(widget.contains("ToggleButtons cells = % of truth (of images, % of truth, % of prediction)"), widget);
        assertFalse(matrix.widget().toString().contains("Dropdown"), "without images there is nothing behind a cell");
        assertFalse(matrix.levels().html().contains("script"));
    }

    @Test void badNumbersAreNamed() {
        assertEquals("confusion matrix: class is 3, expected 0 to 2",
            assertThrows(IllegalArgumentException.class, () -> matrix.cell(0, 3)).getMessage());
        assertEquals("confusion matrix: the evaluation is of 40 images, but glyphs has 30", assertThrows(IllegalArgumentException.class,
            () -> ConfusionMatrix.of(digits(Glyphs.dataset(40, 1)), Glyphs.dataset(30, 1))).getMessage());
        assertEquals("confusion matrix: prediction 1 is 2, expected 0 to 1", assertThrows(IllegalArgumentException.class,
            () -> ConfusionMatrix.of(new int[] {0, 1}, new int[] {0, 2}, List.of("a", "b"))).getMessage());
        assertEquals("confusion matrix: 2 labels but 1 predictions", assertThrows(IllegalArgumentException.class,
            () -> ConfusionMatrix.of(new int[2], new int[1], List.of("a"))).getMessage());
        assertEquals("confusion matrix: there must be at least one class", assertThrows(IllegalArgumentException.class,
            () -> ConfusionMatrix.of(new int[0], new int[0], List.of())).getMessage());
    }
}
