package org.convbook.cnn.optim;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds on gradients and weights. */
class LimitsTest {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();

    static List<Backend> backends() {
        return Backends.best() == Backends.java() ? List.of(Backends.java()) : List.of(Backends.java(), Backends.best());
    }

    /** Gradients (3, 0) and (−4): their norm is 5. */
    private Tensor loss(Backend backend) {
        if (parameters.isEmpty()) {
            parameters.put("a", tensor("0 0", 2).requiresGrad());
            parameters.put("b", tensor("0", 1).requiresGrad());
        }
        parameters.values().forEach(p -> p.moveTo(backend));
        return parameters.get("a").slice(0, 0, 1).mul(3).sum().add(parameters.get("b").mul(-4).sum());
    }

    private void step(Optimizer optimizer) {
        optimizer.step(loss(parameters.get("a").backend()).backward());
    }

    @ParameterizedTest @MethodSource("backends")
    void theNormOfAllGradientsIsBounded(Backend backend) {
        loss(backend);
        step(new Sgd(parameters, 1).clipNorm(2.5));
        values("-1.5 0", parameters.get("a"), 2);
        values("2", parameters.get("b"), 1);
    }

    @ParameterizedTest @MethodSource("backends")
    void aSmallerNormChangesNoBit(Backend backend) {
        loss(backend);
        step(new Sgd(parameters, 0.1).clipNorm(5.1));
        Tensor a = parameters.get("a");
        assertEquals(-3 * 0.1f, a.toArray()[0]);
        assertEquals(4 * 0.1f, parameters.get("b").toArray()[0]);
    }

    /** (3, 0, −4) becomes (2, 0, −2), whose norm 2.83 is then scaled to 1. */
    @ParameterizedTest @MethodSource("backends")
    void valuesAreCutBeforeTheNorm(Backend backend) {
        loss(backend);
        step(new Sgd(parameters, 1).clipValue(2));
        values("-2 0", parameters.get("a"), 2);
        values("2", parameters.get("b"), 1);
        parameters.clear();
        loss(backend);
        Optimizer both = new Sgd(parameters, 1).clipNorm(1).clipValue(2);
        step(both);
        values("-0.70710678 0", parameters.get("a"), 2);
        values("0.70710678", parameters.get("b"), 1);
        assertEquals("Sgd(learningRate 1.0, momentum 0.0, clipValue 2.0, clipNorm 1.0)", both.toString());
    }

    /** Rows (3, 4) and (0.3, 0.4) with a zero gradient: only the first is longer than 2.5. */
    @ParameterizedTest @MethodSource("backends")
    void rowsOfWeightsAreShortened(Backend backend) {
        Tensor weight = tensor("3 4 0.3 0.4", 2, 2).requiresGrad();
        Tensor bias = tensor("9 9", 2).requiresGrad();
        weight.moveTo(backend);
        bias.moveTo(backend);
        parameters.put("weight", weight);
        parameters.put("bias", bias);
        new Sgd(parameters, 1).maxNorm(2.5).step(weight.sum().add(bias.sum()).mul(0).backward());
        values("1.5 2 0.3 0.4", weight, 2, 2);
        values("9 9", bias, 2);
    }

    /** Everything is decided on the device, at each replay anew: the first gradient is clipped, the second is not. */
    @ParameterizedTest @MethodSource("backends")
    void aReplayedStepClipsToo(Backend backend) {
        loss(backend);
        Optimizer sgd = new Sgd(parameters, 1).clipNorm(2.5).clipValue(100).maxNorm(1000);
        Tensor size = Tensor.of(backend, new float[] {1}, 1);
        sgd.prepare();
        try (Recording recording = backend.record(() -> sgd.update(loss(backend).mul(size).sum().backward()))) {
            assertNull(recording.obstacle());
            values("-1.5 0", parameters.get("a"), 2);
            sgd.prepare();
            recording.replay();
            values("-3 0", parameters.get("a"), 2);
            size.set(new float[] {0.25f});
            sgd.prepare();
            recording.replay();
            values("-3.75 0", parameters.get("a"), 2);
            values("5", parameters.get("b"), 1);
        }
    }

    @Test
    void boundsArePositiveAndARecordingKnowsTheyChanged() {
        loss(Backends.java());
        Sgd sgd = new Sgd(parameters, 1);
        int before = sgd.revision();
        error(IllegalArgumentException.class, "Sgd: clipNorm must be positive, got 0.0", () -> sgd.clipNorm(0));
        error(IllegalArgumentException.class, "Sgd: clipValue must be positive, got NaN", () -> sgd.clipValue(Double.NaN));
        error(IllegalArgumentException.class, "Sgd: maxNorm must be positive, got -1.0", () -> sgd.maxNorm(-1));
        assertEquals(before, sgd.revision());
        assertTrue(sgd.clipNorm(1).revision() != before);
    }
}
