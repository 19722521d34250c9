package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CurvePlotTest {
    @Test void ticksAreRoundNumbers() {
        assertArrayEquals(new double[] {0, 0.5, 1, 1.5, 2, 2.5}, CurvePlot.ticks(0, 2.5, 5), 1e-12);
        assertArrayEquals(new double[] {0, 1, 2, 3}, CurvePlot.ticks(0, 3, 4), 1e-12);
        assertArrayEquals(new double[] {-0.2, -0.1, 0, 0.1}, CurvePlot.ticks(-0.25, 0.15, 4), 1e-12);
        assertArrayEquals(new double[] {200, 400, 600, 800, 1000}, CurvePlot.ticks(100, 1000, 5), 1e-9);
    }

    @Test void logarithmicTicksAreOneTwoFive() {
        assertArrayEquals(new double[] {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2}, CurvePlot.logTicks(0.02, 2.5), 1e-12);
        assertArrayEquals(new double[] {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1}, CurvePlot.logTicks(1e-6, 1), 1e-12);
    }

    @Test void aLogarithmicAxisLiesAboveZero() {
        assertEquals("CurvePlot: a logarithmic axis must lie above zero, got 0.0 to 1.0",
            assertThrows(IllegalArgumentException.class, () -> new CurvePlot("t", "x").logarithmic()).getMessage());
    }

    @Test void longNamesAndNumbersStayInside() {
        CurvePlot plot = new CurvePlot("A title that is rather long for a plot of this size", "x").size(300, 200).x(0, 1e6).y(-1e-5, 1.5e-5).yLabel("loss");
        for (int i = 0; i < 3; i++) plot.add(Curve.of("a curve with a long name " + i, 0, 1e-5), i);
        assertTrue(ChartsTest.hasMargin(plot.figure().image(1)));
    }

    @Test void theSizeIsThatOfTheAxesWhateverTheValues() {
        CurvePlot plot = new CurvePlot("Loss", "epoch").size(300, 200).x(0, 5).y(0, 2.5);
        Figure empty = plot.figure();
        Figure wild = plot.add(Curve.of("train", 1, 1e30, Double.NaN, -5), 0).addFaint(Curve.of("steps"), 0).figure();
        assertEquals(300, wild.width());
        assertEquals(empty.height(), wild.height());
        assertTrue(wild.svg().length() < 20_000);
        assertEquals("Loss\n  train: last -5", wild.text());
        FigureTest.parse(wild.svg());
    }

    @Test void aFigureDoesNotChangeWithThePlot() {
        CurvePlot plot = new CurvePlot("t", "x");
        Figure before = plot.figure();
        String drawn = before.svg();
        plot.add(Curve.of("a", 0.1, 0.9), 0);
        assertEquals(drawn, before.svg());
    }

    @Test void anAxisMustHaveALength() {
        assertEquals("CurvePlot: the y axis must run from a smaller to a larger finite number, got 1.0 to 1.0",
            assertThrows(IllegalArgumentException.class, () -> new CurvePlot("t", "x").y(1, 1)).getMessage());
    }
}
