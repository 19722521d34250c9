package org.convbook.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** The charts a lecture needs, each in one call, in the house style: lines, logarithmic lines, histogram, bars, heat map. */
public final class Charts {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private Charts() {}

    /** Curves over a common x axis. Curves of at most 40 points show their points. */
    public static Figure lines(String title, String xLabel, String yLabel, Curve... curves) {
        return lines(title, xLabel, yLabel, false, curves);
    }

    /** Curves with a logarithmic y axis; values that are not above zero are left out. */
    public static Figure logLines(String title, String xLabel, String yLabel, Curve... curves) {
        return lines(title, xLabel, yLabel, true, curves);
    }

    /** Loss of the training and of the validation images, one value an epoch. */
    public static Figure lossCurves(double[] train, double[] validation) {
        return lines("Loss", "epoch", "loss", Curve.of("train", train), Curve.of("validation", validation));
    }

    /** How often the values fall into each of {@code bins} equal intervals; NaN and infinite values are counted in the title. */
    public static Figure histogram(String title, double[] values, int bins) {
        if (bins < 1) throw new IllegalArgumentException("histogram: bins must be at least 1, got " + bins);
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        int odd = values.length - finite.length;
        String full = title + (odd == 0 ? "" : " (" + odd + " not finite)");
        if (finite.length == 0) return empty(full, "no finite values");
        double min = Arrays.stream(finite).min().getAsDouble(), max = Arrays.stream(finite).max().getAsDouble();
        double[] counts = new double[bins], middles = new double[bins];
        double span = max > min ? max - min : 1, from = max > min ? min : min - 0.5;
        for (double v : finite) counts[Math.min(bins - 1, (int) ((v - from) / span * bins))]++;
        for (int i = 0; i < bins; i++) middles[i] = from + span * (i + 0.5) / bins;
        CategoryChart chart = new CategoryChart(WIDTH, HEIGHT);
        chart.setTitle(plain(full));
        chart.setYAxisTitle("count");
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Bar).setAvailableSpaceFill(0.96);
        style(chart.getStyler());
        chart.getStyler().setLegendVisible(false).setSeriesColors(new Color[] {Palette.series(0)});
        chart.getStyler().setXAxisMaxLabelCount(8);
        chart.getStyler().setXAxisDecimalPattern(span >= 20 ? "0" : span >= 0.5 ? "0.00" : "0.0000");
        chart.addSeries("count", middles, counts);
        return described(chart, full + "\n  " + finite.length + " values from " + Numbers.format(min) + " to " + Numbers.format(max)
            + ", mean " + Numbers.format(Arrays.stream(finite).average().getAsDouble()));
    }

    /** One horizontal bar a name, with its value; long names are shown in full up to a third of the width. */
    public static Figure bars(String title, List<String> names, double... values) {
        return BarFigure.of(title, names, values, -1);
    }

    /** The same with one bar in another colour, for instance the right answer; {@code marked} counts from 0. */
    public static Figure bars(String title, List<String> names, double[] values, int marked) {
        return BarFigure.of(title, names, values, marked);
    }

    /** A matrix as coloured cells, pale (smallest) to dark blue (largest), the numbers in the cells where they fit. */
    public static Figure heatMap(String title, double[][] values, List<String> rows, List<String> columns) {
        return HeatMap.of(title, values, rows, columns).figure();
    }

    /** Gives an XChart chart the house's fonts, colours and margins. */
    public static void style(AxesChartStyler s) {
        s.setChartBackgroundColor(Palette.PAPER).setPlotBackgroundColor(Palette.PAPER).setChartFontColor(Palette.INK);
        s.setChartTitleFont(Palette.bold(14)).setLegendFont(Palette.font(12)).setChartTitleBoxVisible(false).setChartTitlePadding(6);
        s.setAxisTitleFont(Palette.font(12)).setAxisTickLabelsFont(Palette.font(11));
        s.setPlotBorderVisible(false).setChartPadding(12);
        s.setPlotGridLinesColor(Palette.LINE).setPlotGridLinesStroke(new BasicStroke(1)).setPlotGridVerticalLinesVisible(false);
        s.setAxisTickMarksColor(Palette.SOFT_INK).setAxisTickLabelsColor(Palette.INK).setAxisTickMarkLength(4);
        s.setXAxisMaxLabelCount(11).setYAxisTickMarkSpacingHint(45);
        s.setLegendPosition(Styler.LegendPosition.InsideNE).setLegendBorderColor(Palette.LINE).setLegendBackgroundColor(Palette.PAPER);
        s.setLegendPadding(6).setLocale(Locale.ROOT).setMarkerSize(6);
        Color[] colors = new Color[8];
        Arrays.setAll(colors, Palette::series);
        s.setSeriesColors(colors);
    }

    private static Figure lines(String title, String xLabel, String yLabel, boolean log, Curve... curves) {
        List<Curve> kept = Arrays.stream(curves).map(c -> finite(c, log)).toList();
        String text = title + kept.stream().map(c -> "\n  " + describe(c)).collect(Collectors.joining());
        double[] xs = kept.stream().flatMapToDouble(c -> Arrays.stream(c.x())).toArray();
        double[] ys = kept.stream().flatMapToDouble(c -> Arrays.stream(c.y())).toArray();
        if (ys.length == 0) return empty(title, "no points yet");
        double[] x = room(xs, 0, false), y = log ? logRoom(ys) : room(ys, 0.06, true);
        CurvePlot plot = new CurvePlot(title, xLabel).size(WIDTH, HEIGHT).x(x[0], x[1]).y(y[0], y[1]).yLabel(yLabel);
        if (log) plot.logarithmic();
        for (int i = 0; i < curves.length; i++) if (kept.get(i).y().length > 0) plot.add(kept.get(i), i);
        return Figure.of(WIDTH, HEIGHT, text, plot.figure()::paint);
    }

    /** The range of the values, with some room; one that comes near zero begins there: a loss axis that starts at 0.0213 misleads. */
    private static double[] room(double[] values, double share, boolean fromZero) {
        double low = Arrays.stream(values).min().getAsDouble(), high = Arrays.stream(values).max().getAsDouble();
        double span = high > low ? high - low : Math.max(1, Math.abs(high)), extra = high > low ? share * span : 0.5 * span;
        boolean zero = fromZero && low >= 0 && low < 0.3 * high;
        return new double[] {zero ? 0 : low - extra, high + extra};
    }

    private static double[] logRoom(double[] values) {
        double low = Arrays.stream(values).min().getAsDouble(), high = Arrays.stream(values).max().getAsDouble();
        double factor = high > low ? Math.pow(high / low, 0.05) : 2;
        return new double[] {low / factor, high * factor};
    }

    private static Curve finite(Curve c, boolean log) {
        int[] kept = IntStream.range(0, c.y().length)
            .filter(i -> Double.isFinite(c.y()[i]) && Double.isFinite(c.x()[i]) && (!log || c.y()[i] > 0)).toArray();
        return new Curve(c.name(), Arrays.stream(kept).mapToDouble(i -> c.x()[i]).toArray(),
            Arrays.stream(kept).mapToDouble(i -> c.y()[i]).toArray());
    }

    private static String describe(Curve c) {
        int n = c.y().length;
        if (n == 0) return c.name() + ": no points";
        double[] y = c.y();
        String[] f = Numbers.formatAll(y[0], y[n - 1], Arrays.stream(y).min().getAsDouble(), Arrays.stream(y).max().getAsDouble());
        return c.name() + ": " + n + (n == 1 ? " point, " : " points, ") + f[0] + " to " + f[1] + " (lowest " + f[2] + ", highest " + f[3] + ")";
    }

    private static Figure described(IChart chart, String text) {
        Figure drawn = Figure.of(chart);
        return Figure.of(drawn.width(), drawn.height(), text, drawn::paint);
    }

    private static Figure empty(String title, String reason) {
        return Figure.of(WIDTH, HEIGHT, title + "\n  " + reason, g -> new Pen(g)
            .centre(title, WIDTH / 2.0, 26, Palette.bold(14), Palette.INK)
            .centre(reason, WIDTH / 2.0, HEIGHT / 2.0, Palette.font(12), Palette.SOFT_INK));
    }

    /** XChart takes a text between two dollar signs for TeX, which needs a library that is not there. */
    private static String plain(String label) {
        return label.startsWith("$") && label.endsWith("$") ? "\u200B" + label : label;
    }
}
