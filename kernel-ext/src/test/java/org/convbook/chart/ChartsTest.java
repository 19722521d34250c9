package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartsTest {
    static Stream<Figure> everyKind() {
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "class <" + i + ">").toList();
        return Stream.of(
            Charts.lines("t", "x", "y", Curve.of("a", 1, 2, Double.NaN, 3), Curve.of("b")),
            Charts.lines("$t$", "$x$", "$y$", Curve.of("$a$", 1, 2)),
            Charts.lines("constant", "x", "y", Curve.of("a", 2, 2)), Charts.lines("one point", "x", "y", Curve.of("a", 5)),
            Charts.logLines("t", "x", "y", Curve.of("a", 1, 0.1, 0, -1, 0.001)),
            Charts.lossCurves(new double[] {1, Double.POSITIVE_INFINITY}, new double[] {Double.NaN}),
            Charts.histogram("h", new double[] {1, 1, 1, Double.NaN}, 5), Charts.histogram("h", new double[] {-1, 0.5, 2}, 200),
            Charts.bars("b", List.of("a very long name, as long as class names of some data sets are", "b"), -1, Double.NaN),
            Charts.heatMap("m", new double[30][30], names, names), Charts.heatMap("m", new double[][] {{0.1, -3}}, List.of("r"), List.of("a", "b")));
    }

    static boolean hasInk(BufferedImage image) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
            .anyMatch(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) != Color.WHITE.getRGB());
    }

    /** No drawing touches the outermost pixels, where it would be cut off. */
    static boolean hasMargin(BufferedImage image) {
        int w = image.getWidth(), h = image.getHeight(), white = Color.WHITE.getRGB();
        return IntStream.range(0, w).allMatch(x -> image.getRGB(x, 0) == white && image.getRGB(x, h - 1) == white)
            && IntStream.range(0, h).allMatch(y -> image.getRGB(0, y) == white && image.getRGB(w - 1, y) == white);
    }

    @ParameterizedTest @MethodSource("everyKind")
    void isDrawnWithAMarginAndAsWellFormedSvg(Figure figure) {
        assertTrue(hasInk(figure.image(1)), figure.text());
        assertTrue(hasMargin(figure.image(1)), figure.text());
        FigureTest.parse(figure.svg());
    }

    @Test void linesSayInWordsWhatTheyShow() {
        assertEquals("""
            Loss
              train: 3 points, 2.0 to 0.5 (lowest 0.5, highest 2.0)
              validation: no points""", Charts.lossCurves(new double[] {2, 1, 0.5}, new double[] {}).text());
    }

    @Test void noPointsIsAnEmptyChartThatSaysSo() {
        assertEquals("t\n  no points yet", Charts.lines("t", "x", "y", Curve.of("a")).text());
    }

    @Test void histogramCountsEveryValueOnce() {
        assertEquals("h (1 not finite)\n  4 values from 0 to 4, mean 2",
            Charts.histogram("h", new double[] {0, 1, 3, 4, Double.NaN}, 4).text());
    }

    @Test void barsListNamesAndValuesAndMarkOne() {
        assertEquals("b\n  cat  0.25\n  ox   0.75  *", Charts.bars("b", List.of("cat", "ox"), new double[] {0.25, 0.75}, 1).text());
    }

    @Test void heatMapIsATableInText() {
        Figure f = HeatMap.of("m", new double[][] {{1, 20}, {0, 3}}, List.of("a", "bb"), List.of("a", "bb")).titled("truth", "guess").figure();
        assertEquals("m\n  rows: truth, columns: guess\n       a  bb\n  a    1  20\n  bb   0   3", f.text());
    }

    @Test void aHundredClassesStayLight() {
        List<String> names = Collections.nCopies(100, "class");
        Figure f = Charts.heatMap("m", new double[100][100], names, names);
        assertTrue(f.svg().length() < 60_000, "SVG of " + f.svg().length() + " characters");
    }

    @Test void sizesMustAgree() {
        assertEquals("Curve a: 2 places but 1 values",
            assertThrows(IllegalArgumentException.class, () -> new Curve("a", new double[2], new double[1])).getMessage());
        assertEquals("bars: 1 names but 2 values",
            assertThrows(IllegalArgumentException.class, () -> Charts.bars("b", List.of("a"), 1, 2)).getMessage());
        assertEquals("heat map: row 1 has 1 values but there are 2 column names", assertThrows(IllegalArgumentException.class,
            () -> Charts.heatMap("m", new double[][] {{1, 2}, {3}}, List.of("a", "b"), List.of("a", "b"))).getMessage());
        assertEquals("histogram: bins must be at least 1, got 0",
            assertThrows(IllegalArgumentException.class, () -> Charts.histogram("h", new double[1], 0)).getMessage());
    }

    @Test void textThatIsTooWideEndsInAnEllipsis() {
        String fitted = Pen.fit("a very long class name", Palette.font(11), 60);
        assertTrue(fitted.endsWith("…") && Pen.widthOf(fitted, Palette.font(11)) <= 60, fitted);
        assertEquals("short", Pen.fit("short", Palette.font(11), 60));
    }

    @Test void aHeatMapHasTextsUnderItsColumnsAFrameAndItsOwnWriting() {
        HeatMap map = HeatMap.of("M", new double[][] {{0.5, 0}, {0, 1}}, List.of("a", "b"), List.of("<c>", "d"));
        String plain = map.figure().svg(), marked = map.footed("sum", List.of("1 %", "2 %")).written(v -> v + "!").mark(1, 0).figure().svg();
        assertFalse(plain.contains("stroke=\"#d55e00\""));
        assertTrue(marked.contains("stroke=\"#d55e00\"") && marked.contains(">0.5!<") && marked.contains(">2 %<")
            && marked.contains(">sum<"), marked);
        assertTrue(map.toString().endsWith("\n  sum: 1 %  2 %"), map.toString());
        assertEquals("heat map: 1 texts under 2 columns",
            assertThrows(IllegalArgumentException.class, () -> map.footed("sum", List.of("1"))).getMessage());
    }
}
