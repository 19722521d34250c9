package org.convbook.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.train.Progress;
import org.convbook.cnn.train.TrainingListener;
import org.convbook.data.Dataset;
import org.convbook.render.Display;
import org.convbook.render.Levels;
import org.convbook.render.LiveDisplay;

/**
 * What a classifier says everywhere in the plane: a field of the classes' colours, paler where it is unsure, a line where the answer changes,
 * and the points over it; a point with a dark ring is classified wrongly. As a listener it is redrawn while the network learns:
 * {@code trainer.listener(new DecisionBoundary(net, Points.moons(300, 1)))}.
 * <pre>
 * network  [N, 2] or [N, 2, 1, 1] -&gt; [N, K] logits, or [N, 1]: above 0 is class 1
 * </pre>
 * Data that are not points of two values are an {@link IllegalArgumentException}.
 */
public final class DecisionBoundary implements TrainingListener, Drawn {
    private static final int SIDE = 140;
    private static final int FACTOR = 3;
    private static final int PLOT = SIDE * FACTOR;
    private static final int LEFT = 52;
    private static final int TOP = 52;
    private static final int WIDTH = LEFT + PLOT + 24;
    private static final int HEIGHT = TOP + PLOT + 44;
    private static final long INTERVAL = 200_000_000L;
    private static final int SHARE = 4;                                    // a fourth of the time at most goes into drawing
    private static final int POINTS = 400;
    private static final double PALE = 0.55;

    private final Layer net;
    private final Dataset points;
    private final double reach;
    private final LiveDisplay live;
    private String state = "";
    private long nextDrawing;
    private boolean drawn;

    /** The plane as this network sees it, with these points over it. */
    public DecisionBoundary(Layer net, Dataset points) {
        this(net, points, Display.live());
    }

    DecisionBoundary(Layer net, Dataset points, LiveDisplay live) {
        int[] shape = points.imageShape();
        if (IntStream.of(shape).reduce(1, (a, b) -> a * b) != 2)
            throw new IllegalArgumentException("DecisionBoundary: points of 2 values are expected, got " + Arrays.toString(shape));
        this.net = net;
        this.points = points;
        this.live = live;
        double largest = 0;
        for (float v : values()) largest = Math.max(largest, Math.abs(v));
        reach = Math.max(1, Math.ceil(largest * 1.05 * 5) / 5);
    }

    @Override public void started(Progress progress) {
        redraw(progress, false);
    }

    @Override public void step(Progress progress) {
        if (!drawn || System.nanoTime() - nextDrawing >= 0) redraw(progress, false);
    }

    @Override public void finished(Progress progress) {
        redraw(progress, true);
        live.close();
    }

    /** The share of the points that the network classifies rightly. */
    public double accuracy() {
        double[][] said = scores(values());
        return IntStream.range(0, points.size()).filter(i -> best(said[i]) == points.label(i)).count() / (double) points.size();
    }

    /** The field and the points as the network is now. */
    @Override public Figure figure() {
        float[] grid = new float[2 * (SIDE + 1) * (SIDE + 1)];
        for (int i = 0; i < grid.length / 2; i++) {
            grid[2 * i] = (float) (reach * (2.0 * (i % (SIDE + 1)) / SIDE - 1));
            grid[2 * i + 1] = (float) (reach * (1 - 2.0 * (i / (SIDE + 1)) / SIDE));
        }
        double[][] field = scores(grid), said = scores(values());
        String text = toString();
        return Figure.of(WIDTH, HEIGHT, text, g -> draw(g, text, field, said));
    }

    /** The points, and how many of them are classified rightly. */
    @Override public String toString() {
        return "Decision boundary\n" + points.name() + (state.isEmpty() ? "" : ", " + state) + ", accuracy " + Numbers.percent(accuracy());
    }

    /** On the thread that trains: between two steps the network stands still. */
    private void redraw(Progress p, boolean last) {
        long start = System.nanoTime();
        state = p.step() == 0 ? "before training" : String.format(Locale.ROOT, "epoch %d, loss %.4f", p.epoch(), p.loss());
        Figure figure = figure();
        live.update(last ? Levels.of(figure) : Levels.passing(figure));
        long now = System.nanoTime();
        nextDrawing = now + Math.max(INTERVAL, (SHARE - 1) * (now - start));
        drawn = true;
    }

    private float[] values() {
        float[] all = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) points.image(i, all, 2 * i);
        return all;
    }

    /** The probabilities of the classes at each place. */
    @SuppressWarnings("try")                                              // the scope is opened for what it frees
    private double[][] scores(float[] places) {
        int n = places.length / 2;
        Backend backend = net.parameters().values().stream().findFirst().map(Tensor::backend).orElse(Tensor.zeros(1).backend());
        try (Scope scope = backend.scope()) {
            return Tape.withoutGradients(() -> {
                Tensor y = net.apply(Tensor.of(backend, places, n, 2), Pass.inference());
                int k = y.shape().count() / n;
                float[] p = (k == 1 ? y.sigmoid() : y.softmax()).toArray();
                double[][] all = new double[n][];
                for (int i = 0; i < n; i++) all[i] = k == 1 ? new double[] {1 - p[i], p[i]} : row(p, i, k);
                return all;
            });
        }
    }

    private static double[] row(float[] p, int i, int k) {
        return IntStream.range(i * k, (i + 1) * k).mapToDouble(j -> p[j]).toArray();
    }

    private static int best(double[] p) {
        return IntStream.range(0, p.length).reduce(0, (a, b) -> p[b] > p[a] ? b : a);
    }

    private void draw(Graphics2D g, String text, double[][] field, double[][] said) {
        Pen pen = new Pen(g);
        String[] lines = text.split("\n");
        pen.left(lines[0], LEFT, 22, Palette.bold(14), Palette.INK);
        pen.left(Pen.fit(lines[1], Palette.font(12), PLOT), LEFT, 41, Palette.font(12), Palette.SOFT_INK);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) for (int x = 0; x < SIDE; x++) image.setRGB(x, y, colour(field[y * (SIDE + 1) + x]).getRGB());
        pen.picture(image, LEFT, TOP, FACTOR);
        for (int k = 0; k < field[0].length; k++) contour(g, field, k);
        pen.frame(LEFT, TOP, PLOT, PLOT, Palette.SOFT_INK);
        axes(pen);
        float[] places = values();
        for (int i = 0; i < Math.min(POINTS, points.size()); i++)
            point(g, places[2 * i], places[2 * i + 1], points.label(i), best(said[i]) == points.label(i));
    }

    private static Color colour(double[] p) {
        double[] mixed = new double[3];
        for (int k = 0; k < p.length; k++) {
            float[] rgb = Palette.series(k).getRGBColorComponents(null);
            for (int c = 0; c < 3; c++) mixed[c] += p[k] * rgb[c];
        }
        double sure = PALE * Math.max(0, (p[best(p)] * p.length - 1) / (p.length - 1));
        return new Color((float) pale(mixed[0], sure), (float) pale(mixed[1], sure), (float) pale(mixed[2], sure));
    }

    private static double pale(double channel, double sure) {
        return Math.max(0, Math.min(1, 1 + (channel - 1) * sure));
    }

    /** Where class k and the best other one are equally probable: a line through each square of the grid that it crosses. */
    private static void contour(Graphics2D g, double[][] field, int k) {
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                double[] corner = new double[4];
                for (int c = 0; c < 4; c++) corner[c] = margin(field[(y + c / 2) * (SIDE + 1) + x + (c == 1 || c == 2 ? 1 : 0)], k);
                crossing(g, x, y, corner);
            }
    }

    /** The corners lie clockwise from the upper left; each side with a change of sign has a point of the line. */
    private static void crossing(Graphics2D g, int x, int y, double[] corner) {
        double[][] at = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
        double[] last = null;
        for (int c = 0; c < 4; c++) {
            double a = corner[c], b = corner[(c + 1) % 4];
            if (a > 0 == b > 0) continue;
            double[] from = at[c], to = at[(c + 1) % 4];
            double t = a / (a - b), px = x + from[0] + t * (to[0] - from[0]), py = y + from[1] + t * (to[1] - from[1]);
            double[] here = {LEFT + px * FACTOR, TOP + py * FACTOR};
            if (last != null) g.draw(new Line2D.Double(last[0], last[1], here[0], here[1]));
            last = last == null ? here : null;
        }
    }

    private static double margin(double[] p, int k) {
        double other = IntStream.range(0, p.length).filter(j -> j != k).mapToDouble(j -> p[j]).max().orElse(0);
        return p[k] - other;
    }

    private void axes(Pen pen) {
        for (int i = -1; i <= 1; i++) {
            String tick = Cells.number(i * reach);
            pen.centre(tick, LEFT + (i + 1) * PLOT / 2.0, TOP + PLOT + 18, Palette.font(11), Palette.INK);
            pen.right(tick, LEFT - 7, TOP + (1 - i) * PLOT / 2.0 + 4, Palette.font(11), Palette.INK);
        }
        pen.centre("x", LEFT + PLOT * 0.75, TOP + PLOT + 18, Palette.font(12), Palette.SOFT_INK);
        pen.right("y", LEFT - 7, TOP + PLOT * 0.25 + 4, Palette.font(12), Palette.SOFT_INK);
    }

    private void point(Graphics2D g, double x, double y, int label, boolean right) {
        double px = LEFT + (x / reach + 1) / 2 * PLOT, py = TOP + (1 - y / reach) / 2 * PLOT, r = right ? 3.6 : 4.4;
        Ellipse2D dot = new Ellipse2D.Double(px - r, py - r, 2 * r, 2 * r);
        g.setColor(Palette.series(label));
        g.fill(dot);
        g.setColor(right ? Palette.PAPER : Palette.INK);
        g.setStroke(new BasicStroke(right ? 1f : 1.8f));
        g.draw(dot);
    }
}
