package org.convbook.cnn.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;

/** Passes of inference over a data set. Keeps a recorded pass for each batch shape that it met, until closed. */
final class Evaluator implements AutoCloseable {
    private final Layer net;
    private final Backend backend;
    private final Map<Shape, Inference> known = new HashMap<>();

    Evaluator(Layer net, Backend backend) {
        this.net = net;
        this.backend = backend;
    }

    /** The pass for one batch shape. */
    private final class Inference {
        final Tensor images;
        final Tensor labels;
        final RepeatedStep step;
        Tensor logits;
        Tensor probabilities;
        Tensor loss;

        Inference(Shape shape) {
            images = backend.unscoped(() -> Tensor.full(backend, 0, shape));
            labels = backend.unscoped(() -> Tensor.full(backend, 0, Shape.of(shape.size(0))));
            step = new RepeatedStep(backend, () -> Tape.withoutGradients(() -> {
                logits = net.apply(images, Pass.inference());
                probabilities = logits.softmax();
                loss = Losses.crossEntropy(logits, labels);
                return null;
            }));
        }
    }

    Evaluation evaluate(Dataset data, int batchSize) {
        float[][] probabilities = new float[data.size()][];
        int[] labels = new int[data.size()];
        double[] total = {0};
        int[] at = {0};
        for (Batch batch : new Loader(data, batchSize)) {
            Inference i = known.computeIfAbsent(Shape.of(batch.shape()), Inference::new);
            i.images.set(batch.images());
            i.labels.set(Steps.floats(batch.labels()));
            i.step.run(() -> {
                Steps.checkClasses(i.logits, data);
                float[] p = i.probabilities.toArray();
                int k = p.length / batch.size();
                for (int n = 0; n < batch.size(); n++) {
                    probabilities[at[0]] = java.util.Arrays.copyOfRange(p, n * k, (n + 1) * k);
                    labels[at[0]++] = batch.labels()[n];
                }
                total[0] += i.loss.item() * batch.size();
            });
        }
        return new Evaluation(total[0] / Math.max(1, data.size()), probabilities, labels, List.copyOf(data.classes()));
    }

    @Override
    public void close() {
        known.values().forEach(i -> i.step.close());
        known.clear();
    }
}
