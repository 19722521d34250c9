package org.convbook.cnn.classic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All numbers that an output was computed from, each after its operands, and the chain rule on them.
 * <pre>
 * forward   from the inputs on: every operation computes its value
 * backward  from the output on, whose gradient is 1: every operation hands to each operand
 *           its own gradient times its derivative by that operand; what arrives on several ways is added up
 * </pre>
 * Immutable. A number that does not belong to the graph is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://doi.org/10.1038/323533a0">Rumelhart, Hinton &amp; Williams 1986, Learning representations by back-propagating errors</a>
 */
public final class ComputationGraph {
    private static final double NUDGE = 1e-5;

    private final List<Scalar> nodes;
    private final Map<Scalar, Integer> places = new IdentityHashMap<>();
    private final double[] values;
    private final List<String> names;

    private ComputationGraph(List<Scalar> nodes, double[] values) {
        this.nodes = nodes;
        this.values = values;
        for (int i = 0; i < nodes.size(); i++) places.put(nodes.get(i), i);
        names = names(nodes);
    }

    /** The graph of an output. */
    public static ComputationGraph of(Scalar output) {
        List<Scalar> nodes = new ArrayList<>();
        collect(output, nodes, java.util.Collections.newSetFromMap(new IdentityHashMap<>()));
        return new ComputationGraph(List.copyOf(nodes), nodes.stream().mapToDouble(Scalar::value).toArray());
    }

    /** The same graph with another value of an input; what follows from it is computed anew. */
    public ComputationGraph with(Scalar input, double value) {
        int at = place(input);
        if (!input.isInput()) throw new IllegalArgumentException("ComputationGraph: only an input can be set, and " + names.get(at) + " is computed");
        double[] changed = values.clone();
        changed[at] = value;
        forward(changed);
        return new ComputationGraph(nodes, changed);
    }

    /** All numbers, each after its operands; the output is the last. */
    public List<Scalar> nodes() {
        return nodes;
    }

    /** The number that all others lead to. */
    public Scalar output() {
        return nodes.get(nodes.size() - 1);
    }

    /** The value of a number in this graph. */
    public double value(Scalar node) {
        return values[place(node)];
    }

    /** Its name: its own, the value of a constant, or u1, u2, … for what has none. */
    public String name(Scalar node) {
        return names.get(place(node));
    }

    /** The derivative of the output by the number, by the chain rule. */
    public double gradient(Scalar node) {
        return gradients(nodes.size())[place(node)];
    }

    /** The derivative of the output by an input, measured: the input moved a little up and down. */
    public double numericGradient(Scalar input) {
        double x = value(input);
        return (with(input, x + NUDGE).value(output()) - with(input, x - NUDGE).value(output())) / (2 * NUDGE);
    }

    /** The largest difference between {@link #gradient} and {@link #numericGradient} over all inputs, relative to the larger of them and 1. */
    public double gradientError() {
        return nodes.stream().filter(Scalar::isInput).mapToDouble(x -> {
            double exact = gradient(x), measured = numericGradient(x);
            return Math.abs(exact - measured) / Math.max(1, Math.max(Math.abs(exact), Math.abs(measured)));
        }).max().orElse(0);
    }

    /** The gradients by place after so many operations, from the output on, have handed theirs to their operands; inputs do nothing. */
    double[] gradients(int operations) {
        double[] gradients = new double[values.length];
        gradients[values.length - 1] = 1;
        int done = 0;
        for (int i = nodes.size() - 1; i >= 0 && done < operations; i--) {
            Scalar node = nodes.get(i);
            if (node.op() == null) continue;
            for (int k = 0; k < node.operands().size(); k++) gradients[place(node.operands().get(k))] += gradients[i] * derivative(node, k);
            done++;
        }
        return gradients;
    }

    /** The derivative of an operation by one of its operands, 0 or 1. */
    double derivative(Scalar node, int by) {
        return node.op().derivative(by, value(node.operands().get(0)), second(values, node), value(node));
    }

    /** The same as a formula of the names. */
    String rule(Scalar node, int by) {
        String a = name(node.operands().get(0)), b = node.operands().size() > 1 ? name(node.operands().get(1)) : "";
        return node.op().rule(by, a, b, name(node));
    }

    private void forward(double[] all) {
        for (int i = 0; i < all.length; i++) {
            Scalar node = nodes.get(i);
            if (node.op() != null) all[i] = node.op().value(all[place(node.operands().get(0))], second(all, node));
        }
    }

    private double second(double[] all, Scalar node) {
        return node.operands().size() > 1 ? all[place(node.operands().get(1))] : 0;
    }

    private int place(Scalar node) {
        Integer place = places.get(node);
        if (place == null) throw new IllegalArgumentException("ComputationGraph: " + node + " does not belong to the graph of " + output());
        return place;
    }

    private static void collect(Scalar node, List<Scalar> nodes, Set<Scalar> seen) {
        if (!seen.add(node)) return;
        node.operands().forEach(operand -> collect(operand, nodes, seen));
        nodes.add(node);
    }

    private static List<String> names(List<Scalar> nodes) {
        Set<String> taken = new HashSet<>(nodes.stream().map(Scalar::name).toList());
        List<String> names = new ArrayList<>();
        int next = 1;
        for (Scalar node : nodes) {
            while (node.op() != null && node.name().isEmpty() && taken.contains("u" + next)) next++;
            boolean constant = node.op() == null && node.name().isEmpty();
            names.add(!node.name().isEmpty() ? node.name() : constant ? number(node.value()) : "u" + next++);
        }
        return List.copyOf(names);
    }

    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e9 ? Long.toString((long) v) : Double.toString(v);
    }
}
