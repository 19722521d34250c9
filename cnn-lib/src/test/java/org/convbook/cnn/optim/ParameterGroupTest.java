package org.convbook.cnn.optim;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();

    ParameterGroupTest() {
        parameters.put("features.weight", tensor("1 1", 1, 2).requiresGrad());
        parameters.put("features.bias", tensor("1", 1).requiresGrad());
        parameters.put("head.weight", tensor("1 1", 1, 2).requiresGrad());
    }

    /** One step on L = 3 * the sum of everything. */
    private void step(Optimizer optimizer) {
        Tensor all = null;
        for (Tensor p : parameters.values()) all = all == null ? p.sum() : all.add(p.sum());
        optimizer.step(all.mul(3).backward());
    }

    /** d = 3 + 1 * w = 4 with decay, 3 without; w = 1 - 0.1 * d. */
    @Test
    void vectorsNeedNotDecay() {
        Optimizer sgd = new Sgd(parameters, 0.1, 0, 1, false).group(ParameterGroup.vectors().noDecay());
        step(sgd);
        values("0.6 0.6", parameters.get("features.weight"), 1, 2);
        values("0.7", parameters.get("features.bias"), 1);
        values("0.6 0.6", parameters.get("head.weight"), 1, 2);
        assertEquals("Sgd(learningRate 0.1, momentum 0.0, weightDecay 1.0, vectors: decay 0.0)", sgd.toString());
        assertEquals("Sgd(momentum 0.0, weightDecay 1.0, vectors: decay 0.0)", sgd.describe());
    }

    /** The bias is in three groups: its rate is 0.1 * 0.5 * 2 and its decay 0, the feature weights' rate 0.1 * 0.5. */
    @Test
    void factorsOfSeveralGroupsMultiply() {
        step(new Sgd(parameters, 0.1, 0, 1, false).group(ParameterGroup.vectors().noDecay()).group(ParameterGroup.at("features").rate(0.5))
            .group(ParameterGroup.of((path, p) -> path.endsWith("bias")).rate(2)));
        values("0.8 0.8", parameters.get("features.weight"), 1, 2);
        values("0.7", parameters.get("features.bias"), 1);
        values("0.6 0.6", parameters.get("head.weight"), 1, 2);
    }

    /** Adam's first step is the rate, whatever the gradient; half the decay of 0.5 takes 0.1 * 0.25 more. */
    @Test
    void momentsArePerGroupToo() {
        step(new AdamW(parameters, 0.1, 0.5).group(ParameterGroup.at("head.weight").decay(0.5)));
        values("0.85 0.85", parameters.get("features.weight"), 1, 2);
        values("0.875 0.875", parameters.get("head.weight"), 1, 2);
    }

    @Test
    void whatFitsNothingIsRefused() {
        Sgd sgd = new Sgd(parameters, 0.1);
        error(IllegalArgumentException.class,
            "Sgd: there is no parameter at \"feature\"; there are features.weight, features.bias, head.weight",
            () -> sgd.group(ParameterGroup.at("head", "feature").rate(0.5)));
        error(IllegalArgumentException.class, "ParameterGroup: rate must be at least 0, got -1.0", () -> ParameterGroup.vectors().rate(-1));
        error(IllegalArgumentException.class, "ParameterGroup: decay must be at least 0, got NaN", () -> ParameterGroup.vectors().decay(Double.NaN));
        assertEquals("Sgd(learningRate 0.1, momentum 0.0)", sgd.toString());
    }
}
