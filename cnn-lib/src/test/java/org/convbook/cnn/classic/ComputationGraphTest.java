package org.convbook.cnn.classic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComputationGraphTest {
    private static final double UNKNOWN = Double.NaN;

    @Test
    void aProductHandsEachFactorTheOther() {
        Scalar x = Scalar.of("x", 4), y = Scalar.of("y", -3);
        ComputationGraph graph = ComputationGraph.of(x.mul(y));
        assertEquals(List.of(-12.0, -3.0, 4.0), List.of(graph.value(graph.output()), graph.gradient(x), graph.gradient(y)));
    }

    @Test
    void theLectureExampleStepByStep() {
        Scalar x = Scalar.of("x", -2), y = Scalar.of("y", 5), z = Scalar.of("z", -4);
        Scalar q = x.add(y).named("q"), f = q.mul(z).named("f");
        ComputationGraph graph = ComputationGraph.of(f);
        assertEquals(List.of(x, y, q, z, f), graph.nodes());
        List<GraphStep> steps = GraphStep.of(graph);
        assertEquals(List.of(GraphStep.Kind.START, GraphStep.Kind.FORWARD, GraphStep.Kind.FORWARD, GraphStep.Kind.SEED, GraphStep.Kind.BACKWARD,
            GraphStep.Kind.BACKWARD), steps.stream().map(GraphStep::kind).toList());
        assertArrayEquals(new double[] {-2, 5, UNKNOWN, -4, UNKNOWN}, steps.get(0).values());
        assertArrayEquals(new double[] {-2, 5, 3, -4, UNKNOWN}, steps.get(1).values());
        assertArrayEquals(new double[] {-2, 5, 3, -4, -12}, steps.get(2).values());
        assertArrayEquals(new double[] {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1}, steps.get(3).gradients());
        assertArrayEquals(new double[] {UNKNOWN, UNKNOWN, -4, 3, 1}, steps.get(4).gradients());
        assertArrayEquals(new double[] {-4, -4, -4, 3, 1}, steps.get(5).gradients());
        assertEquals(List.of("z", "q"), steps.get(4).terms().stream().map(GraphStep.Term::rule).toList());
        assertEquals(-4, steps.get(5).terms().get(0).handed());
    }

    @Test
    void whatArrivesOnSeveralWaysIsAddedUp() {
        Scalar x = Scalar.of("x", 3);
        Scalar f = x.mul(x).add(x);
        ComputationGraph graph = ComputationGraph.of(f);
        assertEquals(7, graph.gradient(x));
        List<GraphStep> steps = GraphStep.of(graph);
        assertEquals(1, steps.get(steps.size() - 2).gradients()[0], "only the sum has handed on its gradient");
        assertEquals(7, steps.get(steps.size() - 1).gradients()[0]);
    }

    @ParameterizedTest
    @EnumSource(ScalarOp.class)
    void everyDerivativeIsTheMeasuredOne(ScalarOp op) {
        Scalar a = Scalar.of("a", 1.3), b = Scalar.of("b", 0.7);
        Scalar y = switch (op) {
            case ADD -> a.add(b);
            case SUB -> a.sub(b);
            case MUL -> a.mul(b);
            case DIV -> a.div(b);
            case MAX -> a.max(b);
            case NEG -> a.neg();
            case SQUARE -> a.square();
            case RECIPROCAL -> a.reciprocal();
            case EXP -> a.exp();
            case LOG -> a.log();
            case SIGMOID -> a.sigmoid();
            case TANH -> a.tanh();
            case RELU -> a.relu();
        };
        assertEquals(op, y.op());
        assertTrue(ComputationGraph.of(y.mul(2.5)).gradientError() < 1e-9);
        assertTrue(ComputationGraph.of(y.mul(2.5)).with(a, -0.4).gradientError() < 1e-9 || op == ScalarOp.LOG, "on the other side of the kinks");
    }

    @Test
    void aNeuronHasTheGradientsOfTheSameTensors() {
        Scalar w0 = Scalar.of("w0", 2), x0 = Scalar.of("x0", -1), w1 = Scalar.of("w1", -3), x1 = Scalar.of("x1", -2), w2 = Scalar.of("w2", -3);
        Scalar f = w0.mul(x0).add(w1.mul(x1)).add(w2).sigmoid();
        ComputationGraph graph = ComputationGraph.of(f);
        Tensor w = Tensor.of(new float[] {2, -3, -3}, 3).requiresGrad(), x = Tensor.of(new float[] {-1, -2, 1}, 3);
        Tensor y = w.mul(x).sum().sigmoid();
        float[] dw = y.backward().of(w).toArray();
        assertEquals(y.item(), graph.value(f), 1e-6);
        assertArrayEquals(new double[] {dw[0], dw[1], dw[2]}, new double[] {graph.gradient(w0), graph.gradient(w1), graph.gradient(w2)}, 1e-6);
        assertEquals("[u1, u2, u3, u4, u5]", graph.nodes().stream().filter(n -> n.op() != null).map(graph::name).toList().toString());
    }

    @Test
    void anotherInputChangesWhatFollows() {
        Scalar x = Scalar.of("x", 4), y = Scalar.of("y", -3), f = x.mul(y).named("f");
        ComputationGraph graph = ComputationGraph.of(f).with(x, 10);
        assertEquals(List.of(-30.0, 10.0, 4.0), List.of(graph.value(f), graph.gradient(y), x.value()));
    }

    @Test
    void strangersAndComputedNumbersCannotBeSet() {
        Scalar x = Scalar.of("x", 4), f = x.square().named("f");
        ComputationGraph graph = ComputationGraph.of(f);
        assertEquals("ComputationGraph: only an input can be set, and f is computed",
            assertThrows(IllegalArgumentException.class, () -> graph.with(f, 1)).getMessage());
        assertEquals("ComputationGraph: w = 1.0 does not belong to the graph of f = 16.0",
            assertThrows(IllegalArgumentException.class, () -> graph.gradient(Scalar.of("w", 1))).getMessage());
    }
}
