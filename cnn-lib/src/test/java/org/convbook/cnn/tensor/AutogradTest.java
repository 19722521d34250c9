package org.convbook.cnn.tensor;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.convbook.cnn.GradientCheck;
import org.junit.jupiter.api.Test;

class AutogradTest {
    private final Random rng = new Random(7);

    /** the lecture's example: (x + y) z at (-2, 5, -4). */
    @Test
    void theLecturesGraph() {
        Tensor x = tensor("-2").requiresGrad();
        Tensor y = tensor("5").requiresGrad();
        Tensor z = tensor("-4").requiresGrad();
        Tensor q = x.add(y);
        Tensor f = q.mul(z);
        Gradients gradients = f.backward();
        assertEquals(-12, f.item());
        assertEquals(-4, gradients.of(x).item());
        assertEquals(-4, gradients.of(y).item());
        assertEquals(3, gradients.of(z).item());
        assertEquals(-4, gradients.of(q).item(), "intermediate values have gradients too");
        assertEquals(1, gradients.of(f).item());
    }

    /** xy at (4, -3). */
    @Test
    void theLecturesProduct() {
        Tensor x = tensor("4").requiresGrad();
        Tensor y = tensor("-3").requiresGrad();
        Tensor f = x.mul(y);
        Gradients gradients = f.backward();
        assertEquals(-12, f.item());
        assertEquals(-3, gradients.of(x).item());
        assertEquals(4, gradients.of(y).item());
    }

    @Test
    void aTensorUsedTwiceAccumulates() {
        Tensor x = tensor("3").requiresGrad();
        assertEquals(6, x.mul(x).backward().of(x).item());
        Tensor a = x.mul(2);
        assertEquals(2 * 2 * 6 + 2, a.mul(a).add(a).backward().of(x).item(), "d(4x² + 2x)/dx = 8x + 2");
        assertEquals(3, x.add(x).add(x).backward().of(x).item());
    }

    @Test
    void nothingAccumulatesFromPassToPass() {
        Tensor x = tensor("3").requiresGrad();
        Tensor y = x.square();
        assertEquals(6, y.backward().of(x).item());
        assertEquals(6, y.backward().of(x).item());
    }

    /** From Springenberg et al. 2014. */
    @Test
    void reluRulesDifferAsInThePaper() {
        Tensor x = tensor("1 -1 5 / 2 -5 -7 / -3 2 4", 3, 3).requiresGrad();
        Tensor signal = tensor("-2 3 -1 / 6 -3 1 / 2 -1 3", 3, 3);
        Tensor score = x.relu().mul(signal).sum();
        values("-2 0 -1 / 6 0 0 / 0 -1 3", score.backward().of(x), 3, 3);
        values("-2 0 -1 / 6 0 0 / 0 -1 3", score.backward(ReluRule.GRADIENT).of(x), 3, 3);
        values("0 3 0 / 6 0 1 / 2 0 3", score.backward(ReluRule.DECONVNET).of(x), 3, 3);
        values("0 0 0 / 6 0 0 / 0 0 3", score.backward(ReluRule.GUIDED).of(x), 3, 3);
        values("-2 0 -1 / 6 0 0 / 0 -1 3", score.backward().of(x), 3, 3);
        assertThrows(IllegalStateException.class, () -> score.backward((dy, at) -> {
            throw new IllegalStateException("a rule that fails");
        }));
        values("-2 0 -1 / 6 0 0 / 0 -1 3", score.backward().of(x), 3, 3);   // and leaves nothing behind
    }

    @Test
    void everyOperationsGradientMatchesFiniteDifferences() {
        Map<String, UnaryOperator<Tensor>> unary = new LinkedHashMap<>();
        unary.put("tanh", Tensor::tanh);
        unary.put("relu", Tensor::relu);
        unary.put("sigmoid", Tensor::sigmoid);
        unary.put("exp", Tensor::exp);
        unary.put("log", x -> x.square().add(0.5).log());
        unary.put("sqrt", x -> x.square().add(0.5).sqrt());
        unary.put("square", Tensor::square);
        unary.put("abs", Tensor::abs);
        unary.put("affine", x -> x.mul(3).add(2).sub(1).div(4).neg());
        unary.put("sum", Tensor::sum);
        unary.put("mean", Tensor::mean);
        unary.put("sum of axes", x -> x.sum(1, -1));
        unary.put("mean of an axis", x -> x.mean(2));
        unary.put("reshape", x -> x.reshape(4, -1).square());
        unary.put("transpose", x -> x.transpose(2, 0, 3, 1).square());
        unary.put("slice", x -> x.slice(2, 1, 3).square());
        unary.put("slice at the end", x -> x.slice(3, 4, 5).square());
        unary.put("concat", x -> Tensor.concat(1, x, x.square(), x.slice(1, 0, 1)));
        unary.put("softmax", x -> x.softmax());
        unary.put("avgPool", x -> x.avgPool2d(Window.of(2).padding(1), false).square());
        unary.put("maxPool, ceil", x -> x.maxPool2d(Window.of(2).stride(2).ceil()).square());
        unary.forEach((name, f) -> GradientCheck.verify(name, f, rng, 2, 3, 4, 5));
    }

    @Test
    void gradientsOfRepeatedArgumentsAreSummed() {
        Map<String, BinaryOperator<Tensor>> binary = new LinkedHashMap<>();
        binary.put("add", Tensor::add);
        binary.put("sub", Tensor::sub);
        binary.put("mul", Tensor::mul);
        binary.put("div", (a, b) -> a.div(b.square().add(1)));
        binary.put("max", Tensor::max);
        int[][][] shapes = {{{2, 3}, {2, 3}}, {{2, 3}, {3}}, {{2, 3}, {1, 3}}, {{3}, {2, 3}}, {{2, 1, 4}, {3, 1}},
            {{2, 3, 2, 2}, {1, 3, 1, 1}}, {{}, {2, 3}}};
        for (int[][] s : shapes) binary.forEach((name, f) -> GradientCheck.verify(name, f, rng, s[0], s[1]));
        GradientCheck.verify("matmul", (a, b) -> a.matmul(b), rng, new int[] {2, 3}, new int[] {3, 4});
        GradientCheck.verify("linear", (x, w) -> x.linear(w, null), rng, new int[] {2, 3}, new int[] {4, 3});
        GradientCheck.verify("conv2d", (x, w) -> x.conv(w, null, Window.of(2, 3).stride(2).padding(1), 2), rng,
            new int[] {2, 4, 5, 6}, new int[] {6, 2, 2, 3});
    }

    @Test
    void ofEqualValuesTheFirstArgumentOfMaxGetsTheGradient() {
        Tensor a = tensor("1 2", 2).requiresGrad();
        Tensor b = tensor("1 3", 2).requiresGrad();
        Gradients gradients = a.max(b).sum().backward();
        values("1 0", gradients.of(a), 2);
        values("0 1", gradients.of(b), 2);
    }

    @Test
    void withoutGradientsNothingIsTracked() {
        Tensor x = tensor("3").requiresGrad();
        Tensor y = Tape.withoutGradients(() -> x.mul(2));
        assertFalse(y.tracked());
        assertTrue(x.mul(2).tracked(), "and afterwards it is again");
        assertThrows(IllegalStateException.class, () -> Tape.withoutGradients(() -> {
            throw new IllegalStateException();
        }));
        assertTrue(x.mul(2).tracked());
        assertFalse(x.detach().mul(2).tracked());
        Tensor z = x.mul(x.detach());
        assertEquals(3, z.backward().of(x).item(), "what is detached counts as a constant");
    }

    @Test
    void whatCannotBeDifferentiatedIsSaid() {
        error(ShapeException.class, "backward: starts from one value, got [2]; reduce it first, for example by mean()",
            () -> Tensor.zeros(2).requiresGrad().backward());
        error(IllegalStateException.class,
            "backward: nothing that led to this tensor is tracked; call requiresGrad() on what to differentiate by", () -> tensor("1").backward());
        Tensor x = tensor("1").requiresGrad();
        error(IllegalArgumentException.class,
            "no gradient is known for a tensor [2] that was not tracked: call requiresGrad() on it before the forward pass",
            () -> x.square().backward().of(Tensor.zeros(2)));
    }

    @Test
    void aTensorThatTheLossDoesNotDependOnHasZeros() {
        Tensor x = tensor("1").requiresGrad();
        Tensor other = Tensor.zeros(2, 2).requiresGrad();
        Gradients gradients = x.square().backward();
        values("0 0 0 0", gradients.of(other), 2, 2);
        assertFalse(gradients.reached(other));
        assertTrue(gradients.reached(x));
        assertFalse(gradients.reached(Tensor.zeros(1)));
    }

    @Test void onlyTheGradientsThatAreAskedForAreKept() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2).requiresGrad();
        Tensor w = Tensor.of(new float[] {3, 3}, 2).requiresGrad();
        Tensor square = x.square();
        Tensor product = square.mul(w);
        Gradients gradients = product.sum().backward(List.of(x, square));
        assertArrayEquals(new float[] {3, 3}, gradients.of(square).toArray());
        assertArrayEquals(new float[] {6, 12}, gradients.of(x).toArray());
        assertTrue(gradients.reached(product));
        for (Tensor other : List.of(product, w)) {
            error(IllegalArgumentException.class, "the gradient of a tensor [2] was not kept: it was not among those that backward() was given",
                () -> gradients.of(other));
        }
    }
}
