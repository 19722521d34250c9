package org.convbook.cnn.train;

import java.util.HashMap;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;
import org.convbook.data.Dataset;

/** Training steps: forward, loss, backward, update. Keeps a recorded step for each batch shape that it met, until closed. */
public final class Steps implements AutoCloseable {
    /**
     * What one step gave, before its update.
     *
     * @param loss the mean loss of the batch
     * @param correct the images of the batch that were classified rightly
     */
    public record Result(double loss, int correct) {}

    private final Layer net;
    private final Optimizer optimizer;
    private final Backend backend;
    private final RandomStream random;
    private final Map<Shape, Step> known = new HashMap<>();

    /** Steps of a network whose parameters are on this backend; random numbers, as for dropout, from the stream at the step's number. */
    public Steps(Layer net, Optimizer optimizer, Backend backend, RandomStream random) {
        this.net = net;
        this.optimizer = optimizer;
        this.backend = backend;
        this.random = random;
    }

    /** The step for one batch shape. */
    private final class Step {
        final Tensor images;
        final Tensor labels;
        final RepeatedStep step;
        int[] classNumbers;
        Tensor logits;
        Tensor loss;

        Step(Shape shape) {
            images = backend.unscoped(() -> Tensor.full(backend, 0, shape));
            labels = backend.unscoped(() -> Tensor.full(backend, 0, Shape.of(shape.size(0))));
            step = new RepeatedStep(backend, () -> {
                logits = net.apply(images, Pass.training(random));
                checkLabels();
                loss = Losses.crossEntropy(logits, labels);
                optimizer.update(loss.backward());
            });
        }

        /** Before the first step once the outputs are known, before later ones at once: a replay does not come here. */
        void checkLabels() {
            int classes = logits.shape().rank() == 2 ? logits.shape().size(1) : Integer.MAX_VALUE;   // else the loss says what is wrong
            for (int label : classNumbers) {
                if (label >= 0 && label < classes) continue;
                throw new IllegalArgumentException("label " + label + " is no class of the network, which has " + classes + " outputs");
            }
        }
    }

    /** Makes one step on a batch; a label that is no class of the network is an {@link IllegalArgumentException}. */
    public Result run(Batch batch) {
        Step s = known.computeIfAbsent(Shape.of(batch.shape()), Step::new);
        s.classNumbers = batch.labels();
        if (s.logits != null) s.checkLabels();
        optimizer.prepare();
        random.step(optimizer.steps());
        s.images.set(batch.images());
        s.labels.set(floats(batch.labels()));
        Result[] result = {null};
        s.step.run(() -> result[0] = new Result(s.loss.item(), correct(s.logits.toArray(), batch.labels())));
        return result[0];
    }

    private static int correct(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        int correct = 0;
        for (int n = 0; n < labels.length; n++) {
            int best = n * classes;
            for (int k = best + 1; k < (n + 1) * classes; k++) if (logits[k] > logits[best]) best = k;
            if (best - n * classes == labels[n]) correct++;
        }
        return correct;
    }

    static float[] floats(int[] labels) {
        float[] values = new float[labels.length];
        for (int i = 0; i < values.length; i++) values[i] = labels[i];
        return values;
    }

    static void checkClasses(int outputs, Dataset data) {
        int classes = data.classes().size();
        if (outputs < classes) {
            throw new IllegalArgumentException("the network has " + outputs + " outputs, but " + data.name() + " has " + classes + " classes");
        }
    }

    @Override
    public void close() {
        known.values().forEach(s -> s.step.close());
        known.clear();
    }
}
