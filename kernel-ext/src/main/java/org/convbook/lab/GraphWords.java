package org.convbook.lab;

import java.util.List;
import java.util.stream.Collectors;

import org.convbook.cnn.classic.ComputationGraph;
import org.convbook.cnn.classic.GraphStep;
import org.convbook.cnn.classic.Scalar;

/** What happens in one step through a computation graph, in words and formulas. */
final class GraphWords {
    /** A line, and what is said beside it more softly. */
    record Line(String text, String aside) {}

    private GraphWords() {}

    static List<Line> lines(ComputationGraph graph, GraphStep step) {
        String f = graph.name(graph.output());
        return switch (step.kind()) {
            case START -> List.of(new Line("start: the inputs are known", "forward comes first, from left to right"));
            case FORWARD -> List.of(new Line("forward: " + forward(graph, step.node()), ""));
            case SEED -> List.of(new Line("backward begins: ∂" + f + "/∂" + f + " = 1", "from right to left, each gradient is handed on"));
            case BACKWARD -> step.terms().stream().filter(t -> !isConstant(t.operand())).map(t -> backward(graph, step, t)).toList();
        };
    }

    /** The most lines that a step of this graph has. */
    static int most(ComputationGraph graph) {
        return graph.nodes().stream().mapToInt(n -> n.operands().size()).max().orElse(1);
    }

    static String text(ComputationGraph graph, GraphStep step) {
        return lines(graph, step).stream().map(l -> l.text + (l.aside.isEmpty() ? "" : "  (" + l.aside + ")")).collect(Collectors.joining("\n"));
    }

    static boolean isConstant(Scalar node) {
        return node.op() == null && !node.isInput();
    }

    private static String forward(ComputationGraph graph, Scalar node) {
        List<String> names = node.operands().stream().map(graph::name).toList();
        boolean joined = node.operands().size() > 1;
        List<String> values = node.operands().stream().map(graph::value)
            .map(v -> joined && v == graph.value(node.operands().get(0)) ? Cells.number(v) : Cells.factor(v)).toList();
        return graph.name(node) + " = " + formula(node, names) + " = " + formula(node, values) + " = " + Cells.number(graph.value(node));
    }

    private static String formula(Scalar node, List<String> parts) {
        String a = parts.get(0), b = parts.size() > 1 ? parts.get(1) : "", symbol = node.op().symbol();
        return switch (node.op()) {
            case ADD, SUB, MUL, DIV -> a + " " + symbol + " " + b;
            case MAX -> "max(" + a + ", " + b + ")";
            case NEG -> "−" + a;
            case SQUARE -> a + "²";
            case RECIPROCAL -> "1/" + a;
            case EXP, LOG, SIGMOID, TANH, RELU -> symbol + "(" + a.replaceAll("^\\((.*)\\)$", "$1") + ")";
        };
    }

    private static Line backward(ComputationGraph graph, GraphStep step, GraphStep.Term term) {
        String f = graph.name(graph.output()), node = graph.name(step.node()), operand = graph.name(term.operand());
        String rule = "∂" + node + "/∂" + operand + " = " + term.rule();
        boolean first = step.node() == graph.output();
        String product = Cells.number(term.arriving()) + " · " + Cells.factor(term.local());
        String line = "backward: ∂" + f + "/∂" + operand + " = " + (first ? term.rule().equals(Cells.number(term.local())) ? "" : term.rule() + " = "
            : "∂" + f + "/∂" + node + " · ∂" + node + "/∂" + operand + " = " + product + " = ") + Cells.number(term.handed());
        double sum = step.gradients()[graph.nodes().indexOf(term.operand())];
        boolean more = Math.abs(sum - term.handed()) > 1e-12 * Math.max(1, Math.abs(sum));
        String sums = more ? "with what arrived before: " + Cells.number(sum) : "";
        return new Line(line, first ? sums : more ? rule + ", " + sums : rule);
    }
}
