package org.convbook.cnn.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;

/** Passes of inference, up to the probabilities. Keeps a recorded pass for each batch shape that it met, until closed. */
public final class Inference implements AutoCloseable {
    private final Layer net;
    private final Steps.Goal goal;
    private final Map<Key, Step> known = new HashMap<>();

    private record Key(Shape images, int labels) {}

    /** Sees what one pass gave, before its memory is used again. */
    interface Look {
        /** Probabilities are null where the network returns no [N, K]; the loss is NaN where none was asked for. */
        void at(Tensor logits, Tensor probabilities, double loss);
    }

    /** Passes of a network whose parameters are on this backend. */
    public Inference(Layer net, Backend backend) {
        this(net, new Steps.Goal(backend, null, Steps.NO_LABEL));
    }

    Inference(Layer net, Steps.Goal goal) {
        this.net = net;
        this.goal = goal;
    }

    /** The pass for one batch shape. */
    private final class Step {
        final Tensor images;
        final Tensor labels;
        final Shape output;
        final RepeatedStep step;
        Tensor logits;
        Tensor probabilities;
        Tensor loss;

        Step(Batch batch) {
            Backend backend = goal.backend();
            images = backend.unscoped(() -> Tensor.full(backend, 0, Shape.of(batch.shape())));
            labels = goal.loss() == null ? null : backend.unscoped(() -> Tensor.full(backend, 0, Steps.labelShape(batch)));
            output = outputShape(net, backend, images.shape());
            step = new RepeatedStep(backend, () -> Tape.withoutGradients(() -> {
                logits = net.apply(images, Pass.inference());
                probabilities = output.rank() == 2 ? logits.softmax() : null;
                loss = labels == null ? null : goal.loss().loss(logits, labels);
                return null;
            }));
        }
    }

    /** The shape of what a network returns for images of a shape. */
    @SuppressWarnings("try")   // the scope is opened for what it frees
    static Shape outputShape(Layer net, Backend backend, Shape images) {
        try (Scope scope = backend.scope()) {
            return Tape.withoutGradients(() -> net.apply(Tensor.full(backend, 0, images), Pass.inference()).shape());
        }
    }

    void look(Batch batch, Look look) {
        Step s = known.computeIfAbsent(new Key(Shape.of(batch.shape()), batch.labels().length), k -> new Step(batch));
        Steps.bring(batch, s.images);
        if (s.labels != null) {
            goal.loss().check(s.output, batch.labels());
            s.labels.set(Steps.floats(batch.labels()));
        }
        s.step.run(() -> look.at(s.logits, s.probabilities, s.loss == null ? Double.NaN : s.loss.item()));
    }

    /** The label of pixels that do not count. */
    int ignored() {
        return goal.ignored();
    }

    /** The probabilities of each image's classes, [images][classes]. A network that does not return [N, K] is an {@link IllegalArgumentException}. */
    public float[][] probabilities(Batch batch) {
        float[][] rows = new float[batch.size()][];
        look(batch, (logits, probabilities, loss) -> rows(logits, probabilities, rows, 0));
        return rows;
    }

    /** Copies the probabilities into rows from one on. */
    static void rows(Tensor logits, Tensor probabilities, float[][] rows, int first) {
        if (probabilities == null) throw new IllegalArgumentException("the network returns " + logits.shape() + ", expected [N, classes]");
        float[] p = probabilities.toArray();
        int k = logits.shape().size(1);
        for (int n = 0; n * k < p.length; n++) rows[first + n] = Arrays.copyOfRange(p, n * k, (n + 1) * k);
    }

    @Override
    public void close() {
        known.values().forEach(s -> s.step.close());
        known.clear();
    }
}
