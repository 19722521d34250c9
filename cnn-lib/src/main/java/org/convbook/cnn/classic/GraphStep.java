package org.convbook.cnn.classic;

import java.util.ArrayList;
import java.util.List;

/**
 * One step through a graph and what is known after it. First come the operations, each of which computes its value; then the output gets the
 * gradient 1; then, backwards, each operation hands its gradient on.
 *
 * @param kind what happens
 * @param node the operation that it happens at, or the output
 * @param values by the place of the node in the graph; NaN where not yet known
 * @param gradients the same; a sum that is not complete is what has arrived so far
 * @param terms what the operation hands to each operand in a backward step
 */
public record GraphStep(Kind kind, Scalar node, double[] values, double[] gradients, List<Term> terms) {
    /** What happens in a step. */
    public enum Kind {
        /** Only the inputs are known. */
        START,
        /** An operation computes its value. */
        FORWARD,
        /** The output gets the gradient 1. */
        SEED,
        /** An operation hands its gradient to its operands. */
        BACKWARD
    }

    /**
     * What one operand gets.
     *
     * @param operand who gets it
     * @param rule the derivative of the operation by the operand, as a formula
     * @param local its value
     * @param arriving the gradient of the operation
     */
    public record Term(Scalar operand, String rule, double local, double arriving) {
        /** The product: the chain rule. */
        public double handed() {
            return local * arriving;
        }
    }

    /** All steps of a graph, in order. */
    public static List<GraphStep> of(ComputationGraph graph) {
        List<Scalar> nodes = graph.nodes(), operations = nodes.stream().filter(n -> n.op() != null).toList();
        List<GraphStep> steps = new ArrayList<>();
        double[] none = unknown(nodes.size());
        steps.add(new GraphStep(Kind.START, graph.output(), values(graph, 0), none, List.of()));
        for (int i = 0; i < operations.size(); i++)
            steps.add(new GraphStep(Kind.FORWARD, operations.get(i), values(graph, i + 1), none, List.of()));
        double[] all = values(graph, operations.size());
        steps.add(new GraphStep(Kind.SEED, graph.output(), all, gradients(graph, operations, 0), List.of()));
        for (int i = operations.size() - 1; i >= 0; i--) {
            Scalar node = operations.get(i);
            List<Term> terms = new ArrayList<>();
            double arriving = graph.gradient(node);
            for (int k = 0; k < node.operands().size(); k++)
                terms.add(new Term(node.operands().get(k), graph.rule(node, k), graph.derivative(node, k), arriving));
            steps.add(new GraphStep(Kind.BACKWARD, node, all, gradients(graph, operations, operations.size() - i), terms));
        }
        return List.copyOf(steps);
    }

    private static double[] values(ComputationGraph graph, int operations) {
        double[] known = unknown(graph.nodes().size());
        int done = 0;
        for (int i = 0; i < known.length; i++) {
            Scalar node = graph.nodes().get(i);
            if (node.op() == null || done++ < operations) known[i] = graph.value(node);
        }
        return known;
    }

    private static double[] gradients(ComputationGraph graph, List<Scalar> operations, int handed) {
        double[] sums = graph.gradients(handed), known = unknown(sums.length);
        known[known.length - 1] = 1;
        for (Scalar node : operations.subList(operations.size() - handed, operations.size()))
            for (Scalar operand : node.operands()) known[graph.nodes().indexOf(operand)] = sums[graph.nodes().indexOf(operand)];
        return known;
    }

    private static double[] unknown(int n) {
        double[] all = new double[n];
        java.util.Arrays.fill(all, Double.NaN);
        return all;
    }
}
