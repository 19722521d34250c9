package org.convbook.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.convbook.cnn.classic.ComputationGraph;
import org.convbook.cnn.classic.Scalar;

/**
 * Where the numbers of a graph stand: in columns from the inputs to the output, each column one operation further, and in rows so that wires
 * cross little and run straight where they can. Inputs stand just before what needs them first. A wire over several columns holds a place in
 * each of them.
 */
final class GraphLayout {
    private static final int SWEEPS = 12;

    /** A place in a column: of a number, or of a wire that passes. */
    static final class Spot {
        final Scalar node;
        final List<Spot> before = new ArrayList<>();
        final List<Spot> after = new ArrayList<>();
        int column;
        double row;

        private Spot(Scalar node, int column) {
            this.node = node;
            this.column = column;
        }

        /** The mean row of the neighbours, or of those before alone: then a chain runs straight. */
        private double wanted(boolean forward) {
            List<Spot> all = new ArrayList<>(before);
            if (!forward) all.addAll(after);
            return all.stream().mapToDouble(s -> s.row).average().orElse(row);
        }
    }

    private final Map<Scalar, Spot> spots = new IdentityHashMap<>();
    private final List<List<Spot>> columns = new ArrayList<>();

    GraphLayout(ComputationGraph graph) {
        Map<Scalar, Integer> levels = levels(graph.nodes());
        for (Scalar node : graph.nodes()) place(new Spot(node, levels.get(node)));
        for (Scalar node : graph.nodes()) for (Scalar operand : node.operands()) join(spots.get(operand), spots.get(node));
        for (List<Spot> column : columns) for (int i = 0; i < column.size(); i++) column.get(i).row = i;
        for (int i = 0; i < SWEEPS; i++) {
            for (int c = 0; c < columns.size(); c++) settle(columns.get(i % 2 == 0 ? c : columns.size() - 1 - c), false);
        }
        columns.forEach(column -> settle(column, true));
        double top = columns.stream().flatMap(List::stream).mapToDouble(s -> s.row).min().orElse(0);
        columns.forEach(column -> column.forEach(s -> s.row -= top));
    }

    Spot spot(Scalar node) {
        return spots.get(node);
    }

    int columns() {
        return columns.size();
    }

    /** The distance from the uppermost to the lowest place, in rows. */
    double rows() {
        return columns.stream().flatMap(List::stream).mapToDouble(s -> s.row).max().orElse(0);
    }

    /** The places of the wire from an operand to an operation, both included. */
    List<Spot> wire(Scalar operand, Scalar node, int which) {
        List<Spot> all = new ArrayList<>(List.of(spots.get(node)));
        Spot last = spots.get(node).before.get(which);
        all.add(0, last);
        while (last.node == null) {
            last = last.before.get(0);
            all.add(0, last);
        }
        if (last.node != operand) throw new IllegalStateException("the wire leads to " + last.node);
        return all;
    }

    private static Map<Scalar, Integer> levels(List<Scalar> nodes) {
        Map<Scalar, Integer> levels = new IdentityHashMap<>();
        for (Scalar node : nodes)
            levels.put(node, node.operands().stream().mapToInt(o -> levels.get(o) + 1).max().orElse(0));
        for (Scalar leaf : nodes)
            if (leaf.op() == null)
                levels.put(leaf, nodes.stream().filter(n -> n.operands().contains(leaf)).mapToInt(n -> levels.get(n) - 1).min().orElse(0));
        return levels;
    }

    private void place(Spot spot) {
        while (columns.size() <= spot.column) columns.add(new ArrayList<>());
        columns.get(spot.column).add(spot);
        if (spot.node != null) spots.put(spot.node, spot);
    }

    private void join(Spot from, Spot to) {
        Spot last = from;
        for (int c = from.column + 1; c < to.column; c++) {
            Spot pass = new Spot(null, c);
            place(pass);
            last.after.add(pass);
            pass.before.add(last);
            last = pass;
        }
        last.after.add(to);
        to.before.add(last);
    }

    /** Orders a column by where its neighbours are, then moves everything as near to them as one row between two places allows. */
    private static void settle(List<Spot> column, boolean forward) {
        Map<Spot, Double> wanted = new IdentityHashMap<>();
        column.forEach(s -> wanted.put(s, s.wanted(forward)));
        column.sort(Comparator.comparingDouble(wanted::get));
        double[] at = column.stream().mapToDouble(wanted::get).toArray();
        for (int again = 0; again < column.size(); again++) {
            for (int i = 1; i < at.length; i++) {
                double lacking = at[i - 1] + 1 - at[i];
                if (lacking <= 1e-9) continue;
                at[i - 1] -= lacking / 2;
                at[i] += lacking / 2;
            }
        }
        for (int i = 1; i < at.length; i++) at[i] = Math.max(at[i], at[i - 1] + 1);
        for (int i = 0; i < at.length; i++) column.get(i).row = at[i];
    }
}
