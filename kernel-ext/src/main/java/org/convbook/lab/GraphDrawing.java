package org.convbook.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.cnn.classic.ComputationGraph;
import org.convbook.cnn.classic.GraphStep;
import org.convbook.cnn.classic.Scalar;

/** A computation graph after some of its steps: values above the wires, gradients below, what the last step did in the mark's colour. */
final class GraphDrawing {
    private static final Color VALUE = new Color(0x00, 0x72, 0x53);
    private static final Color GRADIENT = new Color(0xB0, 0x46, 0x00);
    private static final Color FRESH = new Color(0xFF, 0xEE, 0xC2);
    private static final Color NODE = new Color(0xF4, 0xF6, 0xF8);
    private static final Font TITLE = Palette.bold(14);
    private static final Font SMALL = Palette.font(12);
    private static final Font WORDS = Palette.font(14);
    private static final Font NAME = Palette.bold(15);
    private static final Font NUMBER = Palette.bold(13);
    private static final int EDGE = 20;
    private static final int HEAD = 66;
    private static final int ROW = 86;
    private static final int WIDTH = 900;
    private static final int NARROWEST = 640;

    private final ComputationGraph graph;
    private final String title;
    private final GraphLayout layout;
    private final double column;
    private final int radius;
    private final int width;
    private final int height;

    GraphDrawing(ComputationGraph graph, String title) {
        this.graph = graph;
        this.title = title;
        layout = new GraphLayout(graph);
        column = Math.max(104, Math.min(158, (WIDTH - 2.0 * EDGE - 40) / layout.columns()));
        radius = column < 125 ? 18 : 21;
        width = (int) Math.max(NARROWEST, 2 * EDGE + layout.columns() * column + 40);
        height = (int) Math.ceil(HEAD + layout.rows() * ROW + 70 + 24 * GraphWords.most(graph));
    }

    Figure figure(GraphStep step) {
        return Figure.of(width, height, title + "\n" + GraphWords.text(graph, step), g -> draw(g, step));
    }

    private double x(GraphLayout.Spot spot) {
        double free = width - 2 * EDGE - layout.columns() * column - 40;
        return EDGE + radius + 4 + Math.max(0, free / 2) + spot.column * column;
    }

    private double y(GraphLayout.Spot spot) {
        return HEAD + 20 + spot.row * ROW;
    }

    private void draw(Graphics2D g, GraphStep step) {
        Cells cells = new Cells(g, 0);
        cells.pen.left(Pen.fit(title, TITLE, width - 280), EDGE, 26, TITLE, Palette.INK);
        cells.pen.right("gradients below", width - EDGE, 26, SMALL, GRADIENT);
        cells.pen.right("values above the wires, ", width - EDGE - Pen.widthOf("gradients below", SMALL), 26, SMALL, VALUE);
        Map<Scalar, Boolean> fresh = fresh(step);
        for (Scalar node : graph.nodes()) trunk(cells, node);
        for (Scalar node : graph.nodes()) for (int k = 0; k < node.operands().size(); k++) wire(cells, node, k, step);
        for (Scalar node : graph.nodes()) node(cells, node, step);
        for (int i = 0; i < graph.nodes().size(); i++) numbers(cells, i, step, fresh);
        words(cells, step);
    }

    /** Which numbers the step made: true for a value, false for a gradient. */
    private Map<Scalar, Boolean> fresh(GraphStep step) {
        Map<Scalar, Boolean> fresh = new IdentityHashMap<>();
        if (step.kind() == GraphStep.Kind.FORWARD) fresh.put(step.node(), true);
        if (step.kind() == GraphStep.Kind.SEED) fresh.put(step.node(), false);
        step.terms().forEach(t -> fresh.put(t.operand(), false));
        return fresh;
    }

    private double trunkEnd(Scalar node) {
        return x(layout.spot(node)) + column * 0.66;
    }

    private void trunk(Cells cells, Scalar node) {
        GraphLayout.Spot spot = layout.spot(node);
        double y = y(spot), from = x(spot) + radius;
        if (node != graph.output()) {
            cells.line(from, y, GraphWords.isConstant(node) ? from : trunkEnd(node), y, Palette.SOFT_INK, 1.6);
            return;
        }
        cells.arrow(from, y, trunkEnd(node) + 6, y, Palette.SOFT_INK, 1.6);
        cells.pen.left(graph.name(node), trunkEnd(node) + 12, y + 5, NAME, Palette.INK);
    }

    /** From the end of the operand's trunk to the operation; in a step that uses it, in the mark's colour. */
    private void wire(Cells cells, Scalar node, int which, GraphStep step) {
        Scalar operand = node.operands().get(which);
        List<GraphLayout.Spot> spots = layout.wire(operand, node, which);
        boolean used = step.node() == node && step.kind() != GraphStep.Kind.START && step.kind() != GraphStep.Kind.SEED;
        boolean back = used && step.kind() == GraphStep.Kind.BACKWARD && !GraphWords.isConstant(operand);
        double y0 = y(spots.get(0)), x0 = GraphWords.isConstant(operand) ? x(spots.get(0)) + radius : trunkEnd(operand);
        double port = node.operands().size() == 1 ? 0 : which == 0 == spots.get(spots.size() - 2).row <= other(node, which) ? -9 : 9;
        double x1 = x(layout.spot(node)) - Math.sqrt(radius * radius - port * port) - 2, y1 = y(layout.spot(node)) + port;
        Path2D path = new Path2D.Double();
        path.moveTo(x0, y0);
        double px = x0, py = y0;
        for (int i = 1; i < spots.size() - 1; i++) {
            double nx = x(spots.get(i)), ny = y(spots.get(i));
            path.curveTo((px + nx) / 2, py, (px + nx) / 2, ny, nx, ny);
            px = nx + column * 0.3;
            py = ny;
            path.lineTo(px, py);
        }
        double bend = Math.min(26, (x1 - px) / 2);
        path.curveTo(px + bend, py, x1 - bend - 6, y1, x1 - 7, y1);
        Color color = used ? Cells.MARK : Palette.SOFT_INK;
        cells.g.setColor(color);
        cells.g.setStroke(new BasicStroke(used ? 3.2f : 1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        cells.g.draw(path);
        if (!back) cells.arrow(x1 - 9, y1, x1, y1, color, 1.6);
        else {
            cells.line(x1 - 8, y1, x1 - 1, y1, color, 3.2);
            cells.arrow(trunkEnd(operand) + 4, y0, x(layout.spot(operand)) + radius + 2, y0, color, 3.2);
        }
    }

    /** The row from which the other operand comes; that of this one where there is no other. */
    private double other(Scalar node, int which) {
        List<GraphLayout.Spot> before = layout.spot(node).before;
        return before.size() < 2 ? before.get(0).row : before.get(1 - which).row;
    }

    private void node(Cells cells, Scalar node, GraphStep step) {
        GraphLayout.Spot spot = layout.spot(node);
        double x = x(spot), y = y(spot);
        boolean marked = step.node() == node && step.kind() != GraphStep.Kind.START;
        if (node.op() == null) {
            boolean constant = GraphWords.isConstant(node);
            cells.g.setColor(constant ? Palette.PAPER : NODE);
            cells.g.fill(new RoundRectangle2D.Double(x - radius, y - 17, 2 * radius, 34, 8, 8));
            cells.mark(x - radius, y - 17, 2 * radius, 34, constant ? Palette.LINE : Palette.SOFT_INK, 1.4);
            Font font = constant ? WORDS : NAME;
            cells.pen.centre(Pen.fit(graph.name(node), font, 2 * radius - 4), x, y + 5, font, constant ? Palette.SOFT_INK : Palette.INK);
            return;
        }
        cells.g.setColor(marked ? FRESH : NODE);
        cells.g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        cells.g.setColor(marked ? Cells.MARK : Palette.INK);
        cells.g.setStroke(new BasicStroke(marked ? 3f : 1.6f));
        cells.g.draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        String symbol = node.op().symbol();
        Font font = Palette.font(symbol.length() == 1 ? 20 : symbol.length() < 4 ? 14 : 12);
        cells.pen.centre(symbol, x, y + font.getSize2D() * 0.36, font, Palette.INK);
        if (!node.name().isEmpty() && node != graph.output()) cells.pen.centre(node.name(), x, y - radius - 6, NAME, Palette.INK);
    }

    private void numbers(Cells cells, int i, GraphStep step, Map<Scalar, Boolean> fresh) {
        Scalar node = graph.nodes().get(i);
        if (GraphWords.isConstant(node)) return;
        double middle = (x(layout.spot(node)) + radius + trunkEnd(node)) / 2 + 1, y = y(layout.spot(node));
        Boolean kind = fresh.get(node);
        if (!Double.isNaN(step.values()[i])) number(cells, step.values()[i], middle, y - 9, VALUE, Boolean.TRUE.equals(kind));
        if (!Double.isNaN(step.gradients()[i])) number(cells, step.gradients()[i], middle, y + 20, GRADIENT, Boolean.FALSE.equals(kind));
    }

    private static void number(Cells cells, double v, double x, double y, Color color, boolean fresh) {
        String text = Cells.number(v);
        double width = Pen.widthOf(text, NUMBER);
        if (fresh) {
            cells.g.setColor(FRESH);
            cells.g.fill(new RoundRectangle2D.Double(x - width / 2 - 4, y - 13, width + 8, 17, 6, 6));
        }
        cells.pen.centre(text, x, y, NUMBER, color);
    }

    private void words(Cells cells, GraphStep step) {
        double y = height - 24 * GraphWords.most(graph) + 4;
        for (GraphWords.Line line : GraphWords.lines(graph, step)) {
            cells.pen.left(line.text(), EDGE, y, WORDS, Palette.INK);
            double x = EDGE + Pen.widthOf(line.text(), WORDS) + 18;
            cells.pen.left(Pen.fit(line.aside(), SMALL, Math.max(0, width - EDGE - x)), x, y, SMALL, Palette.SOFT_INK);
            y += 24;
        }
    }
}
