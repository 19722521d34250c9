package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CurvePlotTest {
    @Test void ticksAreRoundNumbers() {
        assertArrayEquals(new double[] {0, 0.5, 1, 1.5, 2, 2.5}, Ticks.even(0, 2.5, 5), 1e-12);
        assertArrayEquals(new double[] {0, 1, 2, 3}, Ticks.even(0, 3, 4), 1e-12);
        assertArrayEquals(new double[] {-0.2, -0.1, 0, 0.1}, Ticks.even(-0.25, 0.15, 4), 1e-12);
        assertArrayEquals(new double[] {200, 400, 600, 800, 1000}, Ticks.even(100, 1000, 5), 1e-9);
    }

    @Test void logarithmicTicksAreOneTwoFive() {
        assertArrayEquals(new double[] {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2}, Ticks.logarithmic(0.02, 2.5), 1e-12);
        assertArrayEquals(new double[] {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1}, Ticks.logarithmic(1e-6, 1), 1e-12);
        assertArrayEquals(new double[] {1, 1e4, 1e8, 1e12, 1e16, 1e20, 1e24, 1e28}, Ticks.logarithmic(0.1, 1e30), 1e15);
        assertEquals(9, Ticks.logarithmic(1e-300, 1e300).length);
    }

    @Test void numbersOfAnAxisAreBrief() {
        String[] numbers = {"2.500e+18", "0.000e+00", "1000000", "100000", "50000", "1.000e-05", "-1.250e-10", "0.5", "0", "2500000"};
        String[] brief = {"2.5e18", "0", "1e6", "1e5", "50000", "1e-5", "-1.25e-10", "0.5", "0", "2500000"};
        for (int i = 0; i < numbers.length; i++) assertEquals(brief[i], Ticks.brief(numbers[i]));
    }

    @Test void aLogarithmicAxisLiesAboveZero() {
        assertEquals("CurvePlot: a logarithmic axis must lie above zero, got 0.0 to 1.0",
            assertThrows(IllegalArgumentException.class, () -> new CurvePlot("t", "x").logarithmic()).getMessage());
    }

    @Test void longNamesAndNumbersStayInside() {
        CurvePlot plot = new CurvePlot("A title that is rather long for a plot of this size", "x").size(300, 200).x(0, 1e6)
            .y(-1e-5, 1.5e-5).yLabel("loss");
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

    @Test void marksStayInside() {
        CurvePlot plot = new CurvePlot("Loss", "epoch").size(300, 200).x(0, 5).y(0, 1).noLegend();
        plot.addDashed(Curve.of("validation", 1, 0.5, 0.4), 1).ring(0, 1, "best of all epochs", 0).ring(5, 0, "best of all epochs", 0);
        plot.flag(5, "NaN from step 12345 on").flag(0, "start");
        for (int i = 0; i < 9; i++) plot.flag(1 + i / 100.0, "rate 0.00" + i);
        Figure figure = plot.figure();
        assertTrue(ChartsTest.hasMargin(figure.image(1)));
        assertTrue(figure.svg().contains("stroke-dasharray") && figure.svg().contains("best of all epochs"));
        assertTrue(!figure.svg().contains(">validation<"), "no legend");
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
