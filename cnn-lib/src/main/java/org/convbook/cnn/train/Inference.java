package org.convbook.cnn.train;

import java.util.HashMap;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;

/** Passes of inference, up to the probabilities. Keeps a recorded pass for each batch shape that it met, until closed. */
public final class Inference implements AutoCloseable {
    private final Layer net;
    private final Backend backend;
    private final Map<Shape, Step> known = new HashMap<>();

    /** Passes of a network whose parameters are on this backend. */
    public Inference(Layer net, Backend backend) {
        this.net = net;
        this.backend = backend;
    }

    /** The pass for one batch shape. */
    private final class Step {
        final Tensor images;
        final RepeatedStep step;
        Tensor probabilities;

        Step(Shape shape) {
            images = backend.unscoped(() -> Tensor.full(backend, 0, shape));
            step = new RepeatedStep(backend, () -> probabilities = Tape.withoutGradients(() -> net.apply(images, Pass.inference()).softmax()));
        }
    }

    /** The probabilities of each image's classes, [images][classes]. A network that does not return [N, K] is an {@link IllegalArgumentException}. */
    public float[][] probabilities(Batch batch) {
        Step s = known.computeIfAbsent(Shape.of(batch.shape()), Step::new);
        s.images.set(batch.images());
        float[][] rows = new float[batch.size()][];
        s.step.run(() -> {
            Shape shape = s.probabilities.shape();
            if (shape.rank() != 2) throw new IllegalArgumentException("the network returns " + shape + ", expected [N, classes]");
            float[] p = s.probabilities.toArray();
            int k = shape.size(1);
            for (int n = 0; n < rows.length; n++) rows[n] = java.util.Arrays.copyOfRange(p, n * k, (n + 1) * k);
        });
        return rows;
    }

    @Override
    public void close() {
        known.values().forEach(s -> s.step.close());
        known.clear();
    }
}
