package org.convbook.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.AdamW;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every optimiser beside PyTorch's: the parameters after some steps along the same gradients, with a change of the rate on the way. */
class OptimizerParityTest {
    private static final int CONFIGURATIONS = 100;
    private static final int STEPS = 8;
    private static final int RATE_CHANGES_AT = 4;
    private static final double RATE_FACTOR = 0.1;

    /** The settings that the optimisers have. */
    private record Setup(double rate, double momentum, double decay, boolean nesterov, double beta1, double beta2, double epsilon) {
        static Setup of(Draw d) {
            double momentum = d.oneOf(0.0, 0.5, 0.9);
            return new Setup(Math.pow(10, d.within(-3, -0.5)), momentum, d.oneOf(0.0, 0.01, 0.1), momentum > 0 && d.chance(0.4),
                d.oneOf(0.9, 0.5, 0.0), d.oneOf(0.999, 0.9), d.oneOf(1e-8, 1e-3));
        }
    }

    private record Kind(String name, BiFunction<Setup, Map<String, Tensor>, Optimizer> ours,
                        BiFunction<Setup, TensorVector, org.bytedeco.pytorch.Optimizer> peer) {}

    @TestFactory
    Stream<DynamicTest> everyOptimizerStepsAsPyTorchDoes() {
        return Stream.of(
            new Kind("Sgd", (s, p) -> new Sgd(p, s.rate, s.momentum, s.decay, s.nesterov), OptimizerParityTest::sgd),
            new Kind("Adam", (s, p) -> new Adam(p, s.rate, s.beta1, s.beta2, s.epsilon, s.decay), OptimizerParityTest::adam),
            new Kind("AdamW", (s, p) -> new AdamW(p, s.rate, s.beta1, s.beta2, s.epsilon, s.decay), OptimizerParityTest::adamW)
        ).map(kind -> DynamicTest.dynamicTest(kind.name, () -> verify(kind)));
    }

    private static org.bytedeco.pytorch.Optimizer sgd(Setup s, TensorVector parameters) {
        SGDOptions options = new SGDOptions(s.rate);
        options.momentum().put(s.momentum);
        options.weight_decay().put(s.decay);
        options.nesterov().put(s.nesterov);
        return new SGD(parameters, options);
    }

    private static org.bytedeco.pytorch.Optimizer adam(Setup s, TensorVector parameters) {
        AdamOptions options = new AdamOptions(s.rate);
        betas(options.betas(), s);
        options.eps().put(s.epsilon);
        options.weight_decay().put(s.decay);
        return new org.bytedeco.pytorch.Adam(parameters, options);
    }

    private static org.bytedeco.pytorch.Optimizer adamW(Setup s, TensorVector parameters) {
        AdamWOptions options = new AdamWOptions(s.rate);
        betas(options.betas(), s);
        options.eps().put(s.epsilon);
        options.weight_decay().put(s.decay);
        return new org.bytedeco.pytorch.AdamW(parameters, options);
    }

    /** A tuple, whose members lie in an order that the C++ library chose: the defaults, 0.9 and 0.999, tell which. */
    private static void betas(DoublePointer pair, Setup s) {
        int first = pair.get(0) < pair.get(1) ? 0 : 1;
        pair.put(first, s.beta1).put(1 - first, s.beta2);
    }

    private static void verify(Kind kind) {
        double largest = 0;
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < CONFIGURATIONS; i++) {
            Draw d = new Draw(Settings.SEED, kind.name, i);
            Setup setup = Setup.of(d);
            List<Shape> shapes = List.of(Activations.anyShape(d), Activations.anyShape(d));
            List<float[]> values = shapes.stream().map(d::values).toList();
            List<List<float[]>> gradients = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) gradients.add(shapes.stream().map(d::values).toList());
            List<double[]> expected = peer(kind, setup, shapes, values, gradients);
            for (Backend backend : Settings.BACKENDS) {
                List<double[]> actual = ours(kind, setup, backend, shapes, values, gradients);
                for (int k = 0; k < actual.size(); k++) {
                    double error = Comparison.error(expected.get(k), actual.get(k));
                    largest = Math.max(largest, error);
                    if (!(error <= Comparison.FORWARD)) failures.add("\n  seed " + Settings.SEED + ", " + kind.name + " " + i + ": " + setup + " on "
                        + backend.name() + ": parameter " + k + " " + shapes.get(k) + " is off by " + error);
                }
            }
        }
        System.out.printf(Locale.ROOT, "parity: %-24s %4d configurations  largest error after %d steps: %.1e%n", kind.name, CONFIGURATIONS, STEPS,
            largest);
        assertTrue(failures.isEmpty(), () -> kind.name + " differs from PyTorch"
            + String.join("", failures.subList(0, Math.min(10, failures.size()))));
    }

    private static List<double[]> peer(Kind kind, Setup setup, List<Shape> shapes, List<float[]> values, List<List<float[]>> gradients) {
        try (PointerScope scope = new PointerScope()) {
            List<org.bytedeco.pytorch.Tensor> parameters = new ArrayList<>();
            for (int k = 0; k < shapes.size(); k++) parameters.add(Peer.tensor(shapes.get(k), values.get(k)).set_requires_grad(true));
            var optimizer = kind.peer.apply(setup, new TensorVector(parameters.toArray(new org.bytedeco.pytorch.Tensor[0])));
            for (int step = 0; step < STEPS; step++) {
                if (step == RATE_CHANGES_AT) optimizer.param_groups().get(0).options().set_lr(setup.rate * RATE_FACTOR);
                optimizer.zero_grad();
                for (int k = 0; k < shapes.size(); k++) {
                    torch.sum(parameters.get(k).mul(Peer.tensor(shapes.get(k), gradients.get(step).get(k)))).backward();
                }
                optimizer.step();
            }
            return parameters.stream().map(Peer::values).toList();
        }
    }

    private static List<double[]> ours(Kind kind, Setup setup, Backend backend, List<Shape> shapes, List<float[]> values,
        List<List<float[]>> gradients) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (int k = 0; k < shapes.size(); k++) {
            parameters.put("p" + k, Tensor.of(backend, values.get(k), shapes.get(k).sizes()).requiresGrad());
        }
        Optimizer optimizer = kind.ours.apply(setup, parameters);
        for (int step = 0; step < STEPS; step++) {
            if (step == RATE_CHANGES_AT) optimizer.learningRate(setup.rate * RATE_FACTOR);
            Tensor loss = Tensor.full(backend, 0, Shape.of());
            for (int k = 0; k < shapes.size(); k++) {
                loss = loss.add(parameters.get("p" + k).mul(Tensor.of(backend, gradients.get(step).get(k), shapes.get(k).sizes())).sum());
            }
            optimizer.step(loss.backward());
        }
        return parameters.values().stream().map(Comparison::doubles).toList();
    }
}
