package org.convbook.cnn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.java.JavaBackend;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;

/**
 * Compares gradients with central differences, (L(x + h) − L(x − h)) / 2h, in double. L is the sum of the output times a random tensor, so
 * that errors cannot cancel. Inputs differ from one another and from 0 by more than 10 h, so that no maximum and no ReLU is met at its kink.
 */
public final class GradientCheck {
    private static final double SPACING = 0.01;

    private GradientCheck() {}

    /** Checks the gradients of a layer in training for its input and all its parameters; the layer ends on the backend in double. */
    public static void verify(Layer layer, Random rng, int... inputShape) {
        JavaBackend doubles = JavaBackend.doubles();
        layer.to(doubles);
        Tensor x = spread(doubles, rng, inputShape);
        Map<String, Tensor> checked = new LinkedHashMap<>(layer.parameters());
        checked.put("input", x);
        compare(layer.toString(), doubles, rng, checked, () -> layer.apply(x, Pass.training(new RandomStream(1))));
    }

    /** Checks the gradient of a function for its argument. */
    public static void verify(String what, UnaryOperator<Tensor> function, Random rng, int... inputShape) {
        JavaBackend doubles = JavaBackend.doubles();
        Tensor x = spread(doubles, rng, inputShape);
        compare(what, doubles, rng, Map.of("input", x), () -> function.apply(x));
    }

    /** Checks the gradient of a function for both its arguments. */
    public static void verify(String what, java.util.function.BinaryOperator<Tensor> function, Random rng, int[] a, int[] b) {
        JavaBackend doubles = JavaBackend.doubles();
        Tensor left = spread(doubles, rng, a);
        Tensor right = spread(doubles, rng, b);
        compare(what, doubles, rng, Map.of("left", left, "right", right), () -> function.apply(left, right));
    }

    /** Values around 0 in random order, evenly spread and none of them 0. */
    private static Tensor spread(JavaBackend backend, Random rng, int... shape) {
        float[] values = new float[Shape.of(shape).count()];
        for (int i = 0; i < values.length; i++) {
            int other = rng.nextInt(i + 1);
            values[i] = values[other];
            values[other] = (float) ((i - values.length / 2 + 0.5 * (rng.nextDouble() + 0.5)) * SPACING);
        }
        return Tensor.of(backend, values, shape).requiresGrad();
    }

    private static void compare(String what, JavaBackend backend, Random rng, Map<String, Tensor> arguments,
        java.util.function.Supplier<Tensor> function) {
        Tensor y = function.get();
        float[] weights = new float[y.shape().count()];
        for (int i = 0; i < weights.length; i++) weights[i] = (float) rng.nextGaussian();
        Tensor weighting = Tensor.of(backend, weights, y.shape().sizes());
        Gradients gradients = y.mul(weighting).sum().backward();
        arguments.forEach((name, argument) -> {
            double[] analytic = backend.downloadDoubles(gradients.of(argument).buffer());
            double[] values = backend.downloadDoubles(argument.buffer());
            assertTrue(gradients.of(argument).shape().equals(argument.shape()), what + ": the gradient for " + name + " has another shape");
            for (int i = 0; i < values.length; i++) {
                double here = values[i];
                double[] loss = new double[2];
                for (int side = 0; side < 2; side++) {
                    values[i] = here + (side == 0 ? Tolerance.DIFFERENCE_STEP : -Tolerance.DIFFERENCE_STEP);
                    backend.writeDoubles(argument.buffer(), values);
                    loss[side] = function.get().mul(weighting).sum().item();
                }
                values[i] = here;
                double numeric = (loss[0] - loss[1]) / (2 * Tolerance.DIFFERENCE_STEP);
                double allowed = Tolerance.GRADIENT * Math.max(Math.abs(analytic[i]), Math.abs(numeric)) + Tolerance.GRADIENT_ROUNDING;
                assertTrue(Math.abs(analytic[i] - numeric) <= allowed,
                    what + ": the gradient for " + name + " at " + i + " is " + analytic[i] + ", differences say " + numeric);
            }
            backend.writeDoubles(argument.buffer(), values);
        });
    }
}
