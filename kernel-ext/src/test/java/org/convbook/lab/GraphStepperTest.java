package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.cnn.classic.ComputationGraph;
import org.convbook.cnn.classic.Scalar;
import org.convbook.render.Levels;
import org.convbook.widget.Box;
import org.convbook.widget.FloatSlider;
import org.convbook.widget.Widget;
import org.junit.jupiter.api.Test;

class GraphStepperTest {
    private final Scalar x = Scalar.of("x", -2), y = Scalar.of("y", 5), z = Scalar.of("z", -4);
    private final Scalar f = x.add(y).named("q").mul(z).named("f");

    private static String words(GraphStepper stepper) {
        return IntStream.range(0, stepper.steps()).mapToObj(i -> stepper.figure(i).text().replaceFirst("[^\n]*\n", ""))
            .collect(Collectors.joining("\n"));
    }

    private static FloatSlider slider(Widget widget, String name) {
        if (widget instanceof FloatSlider slider && slider.description().equals(name)) return slider;
        if (widget instanceof Box box) return box.children().stream().map(w -> slider(w, name)).filter(w -> w != null).findFirst().orElse(null);
        return null;
    }

    @Test void everyStepIsSaidInFormulas() {
        assertEquals("""
            start: the inputs are known  (forward comes first, from left to right)
            forward: q = x + y = −2 + 5 = 3
            forward: f = q × z = 3 × (−4) = −12
            backward begins: ∂f/∂f = 1  (from right to left, each gradient is handed on)
            backward: ∂f/∂q = z = −4
            backward: ∂f/∂z = q = 3
            backward: ∂f/∂x = ∂f/∂q · ∂q/∂x = −4 · 1 = −4  (∂q/∂x = 1)
            backward: ∂f/∂y = ∂f/∂q · ∂q/∂y = −4 · 1 = −4  (∂q/∂y = 1)""", words(new GraphStepper(f)));
    }

    @Test void aNumberThatIsUsedTwiceCollectsWhatArrives() {
        Scalar a = Scalar.of("a", 3);
        assertTrue(words(new GraphStepper(a.square().named("s").add(a).named("f"))).endsWith("""
            backward: ∂f/∂s = 1
            backward: ∂f/∂a = 1
            backward: ∂f/∂a = ∂f/∂s · ∂s/∂a = 1 · 6 = 6  (∂s/∂a = 2·a, with what arrived before: 7)"""));
    }

    @Test void valuesComeForwardAndGradientsBackward() {
        GraphStepper stepper = new GraphStepper(f).title("f = (x + y) · z");
        assertEquals(6, stepper.steps());
        String before = stepper.figure(1).svg(), after = stepper.figure(5).svg();
        assertTrue(before.contains(">3</text>") && !before.contains(">−12</text>"), "only q has been computed");
        assertTrue(after.contains(">−12</text>"));
        assertEquals(4, after.split(">−4</text>", -1).length - 1, "z itself and three gradients");
    }

    @Test void inputsMove() {
        GraphStepper stepper = new GraphStepper(f).step(5);
        slider(stepper, "x").value(1.0);
        assertTrue(stepper.toString().endsWith("\n  x = 1, gradient −4\n  y = 5, gradient −4\n  z = −4, gradient 6"), stepper.toString());
        assertEquals(-2, x.value(), "the number itself stays");
    }

    @Test void withoutAKernelTheStepsAreFrames() {
        Levels levels = new GraphStepper(f).title("<b>f</b>").levels();
        assertTrue(levels.html().contains("class=\"cb-frames\""));
        assertTrue(levels.weight() < 150_000, levels.weight() + " characters");
        assertTrue(levels.svg().contains(">&lt;b&gt;f&lt;/b&gt;</text>"));
    }

    @Test void noTwoNumbersStandInOnePlaceAndChainsRunStraight() {
        Scalar w = Scalar.of("w", 0.5);
        Scalar deep = x.mul(w).add(y.mul(w)).add(z).sigmoid().square().mul(w).named("f");
        ComputationGraph graph = ComputationGraph.of(deep);
        GraphLayout layout = new GraphLayout(graph);
        for (Scalar a : graph.nodes())
            for (Scalar b : graph.nodes())
                if (a != b && layout.spot(a).column == layout.spot(b).column)
                    assertTrue(Math.abs(layout.spot(a).row - layout.spot(b).row) > 0.999, graph.name(a) + " and " + graph.name(b));
        Scalar square = deep.operands().get(0), sigmoid = square.operands().get(0);
        assertEquals(layout.spot(sigmoid).row, layout.spot(sigmoid.operands().get(0)).row, 1e-6);
        for (Scalar node : graph.nodes())
            for (Scalar operand : node.operands()) assertTrue(layout.spot(operand).column < layout.spot(node).column, "wires lead to the right");
    }

    @Test void aGraphThatIsTooLargeAndAStepThatIsNotThereAreRefused() {
        Scalar sum = x;
        for (int i = 0; i < 30; i++) sum = sum.add(1);
        Scalar large = sum;
        assertEquals("GraphStepper: at most 60 numbers can be drawn, got 61",
            assertThrows(IllegalArgumentException.class, () -> new GraphStepper(large)).getMessage());
        assertEquals("GraphStepper: there is no step 6 among 6",
            assertThrows(IllegalArgumentException.class, () -> new GraphStepper(f).step(6)).getMessage());
    }
}
