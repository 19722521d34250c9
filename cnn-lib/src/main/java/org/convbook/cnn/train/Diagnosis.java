package org.convbook.cnn.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;

/** Finds where a step first makes a value that is no finite number, by running it once more by its own code and watching every layer. */
final class Diagnosis {
    private final Layer net;
    private final Optimizer optimizer;
    private final Steps.Goal goal;
    private final RandomStream random;
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    /** Where the first such value is, and whether it came from the weights in the forward pass, so that these are bad already. */
    record Finding(String text, boolean forward) {}

    Diagnosis(Layer net, Optimizer optimizer, Steps.Goal goal, RandomStream random) {
        this.net = net;
        this.optimizer = optimizer;
        this.goal = goal;
        this.random = random;
    }

    /** The parameter that holds a value which is no finite number, and that value; null if all are finite. */
    static String brokenWeights(Map<String, Tensor> parameters) {
        for (Map.Entry<String, Tensor> p : parameters.entrySet()) {
            String bad = notFinite(p.getValue());
            if (bad != null) return p.getKey() + " holds " + bad;
        }
        return null;
    }

    private static String notFinite(Tensor t) {
        for (float value : t.toArray()) if (!Float.isFinite(value)) return Float.toString(value);
        return null;
    }

    /**
     * The first such value of the step after the present state, in the order of computation: images, outputs, loss, gradients of outputs from
     * the last to the first, gradients of parameters, updated parameters. Leaves batch statistics changed, nothing else.
     */
    @SuppressWarnings("try")   // the scope is opened for what it frees
    Finding first(Batch batch) {
        Backend backend = goal.backend();
        Loss loss = goal.loss();
        random.step(optimizer.steps() + 1);
        try (Scope scope = backend.scope()) {
            Tensor images = Tensor.of(backend, batch.images(), batch.shape());
            String bad = notFinite(images);
            if (bad != null) return new Finding("image " + brokenImage(batch) + " of the data set holds " + bad, false);
            Tensor logits = net.apply(images, Pass.training(random).watch((path, layer, x, y) ->
                outputs.put((path.isEmpty() ? "" : path + ": ") + layer, y)));
            for (Map.Entry<String, Tensor> y : outputs.entrySet()) {
                bad = notFinite(y.getValue());
                if (bad != null) return new Finding("the output of " + y.getKey() + " holds " + bad, true);
            }
            Tensor value = loss.loss(logits, Tensor.of(backend, Steps.floats(batch.labels()), Steps.labelShape(batch).sizes()));
            if (!Double.isFinite(value.item())) return new Finding("the loss became " + value.item() + ", though all outputs are finite", true);
            return firstGradient(value.backward());
        }
    }

    private Finding firstGradient(Gradients gradients) {
        List<String> layers = new ArrayList<>(outputs.keySet());
        Collections.reverse(layers);
        for (String layer : layers) {
            Tensor y = outputs.get(layer);
            String bad = gradients.reached(y) ? notFinite(gradients.of(y)) : null;
            if (bad != null) return new Finding("the gradient of the output of " + layer + " holds " + bad, false);
        }
        List<String> paths = new ArrayList<>(optimizer.parameters().keySet());
        Collections.reverse(paths);
        for (String path : paths) {
            Tensor p = optimizer.parameters().get(path);
            String bad = gradients.reached(p) ? notFinite(gradients.of(p)) : null;
            if (bad != null) return new Finding("the gradient of " + path + " holds " + bad, false);
        }
        return null;
    }

    private static int brokenImage(Batch batch) {
        int length = batch.images().length / batch.size();
        int at = 0;
        while (Float.isFinite(batch.images()[at])) at++;
        return batch.indices()[at / length];
    }
}
