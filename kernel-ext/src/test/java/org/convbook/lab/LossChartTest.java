package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

import org.convbook.chart.Curve;
import org.convbook.chart.Figure;
import org.convbook.cnn.train.History;
import org.junit.jupiter.api.Test;

class LossChartTest {
    private static final Curve NONE = new Curve("train", new double[0], new double[0]);

    /** Steps that are evenly spaced over so many epochs; each epoch has a validation loss. */
    private static LossRun run(String name, int epochs, double[] losses, double... validation) {
        double[] places = new double[losses.length];
        Arrays.setAll(places, i -> (i + 1.0) / losses.length * epochs);
        List<History.Epoch> ended = new ArrayList<>();
        for (int e = 0; e < validation.length; e++)
            ended.add(new History.Epoch(e + 1, 1, 0.5, validation[e], Double.isNaN(validation[e]) ? Double.NaN : 0.5 + 0.01 * e, 0.1, 1, 1));
        return new LossRun(name, places, losses, ended, NONE);
    }

    private static Figure draw(boolean log, double smoothing, LossRun... runs) {
        return new LossChart(List.of(runs), List.of(), Arrays.stream(runs).mapToDouble(LossRun::end).max().orElse(1))
            .figure(new LossChart.Look(log, smoothing), "t");
    }

    private static double[] rising(int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> i + 1);
        return values;
    }

    @Test void fewStepsAreAllThere() {
        LossRun run = run("a", 1, new double[] {5, 3, 4});
        assertArrayEquals(new double[] {5, 3, 4}, run.raw(400).y());
        assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0, 1}, run.raw(400).x(), 1e-12);
        assertArrayEquals(new double[] {5, 3, 4}, run.smooth(0, 400).y());
    }

    @Test void noSpikeIsLostInALongTraining() {
        double[] losses = new double[10_000];
        Arrays.fill(losses, 1);
        losses[4321] = 50;
        losses[8765] = 0.001;
        Curve raw = run("a", 20, losses).raw(800);
        assertTrue(raw.y().length <= 800, "of " + raw.y().length);
        assertEquals(50, DoubleStream.of(raw.y()).max().orElseThrow());
        assertEquals(0.001, DoubleStream.of(raw.y()).min().orElseThrow());
        int at = (int) DoubleStream.of(raw.y()).takeWhile(y -> y < 50).count();
        assertEquals(4322 / 500.0, raw.x()[at], 1e-12, "at its own place");
    }

    @Test void theRunningMeanIsOverEveryStep() {
        LossRun run = run("a", 10, rising(1000));
        Curve smooth = run.smooth(0.9, 100);
        assertEquals(100, smooth.y().length);
        assertEquals(1000 - 9, smooth.y()[99], 1e-6, "nine steps behind: 0.9 / 0.1");
        assertEquals(10, smooth.x()[99], 1e-12, "the last step is there");
        assertEquals(0.1, smooth.x()[0], 1e-12);
    }

    @Test void theMeanStartsAtTheFirstValueAndSkipsWhatIsNoNumber() {
        assertArrayEquals(new double[] {4, (0.9 * 0.4 + 0.1 * 2) / 0.19}, LossRun.smoothed(new double[] {4, 2}, 0.9), 1e-12);
        double[] odd = LossRun.smoothed(new double[] {Double.NaN, 4, Double.POSITIVE_INFINITY, 4}, 0.9);
        assertTrue(Double.isNaN(odd[0]) && Double.isInfinite(odd[2]));
        assertEquals(4, odd[3], 1e-12);
        assertArrayEquals(new double[] {7, 1}, LossRun.smoothed(new double[] {7, 1}, 0), 1e-12);
    }

    @Test void theBestEpochHasTheLowestValidationLoss() {
        assertEquals(1, run("a", 4, rising(8), 0.5, 0.3, 0.3, 0.4).best());
        assertEquals(2, run("a", 3, rising(8), Double.NaN, 0.5, 0.1).best());
        assertEquals(-1, run("a", 1, rising(8), 0.5).best(), "of one there is no best");
        assertEquals(-1, run("a", 2, rising(8), Double.NaN, Double.NaN).best());
        assertTrue(draw(false, 0.9, run("a", 4, rising(8), 0.5, 0.3, 0.3, 0.4)).svg().contains(">best: epoch 2<"));
    }

    @Test void aLossThatIsNoNumberIsFlaggedWhereItCame() {
        LossRun run = run("a", 1, new double[] {2, 1, Double.POSITIVE_INFINITY, Double.NaN}, 1);
        assertEquals(2, run.firstBad());
        assertTrue(draw(false, 0.9, run).svg().contains("∞ in step 3"));
        assertTrue(draw(true, 0.9, run).svg().contains("∞ in step 3"));
        assertTrue(draw(true, 0, run("a", 1, new double[] {Double.NaN})).svg().contains("NaN in step 1"));
    }

    @Test void anyRangeCanBeDrawn() {
        double[][] all = {{}, {0}, {-3, -2}, {-1, 1}, {1e-300, 1e300}, {1e-12}, {Double.MAX_VALUE}, {0, 0, 0}, {Double.MIN_VALUE}};
        for (double[] losses : all)
            for (boolean log : new boolean[] {false, true})
                assertEquals(250, draw(log, 0.5, run("a", 1, losses, losses)).height(), Arrays.toString(losses));
    }

    @Test void theAxisOfAGrowingRunNeverShrinks() {
        double[] losses = {2, 3, 9, 1, 0.5, 0.1};
        double before = 0;
        for (int n = 1; n <= losses.length; n++) {
            double top = LossChart.above(DoubleStream.of(LossRun.smoothed(Arrays.copyOf(losses, n), 0.5)).max().orElseThrow());
            assertTrue(top >= before);
            before = top;
        }
        assertArrayEquals(new double[] {1, 2.5, 5, 10, 0.025}, DoubleStream.of(1, 1.01, 2.6, 5.1, 0.02).map(LossChart::above).toArray(), 1e-12);
    }

    @Test void severalRunsHaveTheirNamesUnderTheChart() {
        LossRun[] runs = new LossRun[8];
        for (int i = 0; i < 8; i++) runs[i] = run("run " + i, 2, rising(100 * (i + 1)), 1, 2);
        assertEquals(250 + 4 * 18 + 6, draw(false, 0.9, runs).height());
        runs[0] = run("a name that is so long that it would not find room beside another one in the same row", 2, rising(9), 1, 2);
        Figure figure = draw(false, 0.9, runs);
        assertEquals(250 + 8 * 18 + 6, figure.height());
        assertTrue(figure.svg().contains("in the same row") && figure.svg().contains("stroke-dasharray"));
        assertTrue(figure.svg().length() < 120_000, "of " + figure.svg().length());
        assertFalse(draw(false, 0.9, runs[1], runs[2]).svg().contains(">train<"));
    }
}
